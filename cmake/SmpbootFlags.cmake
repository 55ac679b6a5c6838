# SPDX-License-Identifier: BSD-2-Clause
#
# How the library's own files are compiled. Everything is PRIVATE: a kernel
# that links the library keeps its own flags.

set(smpboot_warnings
  -Wall -Wextra -Wshadow -Wundef -Wvla -Wpointer-arith -Wcast-qual -Wwrite-strings
  -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wmissing-declarations
  -Wimplicit-fallthrough -Wformat=2)

set(smpboot_freestanding
  -ffreestanding
  # May run with the MMU off, where unaligned accesses fault; and in a kernel
  # that does not save vector registers.
  -mgeneral-regs-only -mstrict-align
  # The outlined atomics need libgcc and a variable that a libc sets up.
  -mno-outline-atomics
  # Many kernels keep their per-CPU pointer or shadow stack in x18.
  -ffixed-x18
  # Position-independent, and everything known to be linked in: fits -pie,
  # -no-pie and high kernels.
  -fPIE -fvisibility=hidden
  "$<$<COMPILE_LANGUAGE:C>:SHELL:-include \"${PROJECT_SOURCE_DIR}/cmake/hidden.h\">"
  -mbranch-protection=standard
  # No stack protector, unwind tables or common symbols that a kernel would
  # have to provide for; a section for each function, for --gc-sections.
  -fno-stack-protector -fno-asynchronous-unwind-tables -fno-unwind-tables -fno-common
  -ffunction-sections -fdata-sections
  # Debug information that names no folder of the build machine.
  "-ffile-prefix-map=${PROJECT_BINARY_DIR}=." "-ffile-prefix-map=${PROJECT_SOURCE_DIR}=."
  # clang's assembler takes no such option.
  "$<$<COMPILE_LANG_AND_ID:ASM,Clang>:-g0>"
  # -ffixed-x18 would be lost in a link-time compilation.
  -fno-lto)

# smpboot_compile_options(<target>): what every file of the project gets.
function(smpboot_compile_options target)
  target_compile_options(${target} PRIVATE
    "$<$<COMPILE_LANGUAGE:C>:${smpboot_warnings}>"
    "$<$<AND:$<COMPILE_LANGUAGE:C>,$<BOOL:${SMPBOOT_WERROR}>>:-Werror>")
  set_target_properties(${target} PROPERTIES
    C_STANDARD 11
    C_STANDARD_REQUIRED ON
    C_EXTENSIONS OFF)
endfunction()

# smpboot_freestanding_options(<target>): what every object for the target gets.
function(smpboot_freestanding_options target)
  target_compile_options(${target} PRIVATE "${smpboot_freestanding}")
  set_target_properties(${target} PROPERTIES
    POSITION_INDEPENDENT_CODE OFF
    INTERPROCEDURAL_OPTIMIZATION OFF)
endfunction()
