/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What calls return, and what is known of a CPU: status codes, states, stages
 * and reasons, each with a fixed short name. The numbers and the names are
 * stable: a number keeps its meaning once a version with it is out.
 */
#ifndef SMPBOOT_STATUS_H
#define SMPBOOT_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The result of a call: SMPBOOT_OK or a negative code. A call that returns
 * an error has changed nothing, unless its own description says otherwise.
 * The outcome of one CPU is never a status: see enum smpboot_reason.
 */
enum smpboot_status {
	SMPBOOT_OK = 0,

	/* The caller's mistakes. */
	SMPBOOT_ERR_NULL = -1,     /* a pointer that must be given is NULL */
	SMPBOOT_ERR_STORAGE = -2,  /* storage unaligned, not contiguous, or too small for this machine */
	SMPBOOT_ERR_NOT_INIT = -3, /* smpboot_init() has not been called */
	SMPBOOT_ERR_NO_OPS = -4,   /* smpboot_register_ops() has not been called */
	SMPBOOT_ERR_HOOK = -5,     /* a hook that this call needs is missing from the ops */
	SMPBOOT_ERR_BUSY = -6,     /* a bring-up is running, or CPUs have been started already */
	SMPBOOT_ERR_NOT_BOOT_CPU =
		-7,                  /* only the boot CPU, or one that stands in for it, may make this call */
	SMPBOOT_ERR_ID = -8,         /* no CPU has this logical id */
	SMPBOOT_ERR_STATE = -9,      /* the CPU's state does not allow this */
	SMPBOOT_ERR_MPIDR = -10,     /* bits outside the affinity fields are set */
	SMPBOOT_ERR_DUPLICATE = -11, /* this MPIDR, or this method name, is there already */
	SMPBOOT_ERR_FULL = -12,      /* the table has no room left */
	SMPBOOT_ERR_METHOD = -13,    /* a method without a name or a start function, or a name too long */
	SMPBOOT_ERR_OPTION = -14,    /* an option is out of its range */
	SMPBOOT_ERR_CPU_FAILED = -15, /* the CPU did not come up: its info tells why */
	SMPBOOT_ERR_MISSING = -16,    /* fewer CPUs are there than the policy, or a rendezvous, asks for */
	SMPBOOT_ERR_GATE_OPEN = -17,  /* the gate has been opened before */
	SMPBOOT_ERR_TIMEOUT = -18,    /* nothing happened before the deadline */
	SMPBOOT_ERR_STACK = -19,      /* the calling CPU still runs on the stack that it gives back */

	/* The boot CPU's own set-up, as the library found it. */
	SMPBOOT_ERR_TRANSLATION = -20, /* the boot CPU's translation regime cannot be handed on */
	SMPBOOT_ERR_IDMAP = -21,       /* pages for an identity map missing, unaligned or too few */
	SMPBOOT_ERR_LEVEL = -22,       /* the boot CPU's exception level is not EL1 or EL2 */
	SMPBOOT_ERR_COUNTER = -23,     /* CNTFRQ_EL0 is zero: no wait could have a deadline */
	SMPBOOT_ERR_STOPPING = -24,    /* ops.stopping refused */

	/* The firmware. */
	SMPBOOT_ERR_CONDUIT = -30,       /* neither smc nor hvc, or the call would reach this kernel itself */
	SMPBOOT_ERR_PSCI_VERSION = -31,  /* no PSCI answered, or one older than was promised */
	SMPBOOT_ERR_PSCI_FUNCTION = -32, /* a PSCI function id that is needed is missing */
	SMPBOOT_ERR_NOT_SUPPORTED = -33, /* the firmware does not have this function */
	SMPBOOT_ERR_FIRMWARE = -34,      /* the firmware refused for another reason */
	SMPBOOT_ERR_TRUSTED_OS = -35,    /* a trusted OS lives on this CPU, which so cannot go off */

	/* The device tree. smpboot_fdt_scan() names the node and property. */
	SMPBOOT_ERR_FDT_HEADER = -40,    /* not a device tree, or one of a version that cannot be read */
	SMPBOOT_ERR_FDT_STRUCTURE = -41, /* the tree is cut off or its parts do not fit together */
	SMPBOOT_ERR_FDT_NO_CPUS = -42,   /* there is no /cpus node */
	SMPBOOT_ERR_FDT_CELLS = -43,     /* #address-cells of /cpus is not 1 or 2 */
	SMPBOOT_ERR_FDT_PSCI = -44,      /* the PSCI node has no usable method or function id */
	SMPBOOT_ERR_FDT_ROOM = -45,      /* a tree that is to be written has not enough room */

	/* What is known of the CPUs (smpboot/topology.h). */
	SMPBOOT_ERR_UNKNOWN = -50,   /* neither registers nor description tell this */
	SMPBOOT_ERR_DIFFERENT = -51, /* a CPU differs from the boot CPU more than the policy allows */
};

