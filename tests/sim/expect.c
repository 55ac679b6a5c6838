/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What must come of each fault: the table that every outcome is held against.
 */
#include "kernel.h"
#include "machine.h"

/* Reasons of a CPU that was on its way when its deadline passed. */
#define ON_ITS_WAY \
	(1ull << SMPBOOT_REASON_NEVER_ARRIVED | 1ull << SMPBOOT_REASON_STUCK | \
	 1ull << SMPBOOT_REASON_STARTING_TIMEOUT | 1ull << SMPBOOT_REASON_FW_STILL_PENDING | \
	 1ull << SMPBOOT_REASON_FW_ON_PENDING | 1ull << SMPBOOT_REASON_ON_NO_ENTRY)

struct expected {
	bool online;              /* it may come online */
	uint64_t abandoned;       /* reasons, a bit for each, with which it may be given up */
	uint64_t failed;          /* and with which it may fail */
	enum smpboot_stage stage; /* of those two; NONE: any */
	bool has_code;
	int64_t code;
};

static uint64_t bit(enum smpboot_reason reason)
{
	return 1ull << reason;
}

static uint64_t reason_of_code(int64_t code)
{
	static const enum smpboot_reason reasons[] = {
		SMPBOOT_REASON_FW_NOT_SUPPORTED,   SMPBOOT_REASON_FW_INVALID_PARAMS,
		SMPBOOT_REASON_FW_DENIED,          SMPBOOT_REASON_FW_ALREADY_ON,
		SMPBOOT_REASON_FW_ON_PENDING,      SMPBOOT_REASON_FW_INTERNAL_FAILURE,
		SMPBOOT_REASON_FW_NOT_PRESENT,     SMPBOOT_REASON_FW_DISABLED,
		SMPBOOT_REASON_FW_INVALID_ADDRESS,
	};

	return bit(code < 0 && code >= -9 ? reasons[-code - 1] : SMPBOOT_REASON_FW_UNKNOWN);
}

/* Given up without a sign of it: what AFFINITY_INFO says at that time, where it can be asked. */
static uint64_t without_sign(const struct sim_cpu *cpu, enum sim_power power)
{
	if (cpu->method != SIM_PSCI || sim.psci_0_1)
		return bit(SMPBOOT_REASON_NEVER_ARRIVED);
	return bit(power == SIM_POWER_PENDING ? SMPBOOT_REASON_FW_STILL_PENDING : SMPBOOT_REASON_ON_NO_ENTRY);
}

/* A CPU that comes, and is ready, this long after it was asked for. */
static struct expected in_time_or_not(const struct sim_cpu *cpu, uint64_t ns, uint64_t late)
{
	bool shared = cpu->method == SIM_PEN || (cpu->method == SIM_SPIN_TABLE && sim.shared_word);

	/* It may have come with others, before it was asked for; or its deadline was set by a later call. */
	if ((shared && ns == cpu->delay) || sim_record[cpu->id].unwaited)
		return (struct expected){ .online = true, .abandoned = ON_ITS_WAY };
	if (ns < sim.timeout / 2)
		return (struct expected){ .online = true };
	if (ns > sim.timeout + sim.timeout / 4)
		return (struct expected){ .abandoned = late };
	return (struct expected){ .online = true, .abandoned = ON_ITS_WAY };
}

static struct expected in_early_stage(const struct sim_cpu *cpu, enum smpboot_reason reason)
{
	if (cpu->stage == SMPBOOT_STAGE_STARTING && reason == SMPBOOT_REASON_STUCK)
		reason = SMPBOOT_REASON_STARTING_TIMEOUT;
	return (struct expected){ .abandoned = bit(reason), .stage = (enum smpboot_stage)cpu->stage };
}

static struct expected never_off(const struct sim_cpu *cpu)
{
	if (sim.psci_0_1)
		return (struct expected){ .abandoned = without_sign(cpu, SIM_POWER_OFF) };
	return (struct expected){ .failed = bit(SMPBOOT_REASON_LEFT_OFF), .stage = SMPBOOT_STAGE_START };
}

