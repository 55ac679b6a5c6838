/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Where the boot code hands over to C.
 */
#ifndef MINIKERNEL_KERN_MAIN_H
#define MINIKERNEL_KERN_MAIN_H

#include <stdint.h>

/* Boot CPU: MMU on, at the high address, IRQs masked; dtb_pa as the boot loader gave it. */
_Noreturn void kernel_main(uint64_t dtb_pa);

#endif
