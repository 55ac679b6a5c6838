# SPDX-License-Identifier: BSD-2-Clause
#
# What the CPUs tell of themselves, on every processor that QEMU 7.2 offers for
# virt: run-lscpu knows them.

# lscpu_test(<name> <image> [option of run-lscpu]...)
function(lscpu_test name image)
  add_test(NAME emulator.lscpu-${name}
    COMMAND Python3::Interpreter "${CMAKE_CURRENT_SOURCE_DIR}/lscpu/run-lscpu"
      --image "${images}/${image}.img" ${ARGN})
  set_tests_properties(emulator.lscpu-${name} PROPERTIES LABELS emulator TIMEOUT 300 PROCESSORS 2)
endfunction()

foreach(cpu IN ITEMS cortex-a35 cortex-a53 cortex-a57 cortex-a72 cortex-a76 neoverse-n1 a64fx max)
  lscpu_test(${cpu} minikernel --cpu ${cpu})
endforeach()
lscpu_test(el2 minikernel-el2 --cpu max --machine virt,gic-version=3,virtualization=on --level 2)
lscpu_test(sockets minikernel --cpu cortex-a72 --shape 2 2 2 2)
