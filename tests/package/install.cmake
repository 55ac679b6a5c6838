# SPDX-License-Identifier: BSD-2-Clause
#
# Installs the build tree BUILD afresh to PREFIX. The files land in a staging
# folder first and are moved: a package that remembers where it was installed
# to would not be found.

file(REMOVE_RECURSE "${PREFIX}" "${PREFIX}.staging")
execute_process(
  COMMAND "${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${PREFIX}.staging"
  COMMAND_ERROR_IS_FATAL ANY)
file(RENAME "${PREFIX}.staging" "${PREFIX}")
