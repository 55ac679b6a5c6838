/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * libsmpboot: brings the secondary CPUs of an AArch64 machine from power-off
 * to the kernel's own C code, and takes them down again.
 *
 * The calls that every kernel makes, in this order, all on the boot CPU:
 *
 *   smpboot_init()            storage for the CPU table; the boot CPU is id 0
 *   smpboot_register_ops()    the kernel's hooks
 *   smpboot_fdt_add_cpus()    the other CPUs, from a device tree (smpboot/fdt.h)
 *     or smpboot_add_cpu()    or one by one
 *   smpboot_bring_up_all()    starts them, waits for them, reports on each
 *
 * And those for what comes after, on the CPUs that each of them names:
 *
 *   smpboot_bring_up(), smpboot_wait()              one CPU more; CPUs started without waiting
 *   smpboot_open_gate(), smpboot_transfer()         CPUs that were held at the gate
 *   smpboot_cpu_off_self(), smpboot_wait_off()      a CPU goes off; smpboot_bring_up() brings it back
 *   smpboot_cpu_suspend()                           a CPU sleeps (smpboot/psci.h)
 *   smpboot_park_all(), smpboot_hand_over()         the next kernel gets the machine
 *   smpboot_rendezvous()                            all CPUs meet
 *   smpboot_release_boot_stack(), smpboot_collect_stacks()   memory comes back
 *
 * What is known of each CPU is in the calls at the end, and in smpboot/topology.h.
 *
 * Words used here, as Arm's documents use them:
 *   MPIDR       a CPU's hardware id, always as its affinity fields alone
 *               (Aff3 in bits 39:32, Aff2, Aff1, Aff0 in bits 23:0; Arm ARM
 *               DDI0487, MPIDR_EL1). The MT, U and RES1 bits are never stored.
 *   logical id  0 for the boot CPU, then 1, 2, ... in the order of adding.
 *   method      how a CPU is started ("psci"): the device tree's enable-method.
 *
 * Unless a call says otherwise it runs on the boot CPU at the exception level
 * that the kernel stays at (EL1 or EL2), in any IRQ state. smpboot_bring_up_all(),
 * smpboot_bring_up() and smpboot_wait() need up to 1.2 KiB of stack, smpboot_init() about
 * 700 bytes, the others at most 512, where they say nothing else; all of them also what the hooks take that they
 * call. The library has no heap and no libc, uses no floating point or vector
 * register and leaves x18 alone. Little-endian only.
 */
#ifndef SMPBOOT_SMPBOOT_H
#define SMPBOOT_SMPBOOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <smpboot/status.h>
#include <smpboot/version.h>