static struct expected as_another(const struct sim_cpu *cpu)
{
	if (cpu->method != SIM_PSCI)
		return (struct expected){ .abandoned = bit(SMPBOOT_REASON_NEVER_ARRIVED) };
	return (struct expected){ .abandoned = bit(SMPBOOT_REASON_OTHER_MPIDR),
		                  .has_code = true,
		                  .code = (int64_t)cpu->mpidr };
}

static struct expected refused(enum smpboot_reason reason, enum smpboot_stage stage)
{
	return (struct expected){ .failed = bit(reason), .stage = stage };
}

static struct expected refused_with(uint64_t reasons, enum smpboot_stage stage, int64_t code)
{
	return (struct expected){ .failed = reasons, .stage = stage, .has_code = true, .code = code };
}

static struct expected expect_fault(const struct sim_cpu *cpu, enum sim_fault fault)
{
	switch (fault) {
	case SIM_REFUSED:
		return refused_with(reason_of_code(cpu->code), SMPBOOT_STAGE_START, cpu->code);
	case SIM_REFUSED_COMES:
		return (struct expected){ .online = true,
			                  .abandoned = ON_ITS_WAY | reason_of_code(cpu->code),
			                  .failed = reason_of_code(cpu->code) };
	case SIM_PENDING_NEVER:
		return (struct expected){ .abandoned = bit(sim.psci_0_1 ? SMPBOOT_REASON_FW_ON_PENDING :
			                                                  SMPBOOT_REASON_FW_STILL_PENDING) };
	case SIM_NEVER_PENDING:
		return (struct expected){ .abandoned = without_sign(cpu, SIM_POWER_PENDING) };
	case SIM_NEVER_ON:
		return (struct expected){ .abandoned = without_sign(cpu, SIM_POWER_ON) };
	case SIM_NEVER_OFF:
		return never_off(cpu);
	case SIM_NOBODY:
		return (struct expected){ .abandoned = bit(SMPBOOT_REASON_NEVER_ARRIVED) };
	case SIM_LATE:
		return in_time_or_not(cpu, cpu->delay, without_sign(cpu, SIM_POWER_PENDING));
	case SIM_WORD_OVERWRITTEN:
		/* The word is written again about every millisecond: perhaps too late. */
		return (struct expected){ .online = true,
			                  .abandoned = ON_ITS_WAY | bit(SMPBOOT_REASON_RELEASE_LOST) };
	case SIM_NEAR:
	case SIM_TWICE:
	case SIM_HELD_UP:
		return (struct expected){ .online = true, .abandoned = ON_ITS_WAY };
	case SIM_ALIAS:
	case SIM_STRAY:
		return as_another(cpu);
	case SIM_WRONG_LEVEL:
		return (struct expected){ .abandoned = bit(SMPBOOT_REASON_WRONG_LEVEL),
			                  .stage = SMPBOOT_STAGE_ENTRY };
	case SIM_DIES:
		return in_early_stage(cpu, SMPBOOT_REASON_STUCK);
	case SIM_FAULTS:
		return in_early_stage(cpu, SMPBOOT_REASON_FAULT);
	case SIM_PREPARE_REFUSES:
		return refused_with(bit(SMPBOOT_REASON_PREPARE_REFUSED), SMPBOOT_STAGE_PREPARE, cpu->code);
	case SIM_BAD_STACK:
		return refused(SMPBOOT_REASON_BAD_STACK, SMPBOOT_STAGE_PREPARE);
	case SIM_STARTING_REFUSES:
		return refused_with(bit(SMPBOOT_REASON_STARTING_REFUSED), SMPBOOT_STAGE_STARTING, cpu->code);
	case SIM_STARTING_SLOW:
		return in_time_or_not(cpu, cpu->slow, bit(SMPBOOT_REASON_STARTING_TIMEOUT));
	case SIM_WORD_LOST:
		return (struct expected){ .abandoned = bit(SMPBOOT_REASON_RELEASE_LOST),
			                  .stage = SMPBOOT_STAGE_START };
	case SIM_WORD_OCCUPIED:
		return refused_with(bit(SMPBOOT_REASON_RELEASE_OCCUPIED), SMPBOOT_STAGE_START, cpu->code);
	case SIM_WORD_MISSING:
		return refused(SMPBOOT_REASON_NO_RELEASE_ADDR, SMPBOOT_STAGE_START);
	case SIM_WORD_UNMAPPED:
		return refused_with(bit(SMPBOOT_REASON_RELEASE_UNMAPPED), SMPBOOT_STAGE_START,
		                    (int64_t)cpu->word);
	case SIM_NO_METHOD:
		return refused(SMPBOOT_REASON_NO_METHOD, SMPBOOT_STAGE_NONE);
	case SIM_UNKNOWN_METHOD:
		return refused(SMPBOOT_REASON_UNKNOWN_METHOD, SMPBOOT_STAGE_NONE);
	default:
		return (struct expected){ .online = true };
	}
}

