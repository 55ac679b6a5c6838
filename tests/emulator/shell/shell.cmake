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
shell_test(list minikernel 2 --cmd cpus,timeline,lscpu
  --says "cmd: cpus" --says " +1  0x0*1  active .*" --says "cmd: timeline" --says "cpu: id=1 .*"
  --says "cmd: lscpu" --says ".*Cortex-A57.*")
shell_test(list-fails minikernel 2 --cmd nonsense,cpus:7,cpus --fails
  --says "nonsense is no command.*" --says "usage: cpus *" --says " +1  0x0*1  active .*")

# Every CPU leaves in its turn, the boot CPU too, and comes back; what cannot be done is refused by name.
shell_test(off-each minikernel 4 --fails --boot-cpu-back
  --cmd off:1,off:1,cpus,on:1,on:1,off:2,on:2,off:3,on:3,off:0,cpus,on:0,off:4,on:4,off:4294967296,off:one
  --says "cpu 1 .* is off" --says "off 1: it is not online" --says " +1  0x0*1  offline +off +- +-"
  --says "cpu 1 .* online after .*" --says "on 1: it is online"
  --says " +0  0x0*0  offline +off +- +-" --says "off 4: there is no such CPU" --says "on 4: there is no such CPU"
  --says "off [0-9]+: there is no such CPU" --says "one is not a number")
shell_test(off-last minikernel 4 --fails --off 1 --off 2 --cmd off:0,off:2,off:1,off:3,on:0
  --says "off 3: it is the last" --says "cmd: on 0")
shell_test(off-one-cpu minikernel 1 --fails --cmd off:0,on:0,stress:1
  --says "off 0: it is the last" --says "on 0: it is online" --says "stress: wants .*")
shell_test(off-typed minikernel 4 --type "off 0" --type "off 2" --type cpus --type "on 0" --type "on 2" --type cpus
  --says " +0  0x0*0 .* - +-" --says " +2  0x0*2 .* - +-" --says " +2  0x0*2  active +main +[0-9]+ .*")

# At random, with threads that work, one of them pinned at first.
# The times that a step takes are in instructions of all CPUs where they run by turns (--icount).
function(stress_test name image cycles)
  shell_test(stress-${name} ${image} 4 --cmd stress:${cycles} --boot-cpu-back
    --says "thread pinned worker was pinned to CPU 3, and may run anywhere now"
    --says "stress: off=${cycles} on=${cycles} .*" ${ARGN})
endfunction()
stress_test(psci minikernel 200 --icount)
stress_test(psci-gicv2 minikernel 200 --icount --gic 2)
stress_test(psci-at-once minikernel 20 --with-demo)
stress_test(psci-el2 minikernel-el2 50 --icount --enter-el2 --kernel-el 2 --cpu max)
stress_test(zcu102 minikernel 20 --board ${zcu102} --dtb "${CMAKE_CURRENT_BINARY_DIR}/xlnx-zcu102.dtb"
  --memory 1024)
stress_test(raspi3b minikernel 200 --board raspi3b --dtb "${CMAKE_CURRENT_BINARY_DIR}/raspi3b.dtb" --memory 1024 ${pi})
stress_test(shared-word minikernel 20 --load-mib 4 --firmware "${release}" ${shared})
stress_test(shared-word-el2 minikernel-el2 20 --load-mib 4 --firmware "${release}" ${shared} --kernel-el 2 --cpu max)
stress_test(pen minikernel 20 --load-mib 4 --firmware "${reset}" --enter-el3 --method pen)

# Three kernels, each handing all CPUs over to the next: by the pen, or switched off and started by PSCI again.
function(next_test name image)
  shell_test(next-${name} ${image} 4 --generations 3 ${ARGN})
endfunction()
set(by_pen --cmd cpus,next:2 --last-method spin-table --says "park: the other CPUs wait at .*"
  --says "next: generation 2 at .*" --says "next: generation 3 at .*" --says "cmd: next 2")
next_test(psci minikernel ${by_pen})
next_test(gicv2 minikernel ${by_pen} --gic 2)
next_test(el2 minikernel-el2 ${by_pen} --enter-el2 --kernel-el 2 --cpu max)
next_test(el2-to-el1 minikernel ${by_pen} --enter-el2)
next_test(raspi3b minikernel ${by_pen} --board raspi3b --dtb "${CMAKE_CURRENT_BINARY_DIR}/raspi3b.dtb"
  --memory 1024 ${pi})
next_test(shared-word minikernel ${by_pen} --load-mib 4 --firmware "${release}" ${shared})
next_test(pen minikernel ${by_pen} --last-el 1 --load-mib 4 --firmware "${reset}" --enter-el3 --method pen)
next_test(stress minikernel --cmd stress:10,next:2 --last-method spin-table --boot-cpu-back)
next_test(by-psci minikernel --cmd off:0,off:1,off:2,next:2,on:0,on:1,on:2 --boot-cpu-back
  --says "next: generation 2 at .*" --says "next: generation 3 at .*" --says "cmd: next 2")
shell_test(next-no-initrd minikernel 4 --cmd next --fails --says "next: there is no kernel in the initrd")
shell_test(park minikernel 4 --cmd off:1,park,on:2,on:1,off:0 --fails --off 0 --parked 2 --parked 3
  --says "park: the other CPUs wait at .*" --says "on 2: it waits for the next kernel" --says "cmd: on 1")
