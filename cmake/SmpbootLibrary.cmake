# SPDX-License-Identifier: BSD-2-Clause
#
# The two archives for the target: libsmpboot.a and libsmpboot_fdt.a.

include(GNUInstallDirs)

# What runs for each CPU that comes, or each tag of a device tree, is compiled for speed,
# as the build type says; the rest runs once, or when something has gone wrong, and is
# compiled for size.
set(smpboot_hot_sources
  src/core/claim.c src/core/info.c src/core/look.c src/core/secondary.c src/core/solo.c
  src/core/start.c
  src/fdt/names.c src/fdt/scan.c src/fdt/walk.c)
foreach(source IN LISTS smpboot_core_sources smpboot_aarch64_sources smpboot_portable_sources smpboot_fdt_sources)
  if(source MATCHES "\\.c$" AND NOT source IN_LIST smpboot_hot_sources)
    set_property(SOURCE "${source}" APPEND PROPERTY COMPILE_OPTIONS "$<$<NOT:$<CONFIG:Debug>>:-Os>")
  endif()
endforeach()

function(smpboot_add_library target)
  add_library(${target} STATIC ${ARGN})
  smpboot_compile_options(${target})
  smpboot_freestanding_options(${target})
  target_include_directories(${target}
    PUBLIC
      "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>"
      "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>"
    PRIVATE
      "${PROJECT_SOURCE_DIR}/src")
endfunction()

smpboot_add_library(smpboot
  ${smpboot_core_sources} ${smpboot_aarch64_sources} ${smpboot_portable_sources})
add_library(smpboot::smpboot ALIAS smpboot)

if(SMPBOOT_FDT)
  include(SmpbootLibfdt)
  smpboot_add_library(smpboot_fdt ${smpboot_fdt_sources})
  add_library(smpboot::fdt ALIAS smpboot_fdt)
  set_target_properties(smpboot_fdt PROPERTIES EXPORT_NAME fdt)
  # The config file of the package brings a libfdt of its own.
  target_link_libraries(smpboot_fdt PUBLIC smpboot PRIVATE "$<BUILD_INTERFACE:smpboot_libfdt>")
  target_include_directories(smpboot_fdt BEFORE PRIVATE "${smpboot_libfdt_env}")
endif()
