/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What another CPU does between this one's look at a word and its write to it: the
 * moment that a compare-and-swap is there for, and that no hook of the library's
 * falls into.
 */
#ifndef FAKE_MEANWHILE_H
#define FAKE_MEANWHILE_H

/*
 * The next write to the page of `p` is held up until `other` has returned, which runs on
 * the same stack and may write there as it likes. `p` must be in a large array, since
 * all that lies in its page is held up as well.
 */
void fake_meanwhile(const void *p, void (*other)(void));

/* The same of the next look there, or write. What is looked at is then what `other` has left. */
void fake_before_look(const void *p, void (*other)(void));

#endif
