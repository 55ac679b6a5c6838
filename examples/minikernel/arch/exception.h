/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Exception vectors and the frame they save.
 */
#ifndef MINIKERNEL_ARCH_EXCEPTION_H
#define MINIKERNEL_ARCH_EXCEPTION_H

/* struct exception_frame */
#define FRAME_X    0
#define FRAME_SP   248
#define FRAME_ELR  256
#define FRAME_SPSR 264
#define FRAME_FPCR 272
#define FRAME_FPSR 280
#define FRAME_V    288
#define FRAME_SIZE 800

#ifndef __ASSEMBLER__

#include <stddef.h>
#include <stdint.h>

/*
 * All that an interrupted thread could lose: C code below may use any general
 * or vector register (picolibc's memcpy does). vectors.S lays it out.
 */
struct exception_frame {
	uint64_t x[31];
	uint64_t sp;
	uint64_t elr;
	uint64_t spsr;
	uint64_t fpcr;
	uint64_t fpsr;
	__uint128_t v[32];
};

_Static_assert(offsetof(struct exception_frame, sp) == FRAME_SP, "vectors.S");
_Static_assert(offsetof(struct exception_frame, elr) == FRAME_ELR, "vectors.S");
_Static_assert(offsetof(struct exception_frame, spsr) == FRAME_SPSR, "vectors.S");
_Static_assert(offsetof(struct exception_frame, fpcr) == FRAME_FPCR, "vectors.S");
_Static_assert(offsetof(struct exception_frame, fpsr) == FRAME_FPSR, "vectors.S");
_Static_assert(offsetof(struct exception_frame, v) == FRAME_V, "vectors.S");
_Static_assert(sizeof(struct exception_frame) == FRAME_SIZE, "vectors.S");

/* Makes the vectors, and the thread pointer that the C library needs, live on the calling CPU. */
void exception_init_cpu(void);

/*
 * Called by the vectors with IRQs masked; an IRQ goes to irq_dispatch() and
 * then to sched_irq_exit(), all else to a register dump and machine_exit(1).
 */
void exception_irq(struct exception_frame *frame);
_Noreturn void exception_fatal(struct exception_frame *frame, unsigned int vector);

/* A fault inside exception_fatal() itself: ends the run without another look at it. */
_Noreturn void exception_again(void);

#endif /* __ASSEMBLER__ */

#endif
