/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An object that breaks every rule of the archive checks, so that each is seen
 * to find something. Never linked.
 */

extern int not_in_any_list(void);
extern int somewhere_else;

double not_our_prefix(double a, double b)
{
	return a * b + (double)somewhere_else;
}

__attribute__((constructor)) static void before_main(void)
{
	__asm__ volatile("mov x18, %0" : : "r"((long)not_in_any_list()) : "memory");
}

__asm__(".section .text.absolute, \"awx\"\n"
        ".quad not_in_any_list\n"
        ".text\n");