bool sim_somebody_lags(void)
{
	for (unsigned int id = 1; id < sim.cpus; id++)
		if (sim.cpu[id].fault == SIM_TWICE || sim.cpu[id].fault == SIM_HELD_UP)
			return true;
	return false;
}

static struct expected expect(const struct sim_cpu *cpu)
{
	struct expected expected = expect_fault(cpu, sim_fault_now(cpu));

	/* It was refused at its first start and may not be back where it can be let in. */
	if (sim_record[cpu->id].attempts > 1 && cpu->lives > 0) {
		expected.failed |= bit(SMPBOOT_REASON_FW_ALREADY_ON);
		expected.abandoned |= bit(SMPBOOT_REASON_FW_ALREADY_ON);
	}
	if (sim.relaxed)
		expected.abandoned |= ON_ITS_WAY;
	/* The time for all was over when somebody had taken it, and before it was asked for. */
	if (sim.relaxed)
		expected.failed |= bit(SMPBOOT_REASON_NEVER_ARRIVED);
	/* Whoever started it was reset over it, or stood still: it may have been asked for, or not. */
	if (sim.helpers && sim_somebody_lags()) {
		expected.abandoned |= ON_ITS_WAY;
		expected.failed |= bit(SMPBOOT_REASON_LEFT_OFF);
	}
	return expected;
}

void sim_check_outcome(const struct sim_cpu *cpu, const struct smpboot_cpu_info *info)
{
	struct expected expected = expect(cpu);
	bool fits;

	switch (info->state) {
	case SMPBOOT_STATE_ONLINE:
	case SMPBOOT_STATE_ACTIVE:
	case SMPBOOT_STATE_SUSPENDED:
		/* It may sleep before anybody has looked. */
		fits = expected.online && info->reason == SMPBOOT_REASON_NONE;
		break;
	case SMPBOOT_STATE_ABANDONED:
		fits = (expected.abandoned & bit(info->reason)) != 0;
		break;
	default:
		fits = info->state == SMPBOOT_STATE_FAILED && (expected.failed & bit(info->reason)) != 0;
		break;
	}
	if (info->reason != SMPBOOT_REASON_NONE && (bit(info->reason) & ON_ITS_WAY) == 0 &&
	    info->reason != SMPBOOT_REASON_FW_ALREADY_ON) {
		fits = fits && (expected.stage == SMPBOOT_STAGE_NONE || info->stage == expected.stage);
		fits = fits && (!expected.has_code || info->code == expected.code);
	}
	if (info->reason == SMPBOOT_REASON_FAULT)
		fits = fits && info->fault.far == cpu->id && info->fault.elr == SIM_ENTRY_PA;
	if (!fits)
		sim_fail("CPU %u, which has %s: %s, %s, %s, code %lld", cpu->id,
		         sim_fault_name(sim_fault_now(cpu)), smpboot_state_name(info->state),
		         smpboot_stage_name(info->stage), smpboot_reason_name(info->reason),
		         (long long)info->code);
}
