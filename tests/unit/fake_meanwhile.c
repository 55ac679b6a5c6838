/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The page is protected: an access traps there after what came before it, and is
 * carried out when the handler returns.
 */
#define _DEFAULT_SOURCE

#include "fake_meanwhile.h"

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static struct {
	char *page;
	size_t size;
	void (*other)(void);
	struct sigaction before;
} held;

static void protect(int what)
{
	if (mprotect(held.page, held.size, what) != 0) {
		perror("mprotect");
		abort();
	}
}

static void on_access(int signal, siginfo_t *info, void *context)
{
	uintptr_t offset = (uintptr_t)info->si_addr - (uintptr_t)held.page;

	(void)context;
	/* Before anything else: from here on this is an ordinary access, and so is another fault. */
	sigaction(signal, &held.before, NULL);
	if (offset >= held.size)
		return;
	protect(PROT_READ | PROT_WRITE);
	held.other();
}

static void hold_up(const void *p, void (*other)(void), int allowed)
{
	/* Not masked in the handler: an assertion that fails there leaves it for good. */
	struct sigaction action = { .sa_sigaction = on_access, .sa_flags = SA_SIGINFO | SA_NODEFER };

	held.size = (size_t)sysconf(_SC_PAGESIZE);
	held.page = (char *)((uintptr_t)p & ~(uintptr_t)(held.size - 1));
	held.other = other;
	if (sigaction(SIGSEGV, &action, &held.before) != 0)
		abort();
	protect(allowed);
}

void fake_meanwhile(const void *p, void (*other)(void))
{
	hold_up(p, other, PROT_READ);
}

void fake_before_look(const void *p, void (*other)(void))
{
	hold_up(p, other, PROT_NONE);
}
