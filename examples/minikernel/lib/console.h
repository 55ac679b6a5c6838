/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The console: printf (picolibc's) goes here from the first line on, and what
 * is typed comes from here.
 */
#ifndef MINIKERNEL_LIB_CONSOLE_H
#define MINIKERNEL_LIB_CONSOLE_H

#include <stdint.h>

/* Boot CPU, after machine_init(): stdout is the UART; what was printed before was kept and is shown now. */
void console_init(void);

/*
 * printf that never mixes with another CPU's line: IRQs are masked and other
 * CPUs wait while it prints. Any CPU, any time, interrupts included.
 */
void kprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * The next character typed, 0 to 255, or -1: none came until timer_us() was past
 * `deadline` (WAIT_FOREVER: never), or there is no UART. Looks a hundred times a
 * second and sleeps in between, so a UART must be able to keep what comes
 * meanwhile: fine for a person, too slow for a file. One thread at a time.
 */
int console_getc(uint64_t deadline);

/* printf, "panic: ", then machine_exit(1). */
_Noreturn void panic(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * For a CPU with last words to say: from here on, what others print is dropped,
 * and nobody is waited for. A second CPU that calls it is stopped.
 */
void console_take_over(void);

#endif
