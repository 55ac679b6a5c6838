/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lines that smpboot_format_cpu() makes, wherever they stand in a console log.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "timeline.h"

#define MARK "cpu: id="

static const char *const stamp_name[STAMP_COUNT] = {
	"asked_us", "started_us", "entered_us", "mmu_on_us", "in_c_us", "online_us", "main_us",
};

/* Fields that a line has besides its stamps. */
struct word_field {
	const char *name;
	size_t offset;
};

static const struct word_field word_fields[] = {
	{ "mpidr", offsetof(struct timeline_cpu, mpidr) },
	{ "method", offsetof(struct timeline_cpu, method) },
	{ "state", offsetof(struct timeline_cpu, state) },
	{ "stage", offsetof(struct timeline_cpu, stage) },
	{ "reason", offsetof(struct timeline_cpu, reason) },
};

#define WORD_FIELDS (sizeof(word_fields) / sizeof(word_fields[0]))
#define STAMP_BIT   8 /* of the first stamp, in the set of fields that were there */

/* ---- Values -------------------------------------------------------------- */

static bool read_digits(const char **text, int64_t *value)
{
	const char *p = *text;

	for (*value = 0; isdigit((unsigned char)*p); p++) {
		if (*value > INT64_MAX / 10000000)
			return false; /* nanoseconds of it would not fit */
		*value = *value * 10 + (*p - '0');
	}
	if (p == *text)
		return false;
	*text = p;
	return true;
}

/* Microseconds with any number of decimals, of which three count; or "-". */
static bool read_time(const char *text, int64_t *ns)
{
	int64_t scale = 100;

	if (strcmp(text, "-") == 0) {
		*ns = NOT_REACHED;
		return true;
	}
	if (!read_digits(&text, ns))
		return false;
	*ns *= 1000;
	if (*text == '.') {
		if (!isdigit((unsigned char)*++text))
			return false;
		for (; isdigit((unsigned char)*text); text++, scale /= 10)
			*ns += (*text - '0') * scale;
	}
	return *text == '\0';
}

static bool read_id(const char *text, unsigned int *id)
{
	int64_t value;

	if (!read_digits(&text, &value) || *text != '\0' || value >= INT32_MAX)
		return false;
	*id = (unsigned int)value;
	return true;
}

/* ---- Fields -------------------------------------------------------------- */

/* Takes one key and value, and notes in *seen that it was there. False: the value is wrong. */
static bool take_field(struct timeline_cpu *cpu, const char *key, const char *value, unsigned int *seen)
{
	if (strcmp(key, "id") == 0)
		return read_id(value, &cpu->id);
	for (unsigned int i = 0; i < WORD_FIELDS; i++) {
		if (strcmp(key, word_fields[i].name) != 0)
			continue;
		*seen |= 1u << i;
		if (value[0] == '\0' || strlen(value) >= WORD_SIZE)
			return false;
		strcpy((char *)cpu + word_fields[i].offset, value);
		return true;
	}
	for (unsigned int i = 0; i < STAMP_COUNT; i++) {
		if (strcmp(key, stamp_name[i]) != 0)
			continue;
		*seen |= 1u << (STAMP_BIT + i);
		return read_time(value, &cpu->stamp[i]);
	}
	return true; /* a field of a later version */
}

static const char *missing_field(unsigned int seen)
{
	for (unsigned int i = 0; i < WORD_FIELDS; i++)
		if ((seen & 1u << i) == 0)
			return word_fields[i].name;
	for (unsigned int i = 0; i < STAMP_COUNT; i++)
		if ((seen & 1u << (STAMP_BIT + i)) == 0)
			return stamp_name[i];
	return NULL;
}

/* A CPU's own stamps, those that it has, are in the order of its way, and so are the calling CPU's two. */
static const char *misplaced_stamp(const struct timeline_cpu *cpu)
{
	int64_t last = NOT_REACHED;

	if (cpu->stamp[STAMP_STARTED] != NOT_REACHED && cpu->stamp[STAMP_STARTED] < cpu->stamp[STAMP_ASKED])
		return stamp_name[STAMP_STARTED];
	for (unsigned int i = STAMP_ENTERED; i < STAMP_COUNT; i++) {
		if (cpu->stamp[i] == NOT_REACHED)
			continue;
		if (cpu->stamp[i] < last)
			return stamp_name[i];
		last = cpu->stamp[i];
	}
	return NULL;
}

