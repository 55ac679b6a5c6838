/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Enable methods: how a CPU gets from off to its first instruction, and off again.
 * Three are built in, "psci" (smpboot/psci.h), "spin-table" (smpboot/spin_table.h)
 * and "pen" (smpboot/pen.h); a kernel can register its own.
 */
#ifndef SMPBOOT_METHOD_H
#define SMPBOOT_METHOD_H

#include <smpboot/smpboot.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Room for the longest method name, its NUL included. */
#define SMPBOOT_METHOD_NAME_SIZE 32

/* The CPU that a method is to deal with. */
struct smpboot_target {
	unsigned int id;       /* logical id */
	uint64_t mpidr;        /* affinity fields */
	uint64_t release_addr; /* physical, as described; 0: none */
	uint64_t *scratch;     /* a word of the method's own per CPU, 0 before the first start */
};

/* What a start came to. */
struct smpboot_start {
	/*
	 * NONE: the CPU is on its way. FW_ON_PENDING: an earlier request is still
	 * under way, so the CPU is waited for as well. FW_ALREADY_ON and all
	 * others: it will not come, unless it is leaving the pen just now, which
	 * the library knows.
	 */
	enum smpboot_reason reason;

	/* The raw answer, for the info table. */
	int64_t code;
};

/* What a method knows of a CPU's power. */
enum smpboot_power {
	SMPBOOT_POWER_UNKNOWN = 0, /* the method cannot tell */
	SMPBOOT_POWER_ON = 1,
	SMPBOOT_POWER_OFF = 2,
	SMPBOOT_POWER_PENDING = 3, /* asked for, and not on yet */
};

/*
 * An enable method. Const and valid for ever. All functions run on the CPU
 * that calls the bring-up, unless they say otherwise, with the kernel's
 * translation regime and in any IRQ state. With the orders relay and tree start()
 * and power() also run on new CPUs, for different targets at the same time, with
 * interrupts masked, on the stack of ops.prepare, before ops.main.
 */
struct smpboot_method {
	/* The enable-method string that names it, up to 31 characters. */
	const char *name;

	/* Whether `context` of start() reaches x0 of the CPU: then another value there is told as a warning. */
	bool hands_context;

	/*
	 * Mandatory. Starts one CPU: it must begin to execute at the physical
	 * address `entry`, at the boot CPU's exception level or above it, MMU
	 * and data cache off, with `context` in x0 where the method can do
	 * that. Memory that the CPU will read is cleaned to the point of
	 * coherency before the call.
	 */
	struct smpboot_start (*start)(const struct smpboot_target *target, uint64_t entry, uint64_t context);

	/*
	 * Optional. Called again and again while the CPU is awaited, about every
	 * millisecond: for starts that can get lost.
	 */
	void (*nudge)(const struct smpboot_target *target, uint64_t entry);

	/* Optional. Called once in each bring-up call before the first start
	 * through this method; any reason but NONE fails each CPU of the method
	 * with it. */
	enum smpboot_reason (*probe)(void);

	/*
	 * Optional. Whether the CPU has power. One that has is not started a second time.
	 * smpboot_wait_off() asks as well, on any CPU, and several may ask for the same one
	 * at the same time.
	 */
	enum smpboot_power (*power)(const struct smpboot_target *target);

	/*
	 * Optional. What the method knows of a CPU that it has started and that
	 * has left no sign of itself before its deadline: FW_STILL_PENDING,
	 * ON_NO_ENTRY, LEFT_OFF, RELEASE_LOST, or NONE. After LEFT_OFF, which must
	 * be certain, the CPU is FAILED and may be started again.
	 */
	enum smpboot_reason (*diagnose)(const struct smpboot_target *target, uint64_t entry);

	/*
	 * Optional. Whether the CPU, which calls, can be taken down: SMPBOOT_OK, or
	 * why not, such as SMPBOOT_ERR_TRUSTED_OS.
	 */
	enum smpboot_status (*may_stop)(const struct smpboot_target *target);

	/*
	 * Optional. Takes the calling CPU down, with interrupts masked; returns only
	 * when that was refused, with the reason. SMPBOOT_ERR_NOT_SUPPORTED, or no
	 * such function: the CPU waits in the library's entry code instead.
	 */
	enum smpboot_status (*stop_self)(void);
};

/*
 * smpboot_register_method - makes a method known under its name
 * @method: kept by reference for ever
 *
 * May be called before or after the CPUs are added, on the boot CPU. There is
 * room for 8 methods, the library's own included.
 *
 * returns: SMPBOOT_OK; SMPBOOT_ERR_NULL; SMPBOOT_ERR_NOT_INIT;
 *   SMPBOOT_ERR_METHOD: no name, a name longer than 31 characters, or no start
 *     function;
 *   SMPBOOT_ERR_DUPLICATE: the name is taken;
 *   SMPBOOT_ERR_FULL: eight methods are registered;
 *   SMPBOOT_ERR_BUSY: a bring-up is running;
 *   SMPBOOT_ERR_NOT_BOOT_CPU
 */
enum smpboot_status smpboot_register_method(const struct smpboot_method *method);

#ifdef __cplusplus
}
#endif

#endif
