/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The last lines of a run, for programs to read.
 */
#ifndef MINIKERNEL_APP_REPORT_H
#define MINIKERNEL_APP_REPORT_H

#include <stdbool.h>

/* One line for each CPU in the table, online or not: smpboot_format_cpu() says what is in it. */
void report_cpus(void);

/* The last line: "result: pass cpus=4 online=4 failed=0". */
void report_result(bool pass);

#endif
