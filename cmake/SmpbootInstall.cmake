# SPDX-License-Identifier: BSD-2-Clause
#
# What a kernel finds after the install: headers, archives, the CMake package
# and the pkg-config files. None of it names a path of the build machine.

include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/smpboot")
# libfdt goes where no other search finds it: it is this package's own copy.
set(private_lib_dir "${CMAKE_INSTALL_LIBDIR}/smpboot")
set(private_include_dir "${CMAKE_INSTALL_LIBDIR}/smpboot/include")

install(FILES ${smpboot_public_headers} DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/smpboot")
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/smpboot")

# One export file for each component, so that a kernel without a device tree
# never meets libfdt.
install(TARGETS smpboot EXPORT smpbootTargets
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(EXPORT smpbootTargets NAMESPACE smpboot:: DESTINATION "${package_dir}")

if(SMPBOOT_FDT)
  install(TARGETS smpboot_fdt EXPORT smpbootFdtTargets
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
  install(EXPORT smpbootFdtTargets NAMESPACE smpboot:: DESTINATION "${package_dir}")
  if(smpboot_libfdt_archive)
    install(FILES "${smpboot_libfdt_archive}" DESTINATION "${private_lib_dir}" RENAME libfdt.a)
    install(FILES "${smpboot_libfdt_include}/libfdt.h" "${smpboot_libfdt_include}/fdt.h"
      "${smpboot_libfdt_env}/libfdt_env.h" DESTINATION "${private_include_dir}")
  endif()
endif()

# The version check that CMake offers knows the size of a pointer only; the
# processor is checked in the config file.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/smpbootConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
configure_package_config_file(cmake/smpbootConfig.cmake.in
  "${PROJECT_BINARY_DIR}/smpbootConfig.cmake"
  INSTALL_DESTINATION "${package_dir}"
  PATH_VARS private_lib_dir private_include_dir)
install(FILES
  "${PROJECT_BINARY_DIR}/smpbootConfig.cmake"
  "${PROJECT_BINARY_DIR}/smpbootConfigVersion.cmake"
  DESTINATION "${package_dir}")

# pkg-config: everything relative to the place of the .pc file itself.
set(pkgconfig_dir "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
cmake_path(ABSOLUTE_PATH pkgconfig_dir BASE_DIRECTORY "${CMAKE_INSTALL_PREFIX}" OUTPUT_VARIABLE from)
cmake_path(RELATIVE_PATH CMAKE_INSTALL_PREFIX BASE_DIRECTORY "${from}" OUTPUT_VARIABLE pc_prefix)
set(pc_libfdt "")
if(smpboot_libfdt_archive)
  set(pc_libfdt "\${libdir}/smpboot/libfdt.a")
endif()
set(pc_files smpboot)
if(SMPBOOT_FDT)
  list(APPEND pc_files smpboot-fdt)
endif()
foreach(name IN LISTS pc_files)
  configure_file("cmake/${name}.pc.in" "${PROJECT_BINARY_DIR}/${name}.pc" @ONLY)
  install(FILES "${PROJECT_BINARY_DIR}/${name}.pc" DESTINATION "${pkgconfig_dir}")
endforeach()