/*
 * Where a CPU is in its life. Arrows and their one writer:
 *
 *   PRESENT, FAILED, OFFLINE, and ABANDONED in the pen -> PRESENT
 *                            calling CPU: a new start
 *   PRESENT   -> FAILED      calling CPU: refused before the start, or not begun in time
 *   PRESENT   -> STARTING    the CPU that starts it, once it has a stack: the calling
 *                            CPU, or with relay and tree one that has come before
 *   STARTING  -> ARRIVED     the CPU itself, with one compare-and-swap (with
 *                            the boot CPU's MMU off: the calling CPU)
 *   STARTING  -> FAILED      who starts it: the method refused
 *   FAILED    -> ABANDONED   the same: and yet it may be on its way
 *   STARTING  -> ABANDONED   calling CPU: the deadline passed
 *   ABANDONED -> FAILED      calling CPU: its method is certain that it is off
 *   ARRIVED   -> ONLINE      the CPU itself, after ops.starting
 *   ARRIVED   -> FAILED      the CPU itself: ops.starting, or the policy on
 *                            differences, refused
 *   ARRIVED   -> ABANDONED   calling CPU: the deadline passed
 *   ONLINE    -> ACTIVE      the CPU itself, before ops.main
 *   ACTIVE    -> STOPPING    the CPU itself: goes off
 *   STOPPING  -> ACTIVE      the CPU itself: that was refused
 *   STOPPING  -> OFFLINE     the CPU that waits for it: known to be off, or in the pen
 *   ACTIVE    -> SUSPENDED -> ACTIVE   the CPU itself
 *   any in the pen -> PARKING -> OFFLINE   the CPU that parks all (DISABLED stays that)
 */
enum smpboot_state {
	SMPBOOT_STATE_PRESENT = 0,    /* known, not started yet */
	SMPBOOT_STATE_STARTING = 1,   /* its start was asked for */
	SMPBOOT_STATE_ARRIVED = 2,    /* runs the library's C code; ops.starting may be running */
	SMPBOOT_STATE_ONLINE = 3,     /* ops.starting is done */
	SMPBOOT_STATE_ACTIVE = 4,     /* in ops.main; the boot CPU from smpboot_init() on */
	SMPBOOT_STATE_FAILED = 5,     /* known not to run kernel code: may be tried again */
	SMPBOOT_STATE_ABANDONED = 6,  /* its deadline passed: its stack stays reserved for it */
	SMPBOOT_STATE_OFFLINE = 7,    /* was taken down, may be started again */
	SMPBOOT_STATE_DISABLED = 8,   /* its description says that it must not be started */
	SMPBOOT_STATE_STOPPING = 9,   /* is going off, and not known to be off yet */
	SMPBOOT_STATE_SUSPENDED = 10, /* sleeps in smpboot_cpu_suspend(), its memory its own */
	SMPBOOT_STATE_PARKING = 11,   /* is off, and on its way to the copy of the pen */
};

/*
 * The last step that a CPU is known to have reached. Up to SMPBOOT_STAGE_START
 * another CPU does the work, from SMPBOOT_STAGE_ENTRY on the CPU itself. What it
 * reaches with its MMU off is known when it was given up; up to SMPBOOT_STAGE_C the
 * info table says START of a CPU that is still awaited.
 */
enum smpboot_stage {
	SMPBOOT_STAGE_NONE = 0,      /* nothing was done yet */
	SMPBOOT_STAGE_PREPARE = 1,   /* ops.prepare was called */
	SMPBOOT_STAGE_START = 2,     /* the method was asked to start it */
	SMPBOOT_STAGE_ENTRY = 3,     /* first instructions: it found its own slot; MMU off */
	SMPBOOT_STAGE_LEVEL = 4,     /* its exception level is set; MMU off */
	SMPBOOT_STAGE_REGIME = 5,    /* translation registers are loaded; the MMU goes on next */
	SMPBOOT_STAGE_C = 6,         /* runs C at its virtual address, on its stack */
	SMPBOOT_STAGE_STARTING = 7,  /* has claimed its slot; ops.starting runs */
	SMPBOOT_STAGE_ONLINE = 8,    /* ops.starting has returned */
	SMPBOOT_STAGE_MAIN = 9,      /* in ops.main */
	SMPBOOT_STAGE_RETURNED = 10, /* ops.main returned, which it must not: the CPU is parked */
	/* Came unasked or too late, was not let in, or went off: waits in the entry code until it is asked for. */
	SMPBOOT_STAGE_PEN = 11,
	SMPBOOT_STAGE_GATE = 12,     /* online, and waits at the gate */
	SMPBOOT_STAGE_STOPPING = 13, /* is going off: ops.stopping runs, or the method was asked */
	SMPBOOT_STAGE_OFF = 14,      /* went off, and nothing of it is left */
	SMPBOOT_STAGE_PARKED =
		15, /* waits in a copy of the pen, for the next kernel: see smpboot_park_all() */
};

/* Why a CPU is not online, as one cause a person can act on. */
enum smpboot_reason {
	SMPBOOT_REASON_NONE = 0,

