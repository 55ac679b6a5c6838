/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The console.
 */
#include "lib/console.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "arch/cpu.h"
#include "drivers/timer.h"
#include "drivers/uart.h"
#include "kern/spinlock.h"
#include "kern/thread.h"
#include "lib/machine.h"
#include "mm/mm.h"

/* Output before the UART is known. */
#define EARLY_SIZE 2048

/* How often a dying CPU looks at the lock before it prints all the same. */
#define LAST_WORDS_TRIES 1000000

/* Between two looks for input. */
#define LOOK_US 10000

static char early[EARLY_SIZE];
static size_t early_length;
static volatile void *uart; /* registers of machine.uart */
static struct spinlock lock;
static atomic_ullong dying; /* hardware id + 1 of the CPU that has the last words, or 0 */

static void put(char c)
{
	if (uart != NULL)
		uart_put(machine.uart, uart, c);
	else if (early_length < EARLY_SIZE)
		early[early_length++] = c;
}

static int put_text(char c, FILE *file)
{
	(void)file;
	if (c == '\n')
		put('\r');
	put(c);
	return 0;
}

static FILE console = FDEV_SETUP_STREAM(put_text, NULL, NULL, _FDEV_SETUP_WRITE);
FILE *const stdout = &console;

void console_init(void)
{
	if (machine.uart == NULL)
		return;
	uart = mm_map_device(machine.uart_registers.base, machine.uart_registers.size);
	machine.uart->init(uart);
	for (size_t i = 0; i < early_length; i++)
		put(early[i]);
}

static unsigned long long self(void)
{
	return cpu_mpidr() + 1;
}

/* Whoever holds the lock may never give it back: it may be this CPU itself. */
static void lock_for_last_words(void)
{
	for (unsigned int tries = 0; tries < LAST_WORDS_TRIES; tries++) {
		if (!atomic_exchange_explicit(&lock.held, 1, memory_order_acquire))
			return;
		spin_hint();
	}
}

static void print(const char *prefix, const char *format, va_list arguments, const char *suffix)
{
	uint64_t irq = cpu_irq_save();
	unsigned long long last = atomic_load(&dying);

	if (last == 0)
		spin_lock(&lock);
	else if (last == self())
		lock_for_last_words();
	if (last == 0 || last == self()) {
		fputs(prefix, stdout);
		vfprintf(stdout, format, arguments);
		fputs(suffix, stdout);
		spin_unlock(&lock);
	}
	cpu_irq_restore(irq);
}

void kprintf(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print("", format, arguments, "");
	va_end(arguments);
}

int console_getc(uint64_t deadline)
{
	if (uart == NULL)
		return -1;
	while (!machine.uart->has_input(uart)) {
		if (timer_us() >= deadline)
			return -1;
		thread_sleep_us(LOOK_US);
	}
	return (unsigned char)machine.uart->receive(uart);
}

void panic(const char *format, ...)
{
	va_list arguments;

	console_take_over();
	va_start(arguments, format);
	print("panic: ", format, arguments, "\n");
	va_end(arguments);
	machine_exit(1);
}

void console_take_over(void)
{
	unsigned long long before = 0;

	cpu_irq_save();
	if (atomic_compare_exchange_strong(&dying, &before, self())) {
		/* A panic before console_init(): what is known so far can be shown all the same. */
		if (uart == NULL)
			console_init();
	} else if (before != self()) {
		cpu_stop();
	}
}
