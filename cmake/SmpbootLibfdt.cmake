# SPDX-License-Identifier: BSD-2-Clause
#
# smpboot::libfdt, the libfdt that smpboot::fdt is compiled against and brings
# along: the one that SMPBOOT_LIBFDT gives, or Debian's.
#
# Sets smpboot_libfdt_archive and smpboot_libfdt_include where this build has a
# libfdt of its own, which is then installed privately. A target given by the
# user is the user's to give again to find_package().
#
# Its headers come with our porting header in front of their own, which would
# include a libc's headers.

set(smpboot_libfdt_archive "")
set(smpboot_libfdt_include "")
set(smpboot_libfdt_env "${PROJECT_SOURCE_DIR}/cmake/libfdt")

# smpboot_use_libfdt(<include folder> <archive>)
macro(smpboot_use_libfdt include archive)
  set(smpboot_libfdt_include "${include}")
  set(smpboot_libfdt_archive "${archive}")
  add_library(smpboot_libfdt STATIC IMPORTED GLOBAL)
  set_target_properties(smpboot_libfdt PROPERTIES
    IMPORTED_LOCATION "${archive}"
    INTERFACE_INCLUDE_DIRECTORIES "${smpboot_libfdt_env};${include}")
endmacro()

# smpboot_find_libfdt(<folder with include/ and an archive>)
macro(smpboot_find_libfdt folder)
  find_file(smpboot_found_libfdt libfdt.a REQUIRED NO_CACHE NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH
    PATHS "${folder}" PATH_SUFFIXES lib lib/aarch64-linux-gnu)
  smpboot_use_libfdt("${folder}/include" "${smpboot_found_libfdt}")
endmacro()

# smpboot_compile_libfdt(<source folder>): all but the overlays, which need
# strtoul; a folder that has only some of the files is as good.
macro(smpboot_compile_libfdt folder)
  set(sources "")
  foreach(part fdt fdt_ro fdt_wip fdt_sw fdt_rw fdt_strerror fdt_empty_tree fdt_addresses fdt_check)
    if(EXISTS "${folder}/${part}.c")
      list(APPEND sources "${folder}/${part}.c")
    endif()
  endforeach()
  add_library(smpboot_libfdt STATIC ${sources})
  smpboot_freestanding_options(smpboot_libfdt)
  # Other people's code: their warnings are theirs.
  target_compile_options(smpboot_libfdt PRIVATE
    -w -std=gnu11 -include "${smpboot_libfdt_env}/libfdt_env.h")
  target_compile_definitions(smpboot_libfdt PRIVATE
    INT_MAX=__INT_MAX__ UINT_MAX=\(__INT_MAX__*2u+1\))
  target_include_directories(smpboot_libfdt PUBLIC "${smpboot_libfdt_env}" "${folder}")
  set(smpboot_libfdt_include "${folder}")
  set(smpboot_libfdt_archive "$<TARGET_FILE:smpboot_libfdt>")
endmacro()

if(SMPBOOT_LIBFDT AND TARGET "${SMPBOOT_LIBFDT}")
  add_library(smpboot_libfdt INTERFACE)
  target_link_libraries(smpboot_libfdt INTERFACE "${SMPBOOT_LIBFDT}")
elseif(SMPBOOT_LIBFDT)
  cmake_path(ABSOLUTE_PATH SMPBOOT_LIBFDT BASE_DIRECTORY "${CMAKE_SOURCE_DIR}"
    NORMALIZE OUTPUT_VARIABLE folder)
  if(EXISTS "${folder}/fdt_ro.c" AND EXISTS "${folder}/libfdt.h")
    smpboot_compile_libfdt("${folder}")
  elseif(EXISTS "${folder}/include/libfdt.h")
    smpboot_find_libfdt("${folder}")
  else()
    message(FATAL_ERROR
      "smpboot: SMPBOOT_LIBFDT is \"${SMPBOOT_LIBFDT}\": not a CMake target that exists by now, and "
      "no folder with fdt_ro.c and libfdt.h, or with include/libfdt.h and lib/libfdt.a")
  endif()
else()
  set(folder "${PROJECT_BINARY_DIR}/libfdt")
  execute_process(
    COMMAND "${PROJECT_SOURCE_DIR}/scripts/fetch-libfdt" "${folder}"
    RESULT_VARIABLE failed
    ERROR_VARIABLE message)
  if(failed)
    message(FATAL_ERROR "smpboot: no libfdt for the target\n${message}")
  endif()
  smpboot_find_libfdt("${folder}/usr")
endif()

add_library(smpboot::libfdt ALIAS smpboot_libfdt)
