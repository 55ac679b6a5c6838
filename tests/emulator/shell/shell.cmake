# SPDX-License-Identifier: BSD-2-Clause
#
# The minikernel's commands, from its bootargs and typed at its console.

# shell_test(<name> <image> <cpus> [option of run-shell or run-qemu]...)
function(shell_test name image cpus)
  add_test(NAME emulator.shell-${name}
    COMMAND Python3::Interpreter "${CMAKE_CURRENT_SOURCE_DIR}/shell/run-shell"
      --image "${images}/${image}.img" --cpus ${cpus} ${ARGN})
  set_tests_properties(emulator.shell-${name} PROPERTIES LABELS emulator TIMEOUT 300 PROCESSORS 2)
endfunction()

# Typed, with a mistake rubbed out, at each kind of UART.
set(typed --type cpus --type "cpux\\bs" --type "nonsense" --type "help"
  --says ".*minikernel> cpus" --says " cpu +mpidr +state.*" --says " +1  0x0*1  active +main +[0-9]+ +[0-9]+"
  --says ".*minikernel> cpux. .s" --says " cpu +mpidr +state.*"
  --says "nonsense is no command.*" --says "help .* this list" --says ".*minikernel> exit")
shell_test(typed minikernel 4 ${typed})
shell_test(typed-aux minikernel 4 --board raspi3b --dtb "${CMAKE_CURRENT_BINARY_DIR}/raspi3b.dtb"
  --memory 1024 ${pi} ${typed})
shell_test(typed-cadence minikernel 4 --board xlnx-zcu102 --dtb "${CMAKE_CURRENT_BINARY_DIR}/xlnx-zcu102.dtb"
  --memory 1024 ${typed})

# From the bootargs; one that fails does not keep the next from being run, but fails the run.
shell_test(list minikernel 2 --cmd cpus,timeline
  --says "cmd: cpus" --says " +1  0x0*1  active .*" --says "cmd: timeline" --says "cpu: id=1 .*")
shell_test(list-fails minikernel 2 --cmd nonsense,cpus:7,cpus --fails
  --says "nonsense is no command.*" --says "usage: cpus *" --says " +1  0x0*1  active .*")
