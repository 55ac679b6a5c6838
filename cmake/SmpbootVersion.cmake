# SPDX-License-Identifier: BSD-2-Clause
#
# The version, read from the header that kernels without CMake use too.

function(smpboot_read_version result header)
  file(READ "${header}" text)
  set(version "")
  foreach(part MAJOR MINOR PATCH)
    if(NOT text MATCHES "#define SMPBOOT_VERSION_${part} ([0-9]+)")
      message(FATAL_ERROR "smpboot: SMPBOOT_VERSION_${part} is missing from ${header}")
    endif()
    list(APPEND version "${CMAKE_MATCH_1}")
  endforeach()
  list(JOIN version "." version)
  set(${result} "${version}" PARENT_SCOPE)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${header}")
endfunction()
