/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Events and CPUs as one line of text each.
 */
#include <smpboot/smpboot.h>

#include "machine.h"
#include "text.h"

static void put_key(struct smpboot_text *text, const char *key)
{
	smpboot_text_string(text, " ");
	smpboot_text_string(text, key);
	smpboot_text_string(text, "=");
}

static void put_key_string(struct smpboot_text *text, const char *key, const char *value)
{
	put_key(text, key);
	smpboot_text_string(text, value);
}

/* Ticks since init as microseconds with three decimals: on its way a CPU needs less than one. */
static void put_microseconds(struct smpboot_text *text, uint64_t ticks)
{
	uint64_t frequency = smpboot_machine.frequency;
	uint64_t thousandths =
		frequency == 0 ? 0 : ticks % frequency * 1000000 % frequency * 1000 / frequency;

	smpboot_text_decimal(text, (int64_t)smpboot_ticks_to_us(ticks));
	smpboot_text_string(text, thousandths < 10 ? ".00" : thousandths < 100 ? ".0" : ".");
	smpboot_text_decimal(text, (int64_t)thousandths);
}

static void put_stamp(struct smpboot_text *text, const char *key, uint64_t stamp)
{
	put_key(text, key);
	if (stamp == 0)
		smpboot_text_string(text, "-");
	else
		put_microseconds(text, stamp - smpboot_machine.epoch);
}

size_t smpboot_format_cpu(const struct smpboot_cpu_info *info, char *buffer, size_t size)
{
	struct smpboot_text text = { buffer, size, 0 };

	smpboot_text_string(&text, "cpu:");
	put_key(&text, "id");
	smpboot_text_decimal(&text, info->id);
	put_key(&text, "mpidr");
	smpboot_text_hex(&text, info->mpidr);
	put_key_string(&text, "method", info->method);
	put_key_string(&text, "state", smpboot_state_name(info->state));
	put_key_string(&text, "stage", smpboot_stage_name(info->stage));
	put_key_string(&text, "reason", smpboot_reason_name(info->reason));
	put_key(&text, "entry_el");
	smpboot_text_decimal(&text, info->entry_el);
	put_key(&text, "code");
	smpboot_text_decimal(&text, info->code);
	put_stamp(&text, "asked_us", info->stamps.asked);
	put_stamp(&text, "started_us", info->stamps.started);
	put_stamp(&text, "entered_us", info->stamps.entered);
	put_stamp(&text, "mmu_on_us", info->stamps.mmu_on);
	put_stamp(&text, "in_c_us", info->stamps.in_c);
	put_stamp(&text, "online_us", info->stamps.online);
	put_stamp(&text, "main_us", info->stamps.main);
	return smpboot_text_end(&text);
}

static void put_key_number(struct smpboot_text *text, const char *key, uint64_t value)
{
	put_key(text, key);
	smpboot_text_decimal(text, (int64_t)value);
}

size_t smpboot_format_report(const struct smpboot_report *report, char *buffer, size_t size)
{
	struct smpboot_text text = { buffer, size, 0 };

	smpboot_text_string(&text, "report:");
	put_key_number(&text, "version", SMPBOOT_FORMAT_VERSION);
	put_key_number(&text, "cpus", report->counts.cpus);
	put_key_number(&text, "online", report->counts.online);
	put_key_number(&text, "failed", report->counts.failed);
	put_key_number(&text, "disabled", report->counts.disabled);
	put_key_number(&text, "dropped", report->counts.dropped);
	put_key_number(&text, "started", report->started);
	put_key_number(&text, "came", report->came);
	put_key_number(&text, "elapsed_us", report->elapsed_us);
	return smpboot_text_end(&text);
}

static void put_cpu(struct smpboot_text *text, const struct smpboot_cpu_info *cpu)
{
	smpboot_text_string(text, "cpu ");
	if (cpu->id != SMPBOOT_NO_CPU) {
		smpboot_text_decimal(text, cpu->id);
		smpboot_text_string(text, " ");
	}
	smpboot_text_string(text, "(mpidr ");
	smpboot_text_hex(text, cpu->mpidr);
	smpboot_text_string(text, ")");
}