#ifdef __cplusplus
extern "C" {
#endif

/* No CPU has this logical id. */
#define SMPBOOT_NO_CPU (~0u)

/* Of the lines that smpboot_format_cpu() and smpboot_format_report() make. */
#define SMPBOOT_FORMAT_VERSION 1

/*
 * Storage for one CPU, given by the kernel as an array, and the library's
 * alone from smpboot_init() on: its content is not for the kernel (see
 * smpboot_cpu()), its address must never change, and the memory is never
 * given back.
 *
 * The array must be Normal write-back cacheable memory (or have the MMU off),
 * contiguous in physical memory, and reachable by every CPU.
 */
struct smpboot_cpu {
#ifdef __cplusplus
	alignas(256) unsigned char opaque[512];
#else
	_Alignas(256) unsigned char opaque[512];
#endif
};

/* ---- What is known of a CPU ------------------------------------------- */

/*
 * When a CPU reached each step, in ticks of the system counter (see
 * smpboot_now()); 0 where it has not. The first two are taken by the calling
 * CPU, the others by the CPU itself, which may have entered before it was asked
 * for where several CPUs share a release word.
 */
struct smpboot_stamps {
	uint64_t asked;   /* before ops.prepare; with relay and tree, when a CPU set out to start it */
	uint64_t started; /* the method returned: the firmware has accepted or refused */
	uint64_t entered; /* first instructions, MMU off */
	uint64_t mmu_on;  /* first instructions at the virtual address */
	uint64_t in_c;    /* slot claimed, before ops.starting */
	uint64_t online;  /* after ops.starting */
	uint64_t main;    /* before ops.main */
};

/* The exception that stopped a CPU: registers of the level that it was taken to. */
struct smpboot_fault {
	uint64_t esr;
	uint64_t elr;
	uint64_t far;
};

/* One CPU's row of the info table, as it was at the time of the call. */
struct smpboot_cpu_info {
	unsigned int id;    /* logical id */
	uint64_t mpidr;     /* affinity fields */
	const char *method; /* enable method; "none" where none is named */
	enum smpboot_state state;
	enum smpboot_stage stage;   /* the last step it is known to have reached */
	enum smpboot_reason reason; /* SMPBOOT_REASON_NONE unless it failed */
	int64_t code;               /* raw answer of the method or hook that refused, else 0 */
	unsigned int entry_el;      /* exception level at its first instruction; 0: never entered */
	uint64_t context;           /* what the firmware passed in x0 at entry, for diagnosis only */
	struct smpboot_fault fault; /* of SMPBOOT_REASON_FAULT; else zero */
	struct smpboot_stamps stamps;
};

/* How many CPUs there are. */
struct smpboot_counts {
	unsigned int cpus;     /* in the table, the boot CPU included */
	unsigned int online;   /* ONLINE, ACTIVE or SUSPENDED, the boot CPU included */
	unsigned int failed;   /* FAILED or ABANDONED */
	unsigned int disabled; /* DISABLED */
	unsigned int dropped;  /* asked for by smpboot_add_cpu() when the table was full */
};

/* ---- Hooks ------------------------------------------------------------ */

/* What ops.prepare gives a CPU to start with. */
struct smpboot_launch {
	/*
	 * Mandatory: one past the stack's last byte, 16-byte aligned, a virtual
	 * address in the kernel's own map. The library needs at most 512 bytes, or
	 * 1 KiB on a CPU whose ID registers are not the boot CPU's, and on all with the
	 * orders relay and tree; hooks and the kernel's own methods come on top.
	 */
	void *stack_top;

	/* Goes to TPIDR_EL1, or at EL2 to TPIDR_EL2, before ops.starting. */
	uint64_t tpidr;

	/* Bytes of the stack, where the kernel wants it back (see release_stack); 0: not said. */
	size_t stack_size;
};

struct smpboot_event;
struct smpboot_cpu_desc;

/*
 * The kernel's hooks. The struct is not copied: it must stay valid for ever.
 * Each hook gets `context` first.
 */
struct smpboot_ops {
	void *context;

	/*
	 * Mandatory. Gives the CPU its stack and per-CPU pointer.
	 * Runs on the calling CPU, in the context of the bring-up call, once
	 * before each start of the CPU; with the orders relay and tree for all CPUs
	 * before the first start. `launch` is zeroed. Returns 0, or any other value
	 * to refuse: the CPU fails with PREPARE_REFUSED and is not started. After
	 * an outcome FAILED the stack is the kernel's again, unless the reason is
	 * STARTING_REFUSED or DIFFERENT, since the CPU may still be on its way out;
	 * then, and after ABANDONED, it may be given to the same CPU again by a
	 * later call of this hook, and must not be used for anything else.
	 */
	int (*prepare)(void *context, unsigned int id, struct smpboot_launch *launch);

	/*
	 * Optional. The CPU's own set-up: vectors, interrupt interface, timer.
	 * Runs on the new CPU: kernel's translation regime, stack and TPIDR
	 * set, D, A, I and F masked, other CPUs running. Must return within the
	 * bring-up's deadline. Returns 0, or any other value to refuse: the CPU
	 * fails with STARTING_REFUSED, and waits in the entry code, MMU off, until
	 * it is started again.
	 */
	int (*starting)(void *context, unsigned int id);

	/*
	 * Mandatory. The kernel's code for this CPU: enters the scheduler.
	 * Runs on the new CPU, as ops.starting does; by then the CPU counts as
	 * online. Must not return; if it does, the CPU is parked, with stage
	 * RETURNED.
	 */
	void (*main)(void *context, unsigned int id);

	/*
	 * Optional. Is told each outcome and each warning; see
	 * struct smpboot_event. Runs on the calling CPU, inside the call that
	 * found it out: a bring-up, smpboot_wait(), smpboot_wait_off() or the scan
	 * of a device tree. Must not call the library, except for its formatters,
	 * names and info calls.
	 */
	void (*event)(void *context, const struct smpboot_event *event);

	/*
	 * Optional. Makes a physical address usable that the kernel may not have
	 * mapped: the release word of a CPU, or the memory that smpboot_park_all()
	 * copies the pen to. Runs on the CPU that starts another one: with the
	 * orders relay and tree also on new CPUs, several at a time, interrupts
	 * masked, before ops.main. Returns where [pa, pa + size) can be read and
	 * written from now on, on every CPU, or NULL. Not given: the address is used
	 * as it is when it is mapped 1:1.
	 */
	void *(*map)(void *context, uint64_t pa, size_t size);

	/*
	 * Optional. A correction of a CPU's description before it is added, for
	 * device trees whose reg is not the real MPIDR, or that name the wrong
	 * method. Runs on the boot CPU inside smpboot_add_cpu(), and for
	 * smpboot_fdt_describe_pen() on its caller, then with the MPIDR alone.
	 */
	void (*fixup)(void *context, struct smpboot_cpu_desc *desc);

	/*
	 * Optional, for machines without firmware. Runs on the new CPU before all
	 * else, whenever firmware, or the pen outside the library, lets it in: at its
	 * level of entry (EL3, as a rule), MMU off, at its physical
	 * address, with no stack. So it is an assembly routine, position-
	 * independent, that returns to x30 and changes nothing but x0 to x17 and
	 * system registers: for an interrupt controller that can only be given
	 * to the Non-secure side from EL3, for one. Give the address that the
	 * kernel itself would call.
	 */
	void (*early)(void);

	/*
	 * Optional. The last of the kernel's code on a CPU that goes off (see
	 * smpboot_cpu_off_self()): takes it out of interrupts and timers. Runs on
	 * that CPU, in the context of the call. Returns 0, or any other value to
	 * refuse: the CPU stays.
	 */
	int (*stopping)(void *context, unsigned int id);

	/*
	 * Optional; needed by smpboot_park_all() where other CPUs run. Makes another
	 * CPU call smpboot_park_self() soon, by an interrupt as a rule, after its
	 * threads have moved away or the kernel has no more use for them. Runs on the
	 * calling CPU.
	 */
	void (*call_off)(void *context, unsigned int id);

	/*
	 * Optional. Takes back the boot stack of a CPU that has called
	 * smpboot_release_boot_stack(): nothing runs on it any more, and nobody
	 * will look at it. stack_top is what ops.prepare gave; NULL for the boot
	 * CPU, which came with a stack of its own. Runs on another CPU, inside
	 * smpboot_collect_stacks(), or inside the call that starts the CPU
	 * again. Once for each stack. Must not call the library.
	 */
	void (*release_stack)(void *context, unsigned int id, void *stack_top);

	/*
	 * Pages for an identity map, or NULL. Needed by a kernel whose code is
	 * mapped at another address than its physical one (see docs/porting.md):
	 * SMPBOOT_IDMAP_PAGES pages of the kernel's translation granule (4, 16
	 * or 64 KiB), aligned to it, contiguous in physical memory. The library
	 * writes them in the bring-up call and keeps them.
	 */
	void *idmap;
	size_t idmap_size;
};

/* How many pages of the kernel's granule ops.idmap must have at the most. */
#define SMPBOOT_IDMAP_PAGES 4

/* ---- Set-up ------------------------------------------------------------ */

/*
 * smpboot_init - gives the library storage for its CPU table
 * @cpus: array of `count` elements (see struct smpboot_cpu)
 * @count: how many CPUs the table can hold, the boot CPU included; from 1 up,
 *         with no upper limit of the library's own
 *
 * The calling CPU becomes the boot CPU, logical id 0, state ACTIVE. May be
 * called again, to start afresh, as long as no CPU has been started.
 *
 * returns:
 *   SMPBOOT_OK
 *   SMPBOOT_ERR_NULL         cpus is NULL
 *   SMPBOOT_ERR_STORAGE      count is 0; cpus is not 256-byte aligned; its
 *                            pages are not contiguous in physical memory; or
 *                            the cache writeback granule (CTR_EL0.CWG) is so
 *                            large that `count` elements cannot keep the
 *                            cached and the uncached part apart (any count
 *                            works up to 256-byte granules, 65 and more
 *                            work up to 2048, the architecture's limit)
 *   SMPBOOT_ERR_BUSY         CPUs have been started already
 *   SMPBOOT_ERR_LEVEL        the calling CPU runs neither at EL1 nor at EL2
 *   SMPBOOT_ERR_COUNTER      CNTFRQ_EL0 is 0
 */
enum smpboot_status smpboot_init(struct smpboot_cpu *cpus, size_t count);

/*
 * smpboot_register_ops - registers the kernel's hooks
 * @ops: kept by reference for ever
 *
 * A second call replaces the ops as long as no CPU has been started.
 *
 * returns: SMPBOOT_OK; SMPBOOT_ERR_NULL; SMPBOOT_ERR_NOT_INIT;
 *   SMPBOOT_ERR_HOOK: prepare or main is missing;
 *   SMPBOOT_ERR_BUSY: CPUs have been started already
 */
enum smpboot_status smpboot_register_ops(const struct smpboot_ops *ops);

/* A CPU as the kernel, or a device tree, describes it. Zero what is not used. */
struct smpboot_cpu_desc {
	uint64_t mpidr;             /* affinity fields alone: other bits must be 0 */
	const char *method;         /* name of its enable method; NULL: none. Copied, 31 characters at most */
	enum smpboot_reason reason; /* NONE; or STATUS_FAIL, STATUS_DISABLED: DISABLED and never started */
	uint64_t release_addr;      /* physical address of its release word; 0: none */
};

/*
 * smpboot_add_cpu - adds one CPU to the table
 * @desc: read during the call only
 * @id: where not NULL, gets the CPU's logical id
 *
 * The boot CPU is in the table from the start; describing it once only gives
 * it its method's name, with id 0. All CPUs must be added before the first
 * bring-up.
 *
 * returns: SMPBOOT_OK; SMPBOOT_ERR_NULL; SMPBOOT_ERR_NOT_INIT;
 *   SMPBOOT_ERR_MPIDR: bits outside the affinity fields are set;
 *   SMPBOOT_ERR_DUPLICATE: a CPU with this MPIDR was added before;
 *   SMPBOOT_ERR_METHOD: the method's name is longer than 31 characters;
 *   SMPBOOT_ERR_OPTION: the reason is none of the three;
 *   SMPBOOT_ERR_FULL: the table is full; the CPU is counted as dropped;
 *   SMPBOOT_ERR_BUSY: a bring-up has been called already;
 *   SMPBOOT_ERR_NOT_BOOT_CPU
 */
enum smpboot_status smpboot_add_cpu(const struct smpboot_cpu_desc *desc, unsigned int *id);

/* ---- Bring-up ----------------------------------------------------------- */

/* When smpboot_bring_up_all() says SMPBOOT_ERR_MISSING. */
enum smpboot_policy {
	SMPBOOT_POLICY_GO_ON = 0,   /* never: the report tells */
	SMPBOOT_POLICY_ALL = 1,     /* when a CPU that was asked for is not online */
	SMPBOOT_POLICY_MINIMUM = 2, /* when fewer than min_online CPUs are online, the boot CPU included */
};

/*
 * Who starts CPUs, and when. A CPU that does not come never holds up the others
 * for longer than its own timeout. A kernel that names neither relay nor tree links
 * nothing of how CPUs share the work.
 */
extern const struct smpboot_order
	smpboot_order_parallel, /* the calling CPU starts one after another, and does not wait in between */
	smpboot_order_serial,   /* the calling CPU starts one, and waits for it before the next */
	smpboot_order_relay,    /* each CPU that comes online starts the next one */
	smpboot_order_tree;     /* CPUs that are online help to start the rest: in about log2(n) rounds */

/*
 * Options of smpboot_bring_up_all(). Begin with SMPBOOT_OPTIONS_DEFAULT. With
 * timeout_us 0, which does not wait, the order is parallel, the window 0 and the
 * policy GO_ON; else SMPBOOT_ERR_OPTION. A kernel without caches (MMU off) has
 * relay and tree carried out as parallel.
 */
struct smpboot_options {
	uint32_t timeout_us; /* microseconds from a CPU's stamp `asked` to its ONLINE; 0: start, do not wait */
	unsigned int max_cpus;     /* start no more CPUs than make this many, the boot CPU included; 0: all */
	uint32_t total_timeout_us; /* microseconds for all of them together; 0: no such bound */
	unsigned int retries;      /* how many times more a CPU is tried that is off, or waits in the pen */
	enum smpboot_policy policy;
	unsigned int min_online;           /* of SMPBOOT_POLICY_MINIMUM */
	const struct smpboot_order *order; /* one of the above; NULL: parallel */
	unsigned int window;               /* CPUs that may be in flight at a time; 0: any number */
	bool gate; /* CPUs that are online wait for smpboot_open_gate(), smpboot_transfer() or smpboot_park_all() */
};

/* One second is what existing kernels give a CPU on real boards. */
#define SMPBOOT_DEFAULT_TIMEOUT_US 1000000u
/* clang-format off */
#define SMPBOOT_OPTIONS_DEFAULT \
	{ SMPBOOT_DEFAULT_TIMEOUT_US, 0, 0, 0, SMPBOOT_POLICY_GO_ON, 0, &smpboot_order_parallel, 0, false }
/* clang-format on */

/* What a bring-up came to. */
struct smpboot_report {
	struct smpboot_counts counts; /* of the whole table, when the call ended */
	unsigned int started; /* CPUs that this call tried to start, or waited for from an earlier one */
	unsigned int came;    /* of those: how many are online */
	uint64_t elapsed_us;  /* the whole call */
};

/*
 * smpboot_bring_up_all - starts every CPU that can be started, waits for each
 * @options: NULL for the defaults
 * @report: where not NULL, gets the sum
 *
 * Starts all CPUs that are PRESENT, FAILED or OFFLINE, and those ABANDONED ones
 * that have come since and wait in the pen, in the order that the options ask for
 * (struct smpboot_order), and waits until each is ONLINE or its deadline has passed.
 * Parallel without a window starts one after another and waits for none in between:
 * all deadlines run side by side, so the call takes at most the time of the start
 * calls, plus one timeout, plus the hooks; with retries, that many times more. With
 * a window, serial and relay a CPU that does not come can cost the others its
 * timeout; total_timeout_us bounds the whole. One CPU's failure never stops the
 * others. The kernel may be preempted or interrupted in the call, but the thread
 * that calls must stay on its CPU.
 *
 * Any CPU that is ACTIVE may call while the boot CPU is away (see
 * smpboot_cpu_off_self()); the same goes for smpboot_wait(), smpboot_bring_up(),
 * smpboot_park_all() and smpboot_hand_over().
 *
 * With timeout_us 0 the call returns when all have been asked; smpboot_wait()
 * collects them. With total_timeout_us no CPU is started once that time is over,
 * and none is waited for any longer: those not asked for yet stay as they are.
 *
 * A CPU is tried again only when that cannot bring it twice. By a later call: it
 * waits in the pen, or it is FAILED and its method does not say that it is on or
 * on its way. Within a call (retries): it waits in the pen, or its method says
 * that it is off.
 *
 * Before the first start, all that must be right for any CPU is checked: an error
 * status other than SMPBOOT_ERR_MISSING and SMPBOOT_ERR_DIFFERENT means that no CPU
 * was touched.
 *
 * returns: SMPBOOT_OK: carried out; the report and the info table have the
 *     outcomes, of which any number may be failures;
 *   SMPBOOT_ERR_MISSING: carried out, and the policy is not met;
 *   SMPBOOT_ERR_DIFFERENT: carried out, and a CPU differs from the boot CPU in a way
 *     for which smpboot_set_difference_policy() says FAIL;
 *   SMPBOOT_ERR_NOT_INIT, SMPBOOT_ERR_NO_OPS, SMPBOOT_ERR_NOT_BOOT_CPU;
 *   SMPBOOT_ERR_BUSY: another bring-up is running;
 *   SMPBOOT_ERR_OPTION: an unknown policy; with timeout_us 0 a policy to meet, another
 *     order than parallel, or a window; or a gate in a kernel that has none of the calls
 *     that let CPUs on from there;
 *   SMPBOOT_ERR_TRANSLATION, SMPBOOT_ERR_IDMAP: the boot CPU's regime cannot
 *     be handed on as it is now
 */
enum smpboot_status smpboot_bring_up_all(const struct smpboot_options *options,
                                         struct smpboot_report *report);

/*
 * smpboot_wait - waits for CPUs that were started without waiting
 * @timeout_us: microseconds from now on; 0: only takes note of those that are
 *              there, and leaves the others on their way
 * @report: where not NULL, gets the sum; `started` counts the CPUs waited for
 *
 * Context: as smpboot_bring_up_all().
 *
 * returns: SMPBOOT_OK, also when there was nothing to wait for; and
 *   SMPBOOT_ERR_NOT_INIT, SMPBOOT_ERR_NO_OPS, SMPBOOT_ERR_NOT_BOOT_CPU,
 *   SMPBOOT_ERR_BUSY
 */
enum smpboot_status smpboot_wait(uint32_t timeout_us, struct smpboot_report *report);

/*
 * smpboot_bring_up - starts one CPU and waits for it, with the default timeout
 * @id: its logical id
 *
 * Where the last smpboot_bring_up_all() used the gate, this CPU stops there as well.
 * Context: as smpboot_bring_up_all().
 *
 * returns: SMPBOOT_OK: it is online; SMPBOOT_ERR_CPU_FAILED: it is not, and its
 *   info tells why; SMPBOOT_ERR_ID; SMPBOOT_ERR_STATE: it is
 *   on its way or online already, DISABLED, or ABANDONED and not in the pen; or a
 *   CPU that helped (relay, tree) has stopped while it was starting this one, and may be
 *   anywhere in that; and all of smpboot_bring_up_all() but SMPBOOT_ERR_MISSING
 */
enum smpboot_status smpboot_bring_up(unsigned int id);

/* ---- The gate ------------------------------------------------------------ */

/* Where a CPU goes on: runs on that CPU as ops.main does, and must not return. */
typedef void (*smpboot_entry)(void *arg, unsigned int id);

/*
 * smpboot_open_gate - lets all CPUs on that wait at the gate
 * @entry: where they go on instead of in ops.main; NULL: in ops.main
 * @arg: for it
 *
 * CPUs that were started with the option `gate` wait when they are online, each on
 * a cache line of its own, as long as the gate is shut. All leave together. It
 * stays open for good: CPUs that are started with the option later go straight
 * through, to the same entry. Those that are started without it know no gate, and go
 * to ops.main.
 *
 * Context: any CPU that runs kernel code, any time after smpboot_init(); with the
 * MMU off the boot CPU.
 * returns: SMPBOOT_OK; SMPBOOT_ERR_GATE_OPEN: it was opened before, and that way
 *   holds; SMPBOOT_ERR_NOT_INIT; SMPBOOT_ERR_NOT_BOOT_CPU: the MMU is off
 */
enum smpboot_status smpboot_open_gate(smpboot_entry entry, void *arg);

/*
 * smpboot_transfer - lets one CPU on that waits at the gate
 * @entry: where it goes on
 * @arg: for it
 * @timeout_us: how long each CPU that waits has to go
 * @id: where not NULL, gets the logical id of the CPU that went
 *
 * The CPU takes the entry with a compare-and-swap: exactly one takes it, however
 * many CPUs call this at a time. One that does not move loses it to the next.
 *
 * Context: any CPU that runs kernel code, with its MMU and caches on.
 * returns: SMPBOOT_OK; SMPBOOT_ERR_NULL: no entry; SMPBOOT_ERR_NOT_INIT;
 *   SMPBOOT_ERR_STATE: no CPU waits at the gate, or the kernel runs without caches;
 *   SMPBOOT_ERR_TIMEOUT: none of those that wait has gone
 */
enum smpboot_status smpboot_transfer(smpboot_entry entry, void *arg, uint32_t timeout_us, unsigned int *id);

/* ---- CPUs that go off ----------------------------------------------------- */

/*
 * smpboot_cpu_off_self - takes the calling CPU down
 *
 * The kernel has moved its threads, timers and interrupts away; ops.stopping is
 * called, then the CPU goes: with PSCI by CPU_OFF, without firmware that can do
 * that into the library's entry code, MMU off. Its own memory may be used again
 * once smpboot_wait_off() has said on another CPU that it is off. Start it again
 * with smpboot_bring_up() or smpboot_bring_up_all(); as often as wanted.
 *
 * The boot CPU may go as well, after the first bring-up. While it is away, other
 * CPUs may bring CPUs up (see smpboot_bring_up_all()); starting it calls
 * ops.prepare for id 0.
 *
 * Context: the CPU itself, state ACTIVE, interrupts masked, in no hook.
 * returns: only when it stays:
 *   SMPBOOT_ERR_NOT_INIT; SMPBOOT_ERR_ID: it is not in the table;
 *   SMPBOOT_ERR_STATE: it is not ACTIVE, no other CPU is (one at the gate does not
 *     count), or no bring-up has been called yet;
 *   SMPBOOT_ERR_METHOD: no enable method is known for it (the boot CPU, where its
 *     description named none);
 *   SMPBOOT_ERR_TRUSTED_OS: PSCI's MIGRATE_INFO says that a trusted OS lives there;
 *   SMPBOOT_ERR_STOPPING: ops.stopping refused;
 *   SMPBOOT_ERR_FIRMWARE: CPU_OFF was refused. ops.stopping has been called then
 */
enum smpboot_status smpboot_cpu_off_self(void);

/*
 * smpboot_wait_off - waits until a CPU that goes off is known to be off
 * @id: its logical id; it need not have called smpboot_cpu_off_self() yet
 * @timeout_us: microseconds
 *
 * Known is it when PSCI's AFFINITY_INFO says so, or when the CPU has left its mark
 * in the entry code. Its state is OFFLINE then, and the event OFFLINE was told, on
 * the first CPU that waits.
 *
 * Context: any other CPU that runs kernel code.
 * returns: SMPBOOT_OK, also when it was off before; SMPBOOT_ERR_NOT_INIT;
 *   SMPBOOT_ERR_ID; SMPBOOT_ERR_STATE: it is the calling CPU, or its state is
 *     none of ONLINE, ACTIVE, SUSPENDED, STOPPING and OFFLINE;
 *   SMPBOOT_ERR_TIMEOUT: not known to be off yet (PSCI 0.1 can never tell)
 */
enum smpboot_status smpboot_wait_off(unsigned int id, uint32_t timeout_us);

/* ---- Hand-over to the next kernel ----------------------------------------- */

/*
 * smpboot_park_self - as smpboot_cpu_off_self(), into the entry code in any case
 *
 * For CPUs that ops.call_off reaches. Context, errors: as there, less those of the
 * method.
 */
enum smpboot_status smpboot_park_self(void);

/*
 * smpboot_park_all - takes all other CPUs out of this kernel, for the next one
 * @pen: physical address, 8-byte aligned, of SMPBOOT_PEN_SIZE bytes that stay as they
 *       are whatever comes (smpboot/pen.h); reached through ops.map, or mapped 1:1
 * @timeout_us: microseconds for each step: CPUs at the gate, the others, the move
 *
 * Copies the pen there. Each CPU that runs is called off (ops.call_off), and when all
 * are out of the kernel, they and those that waited in the entry code before move into
 * the copy: MMU off, caches clean, at the level that they were entered at (EL2 where
 * that was EL3; EL1 where their EL2 belongs to somebody else by now). There they wait for an
 * address in the release word at SMPBOOT_PEN_RELEASE_WORD, as CPUs of a spin-table do:
 * smpboot_fdt_describe_pen() tells the next kernel. Their state is OFFLINE, their stage
 * PARKED. CPUs that PSCI has switched off stay so.
 *
 * Context: as smpboot_bring_up(); interrupts on, if ops.call_off needs that.
 * returns: SMPBOOT_OK; SMPBOOT_ERR_NOT_INIT, SMPBOOT_ERR_NO_OPS,
 *   SMPBOOT_ERR_NOT_BOOT_CPU, SMPBOOT_ERR_BUSY;
 *   SMPBOOT_ERR_HOOK: CPUs run, and there is no ops.call_off;
 *   SMPBOOT_ERR_STORAGE: pen is 0, unaligned, or cannot be reached;
 *   SMPBOOT_ERR_STATE: no bring-up has been called, or of a CPU nobody knows where it is
 *     (ABANDONED, STARTING): it could come into the next kernel's memory;
 *   SMPBOOT_ERR_TIMEOUT: a CPU did not leave: those that did are OFFLINE, and nobody has
 *     moved; or one did not move: its state is PARKING
 */
enum smpboot_status smpboot_park_all(uint64_t pen, uint32_t timeout_us);

/*
 * smpboot_hand_over - the calling CPU, the last one, leaves for the next kernel
 * @entry: physical address of its first instruction. What was written there and to its
 *         data must have been cleaned to the point of coherency
 * @argument: in x0 there; x1 to x3 are 0, as the arm64 Linux boot protocol has it
 * @level: at which exception level: what smpboot_el_setup() returned on this CPU, or the
 *         present one
 *
 * MMU off, the CPU's own caches clean, D, A, I and F masked. From EL1 back to EL2 it
 * goes by an HVC that the library serves there; a kernel that came down to EL1 without
 * smpboot_el_setup(), or has changed VBAR_EL2 since, can only stay at EL1. Nor is there a
 * way back to EL3: then it is EL2.
 *
 * Context: as smpboot_bring_up(), interrupts masked.
 * returns: only when it stays: SMPBOOT_ERR_NOT_INIT, SMPBOOT_ERR_NOT_BOOT_CPU;
 *   SMPBOOT_ERR_LEVEL: level is below the present one, or above 3;
 *   SMPBOOT_ERR_STATE: a CPU still runs here, waits in the entry code, or is lost; or no
 *     bring-up has been called
 */
enum smpboot_status smpboot_hand_over(uint64_t entry, uint64_t argument, unsigned int level);

/* ---- Rendezvous ----------------------------------------------------------- */

/*
 * smpboot_rendezvous - waits until all CPUs have come to this call
 * @timeout_us: microseconds for which the caller waits; 0: only those count that
 *              are there already
 * @missing: gets who did not come, by logical id: bit id % 64 of word id / 64.
 *           May be NULL where words is 0
 * @words: of `missing`; what does not fit is left out, what is too much is 0
 *
 * All CPUs are those that are ACTIVE (see enum smpboot_state), the boot CPU among
 * them, when the last one comes; in a round that ends since time is over, when each
 * is looked at for the last time. One that waits at the gate, sleeps, goes off or is
 * off is not waited for, so CPUs may come and go at any time, and the call may be
 * made any number of times. What each CPU did before the call is visible to the others
 * after it.
 *
 * The round ends for everybody when all have come, or the first of those that wait
 * has waited for its time. All that were there return the same, with the same list.
 * A CPU that comes later begins the next round, and waits for its own time there.
 * In one case a CPU's own bit is set: it was in no round for all of its time, each
 * was closed before it; or it was held up, after its own, for so long that 15
 * others have been closed meanwhile. Then the list is that of the last
 * round that it missed.
 *
 * Context: any CPU in ops.main, in a thread that stays on it and an interrupt
 * handler alike, one call per CPU at a time; MMU and caches on; needs about 320
 * bytes of stack.
 * returns: SMPBOOT_OK; SMPBOOT_ERR_MISSING: not all have come; and, with nothing
 *   written, SMPBOOT_ERR_NULL; SMPBOOT_ERR_NOT_INIT; SMPBOOT_ERR_STATE: the calling
 *   CPU is not ACTIVE, or the kernel runs without caches; SMPBOOT_ERR_BUSY: this
 *   CPU waits in the call already
 */
enum smpboot_status smpboot_rendezvous(uint32_t timeout_us, uint64_t *missing, size_t words);

/* ---- Boot stacks ------------------------------------------------------------ */

/*
 * smpboot_release_boot_stack - says that the calling CPU has left its boot stack
 *
 * For a CPU whose scheduler runs threads on stacks of their own: the stack that
 * ops.prepare gave it, with all that is on it, is not needed any more. It is not
 * given back here, but by smpboot_collect_stacks() on another CPU. The kernel must
 * not switch back to it: not in an interrupt, and not to go off either.
 *
 * Refused while the stack pointer (SP_ELx) is inside the stack, by
 * launch.stack_size; where that is 0, within the 512 bytes below stack_top. Of the
 * boot CPU's stack the library knows nothing, and takes the kernel's word.
 *
 * Context: any CPU in ops.main; once for each start of it.
 * returns: SMPBOOT_OK; SMPBOOT_ERR_STACK: it still runs on it;
 *   SMPBOOT_ERR_STATE: the CPU is not ACTIVE, or has said so before;
 *   SMPBOOT_ERR_NOT_INIT
 */
enum smpboot_status smpboot_release_boot_stack(void);

/*
 * smpboot_collect_stacks - gives the boot stacks back that other CPUs have left
 *
 * Calls ops.release_stack for each, never for the calling CPU's own, and once for
 * each however many CPUs call this at a time. What its CPU stored there before is
 * visible. To be called whenever it suits the kernel.
 *
 * Context: any CPU that runs kernel code; with the MMU off the boot CPU.
 * returns: how many; 0 where there is no such hook
 */
unsigned int smpboot_collect_stacks(void);

/* ---- Information -------------------------------------------------------- */

/*
 * smpboot_cpu - the info table's row of one CPU
 * @id: logical id
 * @info: filled with a snapshot
 *
 * Context: any CPU that runs kernel code, any time after smpboot_init().
 * returns: SMPBOOT_OK; SMPBOOT_ERR_NULL; SMPBOOT_ERR_NOT_INIT; SMPBOOT_ERR_ID
 */
enum smpboot_status smpboot_cpu(unsigned int id, struct smpboot_cpu_info *info);

/*
 * smpboot_cpu_by_mpidr - logical id of a hardware id
 * @mpidr: as read from MPIDR_EL1 or as affinity fields: other bits are ignored
 *
 * From the first bring-up on in O(1) for the layouts that machines have: where the
 * bits in which the MPIDRs differ number at most 2n combinations for a table of n
 * CPUs. Before, and for other layouts, in O(log n).
 *
 * Context: any CPU that runs kernel code, any time.
 * returns: the logical id, or SMPBOOT_NO_CPU
 */
unsigned int smpboot_cpu_by_mpidr(uint64_t mpidr);

/*
 * smpboot_hardware_ids - the other way round: the MPIDR of each logical id
 *
 * Context: as above. The kernel may keep the pointer; it must not write there.
 * returns: an array of smpboot_counts().cpus affinity fields, for interrupt
 *   controllers for one; NULL before smpboot_init()
 */
const uint64_t *smpboot_hardware_ids(void);

/* Logical id of the calling CPU, or SMPBOOT_NO_CPU. Context: as above. */
unsigned int smpboot_this_cpu(void);

/* Counts the table's CPUs by state; all zero before smpboot_init(). Context: as above. */
struct smpboot_counts smpboot_counts(void);

/*
 * The clock of all stamps and deadlines, and what a number of its ticks is in
 * microseconds: the system counter as the kernel's level sees it (CNTVCT_EL0 at
 * EL1, CNTPCT_EL0 at EL2). 0 microseconds where CNTFRQ_EL0 is 0. Context: any CPU, any time.
 */
uint64_t smpboot_now(void);
uint64_t smpboot_ticks_to_us(uint64_t ticks);

/* ---- Events ------------------------------------------------------------- */

enum smpboot_event_kind {
	SMPBOOT_EVENT_ONLINE = 0,           /* a CPU is online */
	SMPBOOT_EVENT_FAILED = 1,           /* a CPU is not, and why */
	SMPBOOT_EVENT_DROPPED = 2,          /* warning: the table is full, a CPU was left out */
	SMPBOOT_EVENT_DUPLICATE = 3,        /* warning: a CPU is described twice, the second was ignored */
	SMPBOOT_EVENT_BAD_CPU = 4,          /* warning: a CPU's description cannot be used; left out */
	SMPBOOT_EVENT_BOOT_CPU_MISSING = 5, /* warning: the device tree does not list the boot CPU */
	SMPBOOT_EVENT_CONTEXT = 6,          /* warning: the firmware passed another x0 than it was given */
	SMPBOOT_EVENT_STRAY = 7,            /* warning: a CPU came that is not in the table; it is parked */
	SMPBOOT_EVENT_OUTSIDE = 8,          /* warning: its release address lies outside memory */
	SMPBOOT_EVENT_UNRESERVED = 9,       /* warning: the tree does not reserve its release address */
	SMPBOOT_EVENT_FREQUENCY = 10,       /* warning: its CNTFRQ_EL0 is not the boot CPU's */
	SMPBOOT_EVENT_LATE = 11,            /* a CPU that was given up has come, and waits to be let in */
	SMPBOOT_EVENT_OFFLINE = 12,         /* a CPU that went off is known to be off */
	SMPBOOT_EVENT_DIFFERENT =
		13, /* warning: its features differ, see smpboot_cpu_difference(); before ONLINE */
};

/* Something the kernel may want to log. Valid during the hook only. */
struct smpboot_event {
	enum smpboot_event_kind kind;
	struct smpboot_cpu_info cpu; /* the CPU; of warnings only mpidr, and id where it has one */
	const char *node;            /* device tree node's name, or NULL */
	const char *property;        /* device tree property's name, or NULL */
};

/*
 * smpboot_format_event - one line of text for a person, without a newline
 * smpboot_format_cpu   - one line for a program, without a newline:
 *   cpu: id=1 mpidr=0x1 method=psci state=active stage=main reason=none
 *   entry_el=1 code=0 asked_us=A started_us=B entered_us=C mmu_on_us=D
 *   in_c_us=E online_us=F main_us=G
 *   (in one line; fields and order are fixed, new ones only come at the end;
 *   times are microseconds with three decimals since the boot CPU's
 *   smpboot_init(), "-" where the CPU has not been)
 * smpboot_format_report - one line for a program, without a newline:
 *   report: version=1 cpus=C online=O failed=F disabled=D dropped=R started=S
 *   came=N elapsed_us=T
 *   (in one line; version counts incompatible changes of this and the cpu: line)
 * @buffer, @size: get the text, cut to size - 1 characters and always ended
 *   with a NUL; size 0 writes nothing
 *
 * Context: any CPU, any time.
 * returns: the length of the whole text, as snprintf does
 */
size_t smpboot_format_event(const struct smpboot_event *event, char *buffer, size_t size);
size_t smpboot_format_cpu(const struct smpboot_cpu_info *info, char *buffer, size_t size);
size_t smpboot_format_report(const struct smpboot_report *report, char *buffer, size_t size);

#ifdef __cplusplus
}
#endif

#endif
