# SPDX-License-Identifier: BSD-2-Clause
#
# CPUs that fail on purpose: run-fault knows what must be reported of each kind.

# fault_test(<name> <image> <fault> [option of run-fault or run-qemu]...)
function(fault_test name image fault)
  add_test(NAME emulator.fault-${name}
    COMMAND Python3::Interpreter "${CMAKE_CURRENT_SOURCE_DIR}/faults/run-fault"
      --image "${images}/${image}.img" --cpus 4 --fault ${fault} ${ARGN})
  set_tests_properties(emulator.fault-${name} PROPERTIES LABELS emulator TIMEOUT 300)
endfunction()

# In the order of a CPU's way; the first of all, an absent CPU, is tested elsewhere.
foreach(kind IN ITEMS refuse-prepare unaligned-stack refuse-start lose-start no-entry stop-early fault-early
    unmapped-stack refuse-starting stop-starting fault-starting late slow-starting)
  fault_test(${kind} minikernel ${kind}:2)
endforeach()
foreach(kind IN ITEMS no-entry low-level fault-early unmapped-stack late slow-starting)
  fault_test(${kind}-el2 minikernel-el2 ${kind}:2 --enter-el2 --kernel-el 2 --cpu max)
endforeach()

# In the library's first instructions, by traps to EL2.
foreach(kind IN ITEMS stop-entry fault-entry stop-level fault-level stop-regime fault-regime)
  fault_test(${kind} minikernel ${kind}:2 --enter-el2)
endforeach()

# CPUs that are released by a word, not by PSCI.
foreach(kind IN ITEMS fault-early slow-starting)
  fault_test(${kind}-spin-table minikernel ${kind}:2 --method spin-table --enter-el2 --board raspi3b --uart 1
    --dtb "${CMAKE_CURRENT_BINARY_DIR}/raspi3b.dtb" --memory 1024)
  fault_test(${kind}-pen minikernel ${kind}:2 --method pen --enter-el3 --load-mib 4 --firmware "${reset}")
endforeach()

# Several at once cost one deadline, and do not disturb each other.
fault_test(all-three minikernel stop-level:1,fault-early:2,slow-starting:3 --enter-el2)
fault_test(late-twice minikernel late:1,late:3)

# Those that are off, or back in the pen, can be tried again.
foreach(kind IN ITEMS lose-start refuse-starting refuse-prepare)
  fault_test(retry-${kind} minikernel ${kind}:3 --retries 1 --retry-helps)
endforeach()
fault_test(retry-in-vain minikernel fault-starting:3 --retries 1)

# The policy decides how the run ends.
fault_test(policy-all minikernel no-entry:2 --policy all --policy-unmet)
fault_test(policy-all-met minikernel lose-start:2 --policy all --retries 1 --retry-helps)
fault_test(policy-min minikernel no-entry:2 --policy min:3)
fault_test(policy-min-unmet minikernel no-entry:2,fault-early:3 --policy min:3 --policy-unmet)

# What cannot be done, or understood, is refused before any CPU is started.
fault_test(not-below minikernel stop-level:2 --refused)
fault_test(no-such-cpu minikernel no-entry:4 --refused)