static void put_online(struct smpboot_text *text, const struct smpboot_cpu_info *cpu)
{
	smpboot_text_string(text, " online after ");
	smpboot_text_decimal(text, (int64_t)smpboot_ticks_to_us(cpu->stamps.online - cpu->stamps.asked));
	smpboot_text_string(text, " us");
}

static void put_failed(struct smpboot_text *text, const struct smpboot_cpu_info *cpu)
{
	smpboot_text_string(text, cpu->state == SMPBOOT_STATE_ABANDONED ? " given up at stage " :
	                                                                  " failed at stage ");
	smpboot_text_string(text, smpboot_stage_name(cpu->stage));
	smpboot_text_string(text, ": ");
	smpboot_text_string(text, smpboot_reason_text(cpu->reason));
	smpboot_text_string(text, " (");
	smpboot_text_string(text, smpboot_reason_name(cpu->reason));
	smpboot_text_string(text, ", method ");
	smpboot_text_string(text, cpu->method);
	if (cpu->code != 0) {
		smpboot_text_string(text, ", code ");
		smpboot_text_decimal(text, cpu->code);
	}
	if (cpu->reason == SMPBOOT_REASON_FAULT) {
		smpboot_text_string(text, ", esr ");
		smpboot_text_hex(text, cpu->fault.esr);
		smpboot_text_string(text, ", elr ");
		smpboot_text_hex(text, cpu->fault.elr);
		smpboot_text_string(text, ", far ");
		smpboot_text_hex(text, cpu->fault.far);
	}
	smpboot_text_string(text, ")");
}

/* Where in the device tree, for the warnings that come from there. */
static void put_place(struct smpboot_text *text, const struct smpboot_event *event)
{
	if (event->node == NULL)
		return;
	smpboot_text_string(text, ", node ");
	smpboot_text_string(text, event->node);
	if (event->property == NULL)
		return;
	smpboot_text_string(text, ", property ");
	smpboot_text_string(text, event->property);
}

static const char *warning(enum smpboot_event_kind kind)
{
	switch (kind) {
	case SMPBOOT_EVENT_DROPPED:
		return " left out: the table is full";
	case SMPBOOT_EVENT_DUPLICATE:
		return " is described twice: the second is ignored";
	case SMPBOOT_EVENT_BAD_CPU:
		return " left out: its description cannot be used";
	case SMPBOOT_EVENT_BOOT_CPU_MISSING:
		return " is the boot CPU, and the device tree does not list it";
	case SMPBOOT_EVENT_CONTEXT:
		return " was entered with another x0 than the firmware was given";
	case SMPBOOT_EVENT_STRAY:
		return " came and is not in the table: it is parked";
	case SMPBOOT_EVENT_OUTSIDE:
		return " has a release address outside memory";
	case SMPBOOT_EVENT_UNRESERVED:
		return " has a release address that the device tree does not reserve";
	case SMPBOOT_EVENT_LATE:
		return " came after its deadline, and waits to be let in";
	case SMPBOOT_EVENT_FREQUENCY:
		return " has another CNTFRQ_EL0 than the boot CPU";
	case SMPBOOT_EVENT_DIFFERENT:
		return " has other features than the boot CPU";
	default:
		return " has an unknown event";
	}
}

size_t smpboot_format_event(const struct smpboot_event *event, char *buffer, size_t size)
{
	struct smpboot_text text = { buffer, size, 0 };

	if (event->kind == SMPBOOT_EVENT_ONLINE) {
		put_cpu(&text, &event->cpu);
		put_online(&text, &event->cpu);
	} else if (event->kind == SMPBOOT_EVENT_FAILED) {
		put_cpu(&text, &event->cpu);
		put_failed(&text, &event->cpu);
	} else if (event->kind == SMPBOOT_EVENT_OFFLINE) {
		put_cpu(&text, &event->cpu);
		smpboot_text_string(&text, event->cpu.stage == SMPBOOT_STAGE_PEN ?
		                                   " is off: it waits in the entry code" :
		                                   " is off");
	} else {
		smpboot_text_string(&text, "warning: ");
		put_cpu(&text, &event->cpu);
		smpboot_text_string(&text, warning(event->kind));
		put_place(&text, event);
	}
	return smpboot_text_end(&text);
}
