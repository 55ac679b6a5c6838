/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Pictures of what the CPUs do, in plain lines of at most 100 columns for any
 * number of CPUs.
 */
#ifndef MINIKERNEL_APP_PICTURE_H
#define MINIKERNEL_APP_PICTURE_H

/* Which CPU came when, as a time line. */
void picture_bring_up(void);

/* How busy each CPU was since the last call; the first call begins. */
void picture_activity_begin(void);
void picture_activity(void);

/* What each CPU did, as a table. */
void picture_summary(void);

#endif
