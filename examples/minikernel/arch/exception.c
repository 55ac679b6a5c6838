/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the vectors call: interrupts go to the drivers and the scheduler, all
 * else is a bug of the kernel and ends in a readable dump.
 */
#include "arch/exception.h"

#include <stdbool.h>

#include <smpboot/smpboot.h>

#include "arch/cpu.h"
#include "drivers/irq.h"
#include "kern/sched.h"
#include "lib/console.h"
#include "lib/libc.h"
#include "lib/machine.h"

/* ESR_ELx (Arm ARM DDI0487). */
#define ESR_CLASS(esr)    ((unsigned int)((esr) >> 26 & 0x3f))
#define ESR_STATUS(esr)   ((unsigned int)((esr)&0x3f))
#define ESR_WRITE(esr)    (((esr) & (1u << 6)) != 0)
#define ESR_FAR_NOT_VALID (1u << 10)

#define CLASS_FETCH_LOWER  0x20
#define CLASS_FETCH        0x21
#define CLASS_PC_ALIGNMENT 0x22
#define CLASS_DATA_LOWER   0x24
#define CLASS_DATA         0x25

#define PAR_FAULT       (1u << 0)
#define BACKTRACE_DEPTH 16

extern char vectors[];

void exception_init_cpu(void)
{
	cpu_write(vbar_el1, (uintptr_t)vectors);
	libc_init_cpu();
	cpu_isb();
}

void exception_irq(struct exception_frame *frame)
{
	irq_dispatch();
	sched_irq_exit(frame);
}

static const char *vector_name(unsigned int vector)
{
	static const char *const names[] = { "synchronous exception", "IRQ", "FIQ", "SError" };

	return names[vector % 4];
}

static const char *vector_origin(unsigned int vector)
{
	static const char *const names[] = {
		"this level on SP_EL0",
		"this level",
		"a lower level",
		"a lower level in AArch32",
	};

	return names[vector / 4 % 4];
}

static const char *class_name(unsigned int class)
{
	static const char *const names[64] = {
		[0x00] = "unknown reason (undefined instruction)",
		[0x01] = "trapped WFI or WFE",
		[0x07] = "trapped SIMD or floating point",
		[0x0d] = "branch target exception",
		[0x0e] = "illegal execution state",
		[0x15] = "SVC",
		[0x16] = "HVC",
		[0x17] = "SMC",
		[0x18] = "trapped MSR, MRS or system instruction",
		[0x1c] = "pointer authentication failure",
		[CLASS_FETCH_LOWER] = "instruction abort from a lower level",
		[CLASS_FETCH] = "instruction abort",
		[CLASS_PC_ALIGNMENT] = "PC alignment fault",
		[CLASS_DATA_LOWER] = "data abort from a lower level",
		[CLASS_DATA] = "data abort",
		[0x26] = "SP alignment fault",
		[0x2c] = "floating-point exception",
		[0x2f] = "SError interrupt",
		[0x30] = "breakpoint from a lower level",
		[0x31] = "breakpoint",
		[0x33] = "software step",
		[0x35] = "watchpoint",
		[0x3c] = "BRK instruction",
	};

	return names[class] != NULL ? names[class] : "reserved class";
}

/* What an abort's status code means; its low two bits are the level, where it has one. */
static const char *status_name(unsigned int status)
{
	static const char *const levelled[] = {
		"address size fault",
		"translation fault",
		"access flag fault",
		"permission fault",
	};

	if (status < 0x10)
		return levelled[status / 4];
	switch (status) {
	case 0x10:
		return "external abort";
	case 0x14 ... 0x17:
		return "external abort on a table walk";
	case 0x18:
		return "parity or ECC error";
	case 0x21:
		return "alignment fault";
	case 0x30:
		return "TLB conflict";
	default:
		return "other fault";
	}
}

static bool is_fetch(unsigned int class)
{
	return class == CLASS_FETCH_LOWER || class == CLASS_FETCH;
}

static bool is_abort(unsigned int class)
{
	return is_fetch(class) || class == CLASS_DATA_LOWER || class == CLASS_DATA;
}

static const char *access_name(uint64_t esr)
{
	if (is_fetch(ESR_CLASS(esr)))
		return "fetch";
	return ESR_WRITE(esr) ? "write" : "read";
}

static void print_cause(const struct exception_frame *frame, unsigned int vector)
{
	uint64_t esr = cpu_read(esr_el1);
	unsigned int class = ESR_CLASS(esr);
	bool has_address = is_abort(class) && (esr & ESR_FAR_NOT_VALID) == 0;

	kprintf("esr  %016llx  %s\n", (unsigned long long)esr, vector % 4 == 0 ? class_name(class) : "-");
	if (vector % 4 == 0 && is_abort(class))
		kprintf("     %s, level %u, on a %s\n", status_name(ESR_STATUS(esr)), ESR_STATUS(esr) % 4,
		        access_name(esr));
	if (has_address || class == CLASS_PC_ALIGNMENT)
		kprintf("far  %016llx\n", (unsigned long long)cpu_read(far_el1));
	kprintf("elr  %016llx  spsr %016llx\n", (unsigned long long)frame->elr,
	        (unsigned long long)frame->spsr);
}

static void print_registers(const struct exception_frame *frame)
{
	for (unsigned int i = 0; i < 31; i++)
		kprintf("x%-2u  %016llx%s", i, (unsigned long long)frame->x[i], i % 3 == 2 ? "\n" : "  ");
	kprintf("sp   %016llx\n", (unsigned long long)frame->sp);
}

/* Whether the 16 bytes of a frame record can be read here: the chain may be rubbish by now. */
static bool readable(uint64_t address)
{
	if (address % 16 != 0)
		return false;
	__asm__ volatile("at s1e1r, %0" : : "r"(address));
	cpu_isb();
	return (cpu_read(par_el1) & PAR_FAULT) == 0;
}

static void print_backtrace(const struct exception_frame *frame)
{
	uint64_t record = frame->x[29];

	kprintf("called from");
	for (unsigned int depth = 0; depth < BACKTRACE_DEPTH && record != 0 && readable(record); depth++) {
		const uint64_t *pair = (const uint64_t *)record;

		kprintf(" %llx", (unsigned long long)pair[1]);
		record = pair[0];
	}
	kprintf("\n");
}

void exception_fatal(struct exception_frame *frame, unsigned int vector)
{
	console_take_over();
	kprintf("\npanic: %s from %s at EL%u on CPU mpidr=0x%llx, logical id %d\n", vector_name(vector),
	        vector_origin(vector), cpu_level(), (unsigned long long)cpu_mpidr(), (int)smpboot_this_cpu());
	print_cause(frame, vector);
	print_registers(frame);
	print_backtrace(frame);
	machine_exit(1);
}

void exception_again(void)
{
	static bool tried;

	/* The first time the way out may still work; after that nothing is left to try. */
	if (!tried) {
		tried = true;
		machine_exit(1);
	}
	cpu_stop();
}