/* Reads "id=1 mpidr=0x1 ...", and takes it to pieces for that. */
static bool read_cpu(struct timeline_cpu *cpu, char *text, char *problem, size_t size)
{
	unsigned int seen = 0;
	char *rest;

	*cpu = (struct timeline_cpu){ .id = 0 };
	for (char *field = strtok_r(text, " ", &rest); field != NULL; field = strtok_r(NULL, " ", &rest)) {
		char *value = strchr(field, '=');

		if (value == NULL) {
			snprintf(problem, size, "\"%s\" is no field", field);
			return false;
		}
		*value++ = '\0';
		if (!take_field(cpu, field, value, &seen)) {
			snprintf(problem, size, "%s=%s makes no sense", field, value);
			return false;
		}
	}
	if (missing_field(seen) != NULL) {
		snprintf(problem, size, "there is no %s", missing_field(seen));
		return false;
	}
	if (misplaced_stamp(cpu) != NULL) {
		snprintf(problem, size, "%s is earlier than the step before it", misplaced_stamp(cpu));
		return false;
	}
	return true;
}

/* ---- The table ----------------------------------------------------------- */

/* Where the CPU of this id is, or would be. */
static size_t place_of(const struct timeline *timeline, unsigned int id)
{
	size_t place = timeline->count;

	while (place > 0 && timeline->cpus[place - 1].id >= id)
		place--;
	return place;
}

static bool make_room(struct timeline *timeline)
{
	size_t room = timeline->room != 0 ? timeline->room * 2 : 64;
	struct timeline_cpu *cpus;

	if (timeline->count < timeline->room)
		return true;
	cpus = realloc(timeline->cpus, room * sizeof(*cpus));
	if (cpus == NULL)
		return false;
	timeline->cpus = cpus;
	timeline->room = room;
	return true;
}

/* Of several lines for one CPU the last counts. */
static bool add(struct timeline *timeline, const struct timeline_cpu *cpu)
{
	size_t place;

	if (cpu->id == 0)
		timeline->count = 0;
	place = place_of(timeline, cpu->id);
	if (place < timeline->count && timeline->cpus[place].id == cpu->id) {
		timeline->cpus[place] = *cpu;
		return true;
	}
	if (!make_room(timeline))
		return false;
	memmove(&timeline->cpus[place + 1], &timeline->cpus[place],
	        (timeline->count - place) * sizeof(timeline->cpus[0]));
	timeline->cpus[place] = *cpu;
	timeline->count++;
	return true;
}

static void find_bounds(struct timeline *timeline)
{
	bool any = false;

	for (size_t i = 0; i < timeline->count; i++) {
		for (unsigned int j = 0; j < STAMP_COUNT; j++) {
			int64_t stamp = timeline->cpus[i].stamp[j];

			if (stamp == NOT_REACHED)
				continue;
			timeline->begin = !any || stamp < timeline->begin ? stamp : timeline->begin;
			timeline->end = !any || stamp > timeline->end ? stamp : timeline->end;
			any = true;
		}
	}
}

bool timeline_read(struct timeline *timeline, FILE *log, char *problem, size_t size)
{
	struct timeline_cpu cpu;
	char *line = NULL;
	size_t room = 0;
	unsigned int number = 0;
	bool good = true;
	char what[160];

	*timeline = (struct timeline){ .cpus = NULL };
	while (good && getline(&line, &room, log) >= 0) {
		char *mark = strstr(line, MARK);

		number++;
		if (mark == NULL)
			continue;
		mark[strcspn(mark, "\r\n")] = '\0';
		good = read_cpu(&cpu, mark + strlen("cpu: "), what, sizeof(what));
		if (!good)
			snprintf(problem, size, "line %u: %s", number, what);
		else if (!add(timeline, &cpu)) {
			good = false;
			snprintf(problem, size, "out of memory");
		}
	}
	free(line);
	if (good && timeline->count == 0) {
		good = false;
		snprintf(problem, size, "no line in it begins with \"cpu: id=\"");
	}
	find_bounds(timeline);
	return good;
}

void timeline_free(struct timeline *timeline)
{
	free(timeline->cpus);
}
