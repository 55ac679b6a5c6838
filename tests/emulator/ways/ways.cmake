# SPDX-License-Identifier: BSD-2-Clause
#
# Other ways to the kernel than QEMU's own loader and its PSCI: no firmware at
# all, one release address for all CPUs, and U-Boot. The first two need a few
# instructions of our own at address 0.

# ways_firmware(<name> <source> [definition]...): <name>.bin
function(ways_firmware name source)
  add_executable(ways-${name} "${CMAKE_CURRENT_SOURCE_DIR}/ways/${source}")
  target_compile_definitions(ways-${name} PRIVATE ${ARGN})
  target_link_options(ways-${name} PRIVATE -nostdlib -static -Wl,-Ttext=0 -Wl,--build-id=none)
  add_custom_command(TARGET ways-${name} POST_BUILD
    COMMAND "${CMAKE_OBJCOPY}" -O binary -j .text "$<TARGET_FILE:ways-${name}>"
      "${CMAKE_CURRENT_BINARY_DIR}/${name}.bin"
    BYPRODUCTS "${CMAKE_CURRENT_BINARY_DIR}/${name}.bin"
    VERBATIM)
endfunction()

# ways_test(<name> <image> <firmware> [option of run-qemu]...)
function(ways_test name image firmware)
  emulator_test(${name} ${image} 4 --load-mib 4 --firmware "${firmware}" ${ARGN})
endfunction()

ways_firmware(reset reset.S)
ways_firmware(reset-0-late reset.S CPU_0_LATE)
ways_firmware(release release.S)
set(reset "${CMAKE_CURRENT_BINARY_DIR}/reset.bin")
set(reset_0_late "${CMAKE_CURRENT_BINARY_DIR}/reset-0-late.bin")
set(release "${CMAKE_CURRENT_BINARY_DIR}/release.bin")

# No firmware: all CPUs begin at once at EL3, elect one of them, and wait in the pen.
foreach(gic IN ITEMS 2 3)
  set(pen --enter-el3 --method pen --gic ${gic})
  ways_test(pen-gicv${gic} minikernel "${reset}" ${pen})
  ways_test(pen-0-late-gicv${gic} minikernel "${reset_0_late}" ${pen})
  ways_test(pen-absent-gicv${gic} minikernel "${reset}" ${pen} --absent-cpu 0x63)
  ways_test(pen-el2-gicv${gic} minikernel-el2 "${reset}" ${pen} --enter-el2 --kernel-el 2 --cpu max)
endforeach()
# The CPU has an EL2, which the kernel passes through.
ways_test(pen-through-el2 minikernel "${reset}" --enter-el3 --enter-el2 --method pen --cpu max)

# One release address for all CPUs: those that were not meant come as well.
set(shared --enter-el2 --method spin-table --lay-over "${CMAKE_CURRENT_SOURCE_DIR}/ways/shared-word.dtsi")
ways_test(shared-word minikernel "${release}" ${shared})
ways_test(shared-word-gicv2 minikernel "${release}" ${shared} --gic 2)
ways_test(shared-word-el2 minikernel-el2 "${release}" ${shared} --kernel-el 2 --cpu max)
ways_test(shared-word-absent minikernel "${release}" ${shared} --absent-cpu 0x63)

# U-Boot's booti. Without U-Boot (Debian: u-boot-qemu) the tests fail, and say so.
set(SMPBOOT_U_BOOT "/usr/lib/u-boot/qemu_arm64/u-boot.bin" CACHE FILEPATH "U-Boot for QEMU's virt machine")
ways_test(u-boot minikernel "${SMPBOOT_U_BOOT}" --u-boot)
ways_test(u-boot-el2 minikernel "${SMPBOOT_U_BOOT}" --u-boot --enter-el2)
ways_test(u-boot-el2-stay minikernel-el2 "${SMPBOOT_U_BOOT}" --u-boot --enter-el2 --kernel-el 2 --cpu max)
ways_test(u-boot-absent minikernel "${SMPBOOT_U_BOOT}" --u-boot --absent-cpu 0x63)
