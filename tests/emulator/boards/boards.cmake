# SPDX-License-Identifier: BSD-2-Clause
#
# Boards that QEMU has, and has no device tree for: each with all its CPUs, and
# with one that does not come. The trees are ours and minimal; with
# SMPBOOT_LINUX_TREES the boards' own are tested as well.

set(SMPBOOT_LINUX_TREES "" CACHE PATH
  "Compiled device trees from Linux, in folders by vendor; Debian has them in linux-image-...-arm64")

find_program(SMPBOOT_DTC dtc REQUIRED)

set(trees)
foreach(board IN ITEMS raspi3b raspi3b-pl011 raspi4b xlnx-zcu102)
  add_custom_command(OUTPUT ${board}.dtb
    # The boards' own trees have a bus without a unit address, too.
    COMMAND "${SMPBOOT_DTC}" -W no-unit_address_vs_reg -I dts -O dtb -o ${board}.dtb
      "${CMAKE_CURRENT_LIST_DIR}/${board}.dts"
    DEPENDS "${CMAKE_CURRENT_LIST_DIR}/${board}.dts" "${CMAKE_CURRENT_LIST_DIR}/raspi3b.dts"
    VERBATIM)
  list(APPEND trees ${board}.dtb)
endforeach()
add_custom_target(board_trees ALL DEPENDS ${trees})

# board_test(<name> <tree> <QEMU's machine> [option of run-qemu]...)
function(board_test name tree machine)
  cmake_path(ABSOLUTE_PATH tree BASE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}")
  emulator_test(${name} minikernel 4 --board ${machine} --dtb "${tree}.dtb" --memory 1024 ${ARGN})
endfunction()

set(pi --method spin-table --enter-el2 --uart 1)
board_test(raspi3b raspi3b raspi3b ${pi})
board_test(raspi3b-absent raspi3b raspi3b ${pi} --unheard-cpu 3)
board_test(raspi3b-pl011 raspi3b-pl011 raspi3b ${pi} --uart 0)

# QEMU has this one from version 9 on; before that the tests are skipped.
board_test(raspi4b raspi4b raspi4b ${pi} --memory 2048)
board_test(raspi4b-absent raspi4b raspi4b ${pi} --memory 2048 --unheard-cpu 3)

# Without virtualization=on QEMU has the board enter at EL1; a real one enters at EL2.
set(zcu102 xlnx-zcu102,virtualization=on --enter-el2)
board_test(zcu102 xlnx-zcu102 ${zcu102})
board_test(zcu102-absent xlnx-zcu102 ${zcu102} --absent-cpu 0x100)
board_test(zcu102-el1 xlnx-zcu102 xlnx-zcu102)

if(SMPBOOT_LINUX_TREES)
  board_test(raspi3b-linux "${SMPBOOT_LINUX_TREES}/broadcom/bcm2837-rpi-3-b" raspi3b ${pi})
  board_test(raspi4b-linux "${SMPBOOT_LINUX_TREES}/broadcom/bcm2711-rpi-4-b" raspi4b ${pi} --memory 2048)
  board_test(zcu102-linux "${SMPBOOT_LINUX_TREES}/xilinx/zynqmp-zcu102-rev1.1" ${zcu102})
  set_tests_properties(emulator.raspi4b-linux PROPERTIES SKIP_RETURN_CODE 77)
endif()
set_tests_properties(emulator.raspi4b emulator.raspi4b-absent PROPERTIES SKIP_RETURN_CODE 77)
