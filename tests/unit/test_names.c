/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names and texts of all codes: each code has its own, and what is no code has
 * none.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <smpboot/status.h>

#define LOWEST  (-60)
#define HIGHEST 60
#define SPAN    (HIGHEST - LOWEST + 1)

static const char *strerror_of(int code)
{
	return smpboot_strerror((enum smpboot_status)code);
}

static const char *state_of(int code)
{
	return smpboot_state_name((enum smpboot_state)code);
}

static const char *stage_of(int code)
{
	return smpboot_stage_name((enum smpboot_stage)code);
}

static const char *reason_of(int code)
{
	return smpboot_reason_name((enum smpboot_reason)code);
}

static const char *reason_text_of(int code)
{
	return smpboot_reason_text((enum smpboot_reason)code);
}

/* Of all numbers, exactly `codes` have a text, and no two the same. */
static void assert_texts(const char *(*text_of)(int code), unsigned int codes, const char *unknown)
{
	const char *texts[SPAN];
	unsigned int known = 0;

	for (int code = LOWEST; code <= HIGHEST; code++) {
		const char *text = text_of(code);

		assert_non_null(text);
		assert_string_not_equal(text, "");
		if (strcmp(text, unknown) == 0)
			continue;
		for (unsigned int i = 0; i < known; i++)
			assert_string_not_equal(texts[i], text);
		texts[known++] = text;
	}
	assert_int_equal(known, codes);
}

static void every_status_has_its_sentence(void **state)
{
	static const int statuses[] = { 0,   -1,  -2,  -3,  -4,  -5,  -6,  -7,  -8,  -9,  -10, -11, -12,
		                        -13, -14, -15, -16, -17, -18, -19, -20, -21, -22, -23, -24, -30,
		                        -31, -32, -33, -34, -35, -40, -41, -42, -43, -44, -45, -50, -51 };
	unsigned int count = sizeof(statuses) / sizeof(statuses[0]);

	(void)state;
	assert_texts(strerror_of, count, "unknown status");
	for (unsigned int i = 0; i < count; i++)
		assert_string_not_equal(strerror_of(statuses[i]), "unknown status");
	assert_string_equal(smpboot_strerror(SMPBOOT_OK), "success");
}

static void every_state_has_its_name(void **state)
{
	static const char *const names[] = { "present",  "starting", "arrived",   "online",
		                             "active",   "failed",   "abandoned", "offline",
		                             "disabled", "stopping", "suspended", "parking" };

	(void)state;
	assert_texts(state_of, 12, "unknown");
	for (int i = 0; i < 12; i++)
		assert_string_equal(state_of(i), names[i]);
}

static void every_stage_has_its_name(void **state)
{
	static const char *const names[] = { "none", "prepare",  "start",  "entry", "level",    "regime",
		                             "c",    "starting", "online", "main",  "returned", "pen",
		                             "gate", "stopping", "off",    "parked" };

	(void)state;
	assert_texts(stage_of, 16, "unknown");
	for (int i = 0; i < 16; i++)
		assert_string_equal(stage_of(i), names[i]);
}

/* The words that programs read: they never change. */
static void every_reason_has_its_name(void **state)
{
	static const struct {
		int code;
		const char *name;
	} all[] = {
		{ 0, "none" },
		{ 1, "status-fail" },
		{ 2, "status-disabled" },
		{ 3, "no-method" },
		{ 4, "unknown-method" },
		{ 5, "prepare-refused" },
		{ 6, "bad-stack" },
		{ 7, "no-release-address" },
		{ 8, "release-unmapped" },
		{ 9, "release-occupied" },
		{ 10, "method-refused" },
		{ 11, "fw-not-supported" },
		{ 12, "fw-invalid-parameters" },
		{ 13, "fw-denied" },
		{ 14, "fw-already-on" },
		{ 15, "fw-on-pending" },
		{ 16, "fw-internal-failure" },
		{ 17, "fw-not-present" },
		{ 18, "fw-disabled" },
		{ 19, "fw-invalid-address" },
		{ 20, "fw-unknown" },
		{ 30, "never-arrived" },
		{ 31, "stuck" },
		{ 32, "starting-timeout" },
		{ 33, "fault" },
		{ 34, "fw-still-pending" },
		{ 35, "on-no-entry" },
		{ 36, "left-off" },
		{ 37, "release-lost" },
		{ 38, "late" },
		{ 40, "wrong-level" },
		{ 41, "starting-refused" },
		{ 42, "other-mpidr" },
		{ 43, "different" },
	};
	unsigned int count = sizeof(all) / sizeof(all[0]);

	(void)state;
	assert_texts(reason_of, count, "unknown");
	assert_texts(reason_text_of, count, "unknown");
	for (unsigned int i = 0; i < count; i++) {
		assert_string_equal(reason_of(all[i].code), all[i].name);
		assert_string_not_equal(reason_text_of(all[i].code), "unknown");
	}
}

static void far_off_numbers_have_no_name(void **state)
{
	static const int numbers[] = { INT32_MIN, INT32_MAX, 255, 256, -256 };

	(void)state;
	for (unsigned int i = 0; i < 5; i++) {
		assert_string_equal(strerror_of(numbers[i]), "unknown status");
		assert_string_equal(state_of(numbers[i]), "unknown");
		assert_string_equal(stage_of(numbers[i]), "unknown");
		assert_string_equal(reason_of(numbers[i]), "unknown");
		assert_string_equal(reason_text_of(numbers[i]), "unknown");
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_status_has_its_sentence), cmocka_unit_test(every_state_has_its_name),
		cmocka_unit_test(every_stage_has_its_name),      cmocka_unit_test(every_reason_has_its_name),
		cmocka_unit_test(far_off_numbers_have_no_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