	/* Before the start. */
	SMPBOOT_REASON_STATUS_FAIL = 1,      /* the device tree says status = "fail" or "reserved" */
	SMPBOOT_REASON_STATUS_DISABLED = 2,  /* status = "disabled", and the kernel asked to skip such CPUs */
	SMPBOOT_REASON_NO_METHOD = 3,        /* no enable method is named for it */
	SMPBOOT_REASON_UNKNOWN_METHOD = 4,   /* no method of that name is registered */
	SMPBOOT_REASON_PREPARE_REFUSED = 5,  /* ops.prepare returned an error: the info's code */
	SMPBOOT_REASON_BAD_STACK = 6,        /* ops.prepare gave no stack, or one not 16-byte aligned */
	SMPBOOT_REASON_NO_RELEASE_ADDR = 7,  /* no release address, or one that is not 8-byte aligned */
	SMPBOOT_REASON_RELEASE_UNMAPPED = 8, /* release address out of reach: ops.map missing or refused */
	SMPBOOT_REASON_RELEASE_OCCUPIED = 9, /* the release word holds another address: the info's code */

	/* The method, or the firmware behind it, refused. The info's code has the raw answer. */
	SMPBOOT_REASON_METHOD_REFUSED = 10,      /* a cause that has no code of its own */
	SMPBOOT_REASON_FW_NOT_SUPPORTED = 11,    /* PSCI NOT_SUPPORTED: no CPU_ON in this firmware */
	SMPBOOT_REASON_FW_INVALID_PARAMS = 12,   /* PSCI INVALID_PARAMETERS: no CPU with this MPIDR */
	SMPBOOT_REASON_FW_DENIED = 13,           /* PSCI DENIED */
	SMPBOOT_REASON_FW_ALREADY_ON = 14,       /* PSCI ALREADY_ON: it runs something that is not ours */
	SMPBOOT_REASON_FW_ON_PENDING = 15,       /* PSCI ON_PENDING: asked for before, and it never came */
	SMPBOOT_REASON_FW_INTERNAL_FAILURE = 16, /* PSCI INTERNAL_FAILURE: it cannot be powered up */
	SMPBOOT_REASON_FW_NOT_PRESENT = 17,      /* PSCI NOT_PRESENT */
	SMPBOOT_REASON_FW_DISABLED = 18,         /* PSCI DISABLED */
	SMPBOOT_REASON_FW_INVALID_ADDRESS = 19,  /* PSCI INVALID_ADDRESS: it will not enter our image there */
	SMPBOOT_REASON_FW_UNKNOWN = 20,          /* an answer that PSCI does not define */

	/* Accepted, and not online when the deadline passed. */
	SMPBOOT_REASON_NEVER_ARRIVED = 30,    /* no sign of it at our entry */
	SMPBOOT_REASON_STUCK = 31,            /* reached our entry and stopped: the stage says where */
	SMPBOOT_REASON_STARTING_TIMEOUT = 32, /* ops.starting had not returned */
	SMPBOOT_REASON_FAULT = 33,            /* an exception before the kernel's own vectors: see the info */
	SMPBOOT_REASON_FW_STILL_PENDING = 34, /* accepted, and still being powered up, says the firmware */
	SMPBOOT_REASON_ON_NO_ENTRY = 35,      /* on, says the firmware, and no sign of it at our entry */
	SMPBOOT_REASON_LEFT_OFF = 36,         /* accepted, and off, says the firmware */
	SMPBOOT_REASON_RELEASE_LOST = 37,     /* its release word no longer holds our entry */
	SMPBOOT_REASON_LATE = 38, /* came after its deadline: waits in the entry code to be let in */

	/* It came, and could not be let in. */
	SMPBOOT_REASON_WRONG_LEVEL = 40,      /* entered below the boot CPU's exception level */
	SMPBOOT_REASON_STARTING_REFUSED = 41, /* ops.starting returned an error: the info's code */
	SMPBOOT_REASON_OTHER_MPIDR = 42,      /* a CPU with another MPIDR came for it: the info's code */
	SMPBOOT_REASON_DIFFERENT = 43,        /* it differs from the boot CPU: see smpboot_cpu_difference() */
};

/*
 * The fixed name of a code: a literal, never NULL; "unknown" (for a status,
 * "unknown status") for a number that has no meaning.
 *
 * smpboot_strerror() gives a short English sentence. The other three give the
 * word that the machine-readable lines use ("active", "main", "none").
 *
 * Context: any CPU, any time.
 */
const char *smpboot_strerror(enum smpboot_status status);
const char *smpboot_state_name(enum smpboot_state state);
const char *smpboot_stage_name(enum smpboot_stage stage);
const char *smpboot_reason_name(enum smpboot_reason reason);

/* One sentence for a person, such as "the firmware knows no CPU with this MPIDR". */
const char *smpboot_reason_text(enum smpboot_reason reason);

#ifdef __cplusplus
}
#endif

#endif
