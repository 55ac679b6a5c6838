/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The PSCI node of a device tree, and what is made of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fdt_machine.h"
#include "fdt_tree.h"

#define PSCI_0_2 SMPBOOT_PSCI_VERSION_OF(0, 2)
#define PSCI_1_0 SMPBOOT_PSCI_VERSION_OF(1, 0)

static int fresh_machine(void **state)
{
	(void)state;
	machine_start(0, 8);
	return 0;
}

static void two_cpus(void)
{
	tree_cpus(2);
	tree_plain_cpu(0);
	tree_plain_cpu(1);
	tree_end();
}

static void psci_node(const char *name, const char *compatible, const char *method)
{
	tree_node(name);
	tree_string("compatible", compatible);
	tree_string("method", method);
	tree_end();
}

static void assert_connected(uint32_t version, enum smpboot_conduit conduit)
{
	assert_int_equal(machine_psci.calls, 1);
	assert_int_equal(machine_psci.config.version, version);
	assert_int_equal(machine_psci.config.conduit, conduit);
}

static void no_node_is_no_error(void **state)
{
	(void)state;
	tree_start();
	two_cpus();
	assert_built(0);
	assert_int_equal(machine_psci.calls, 0);
}

static void version_and_conduit(void **state)
{
	(void)state;
	tree_start();
	psci_node("psci", "arm,psci-0.2", "smc");
	two_cpus();
	assert_built(0);
	assert_connected(PSCI_0_2, SMPBOOT_CONDUIT_SMC);
	assert_int_equal(machine_psci.config.cpu_on, 0);
}

static void node_is_found_by_compatible_wherever_it_stands(void **state)
{
	(void)state;
	tree_start();
	two_cpus();
	tree_node("firmware");
	psci_node("interface", "arm,psci-1.0", "hvc");
	tree_end();
	assert_built(0);
	assert_connected(PSCI_1_0, SMPBOOT_CONDUIT_HVC);
}

static void name_alone_is_not_enough(void **state)
{
	(void)state;
	tree_start();
	psci_node("psci", "arm,psci-2.0", "smc");
	psci_node("psci-0.2", "arm,psci-0.22", "smc");
	two_cpus();
	assert_built(0);
	assert_int_equal(machine_psci.calls, 0);
}

static void best_of_a_list_wins(void **state)
{
	static const char list[] = "arm,psci\0vendor,x\0arm,psci-1.0\0arm,psci-0.2";

	(void)state;
	tree_start();
	two_cpus();
	tree_node("psci");
	tree_string("method", "smc");
	tree_bytes("compatible", list, sizeof(list));
	tree_node("child");
	tree_string("method", "hvc");
	tree_end();
	tree_end();
	assert_built(0);
	assert_connected(PSCI_1_0, SMPBOOT_CONDUIT_SMC);
}

static void string_without_an_end_is_not_compared(void **state)
{
	(void)state;
	tree_start();
	two_cpus();
	tree_node("psci");
	tree_string("method", "smc");
	tree_bytes("compatible", "arm,psci-0.2\0arm,psci-1.0", 25);
	tree_end();
	assert_built(0);
	assert_connected(PSCI_0_2, SMPBOOT_CONDUIT_SMC);
}

static void best_of_several_nodes_wins(void **state)
{
	(void)state;
	tree_start();
	psci_node("psci-a", "arm,psci-0.2", "hvc");
	psci_node("psci-b", "arm,psci-1.0", "smc");
	psci_node("psci-c", "arm,psci-1.0", "hvc");
	psci_node("psci-d", "arm,psci-0.2", "hvc");
	two_cpus();
	assert_built(0);
	assert_connected(PSCI_1_0, SMPBOOT_CONDUIT_SMC);
}

static void disabled_node(const char *status)
{
	tree_node("psci");
	tree_string("compatible", "arm,psci-1.0");
	tree_string("status", status);
	tree_end();
}

static void disabled_node_is_ignored(void **state)
{
	(void)state;
	tree_start();
	two_cpus();
	disabled_node("disabled");
	disabled_node("fail");
	disabled_node("fail-dead");
	tree_node("soc");
	tree_end();
	psci_node("other", "arm,psci-0.2", "hvc");
	assert_built(0);
	assert_connected(PSCI_0_2, SMPBOOT_CONDUIT_HVC);
}

static void root_may_be_the_node(void **state)
{
	(void)state;
	tree_start();
	tree_string("compatible", "arm,psci-0.2");
	tree_string("method", "smc");
	two_cpus();
	assert_built(0);
	assert_connected(PSCI_0_2, SMPBOOT_CONDUIT_SMC);
	machine_start(0, 8);
	tree_start();
	tree_string("compatible", "arm,psci-0.2");
	tree_string("method", "smc");
	assert_built_fails(SMPBOOT_ERR_FDT_NO_CPUS, "/", NULL);
}

static void method_must_be_smc_or_hvc(void **state)
{
	static const char *const bad[] = { "", "SMC", "smcc", "svc", "hv" };

	(void)state;
	for (unsigned int i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		tree_start();
		two_cpus();
		psci_node("psci", "arm,psci-0.2", bad[i]);
		assert_built_fails(SMPBOOT_ERR_FDT_PSCI, "psci", "method");
	}
	tree_start();
	two_cpus();
	tree_node("psci");
	tree_bytes("method", "smc", 3);
	tree_string("compatible", "arm,psci-0.2");
	tree_end();
	assert_built_fails(SMPBOOT_ERR_FDT_PSCI, "psci", "method");
	tree_start();
	tree_string("compatible", "arm,psci-0.2");
	two_cpus();
	assert_built_fails(SMPBOOT_ERR_FDT_PSCI, "/", "method");
	assert_int_equal(machine_psci.calls, 0);
}

static void ids_are_not_read_from_0_2_on(void **state)
{
	(void)state;
	tree_start();
	two_cpus();
	tree_node("psci");
	tree_string("compatible", "arm,psci-0.2");
	tree_string("method", "smc");
	tree_two_cells("cpu_on", 1);
	tree_end();
	assert_built(0);
	assert_connected(PSCI_0_2, SMPBOOT_CONDUIT_SMC);
	assert_int_equal(machine_psci.config.cpu_on, 0);
}

/* The firmware is asked last, so that its refusal takes back all CPUs. */
static void refusal_of_the_firmware_changes_nothing(void **state)
{
	static const struct {
		enum smpboot_status status;
		const char *property;
	} answers[] = {
		{ SMPBOOT_ERR_CONDUIT, "method" },
		{ SMPBOOT_ERR_PSCI_VERSION, "compatible" },
		{ SMPBOOT_ERR_DUPLICATE, NULL },
	};

	(void)state;
	for (unsigned int i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		machine_psci.answer = answers[i].status;
		tree_start();
		psci_node("psci", "arm,psci-0.2", "smc");
		two_cpus();
		assert_built_fails(answers[i].status, "psci", answers[i].property);
		assert_int_equal(machine_psci.calls, i + 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(no_node_is_no_error, fresh_machine),
		cmocka_unit_test_setup(version_and_conduit, fresh_machine),
		cmocka_unit_test_setup(node_is_found_by_compatible_wherever_it_stands, fresh_machine),
		cmocka_unit_test_setup(name_alone_is_not_enough, fresh_machine),
		cmocka_unit_test_setup(best_of_a_list_wins, fresh_machine),
		cmocka_unit_test_setup(string_without_an_end_is_not_compared, fresh_machine),
		cmocka_unit_test_setup(best_of_several_nodes_wins, fresh_machine),
		cmocka_unit_test_setup(disabled_node_is_ignored, fresh_machine),
		cmocka_unit_test_setup(root_may_be_the_node, fresh_machine),
		cmocka_unit_test_setup(method_must_be_smc_or_hvc, fresh_machine),
		cmocka_unit_test_setup(ids_are_not_read_from_0_2_on, fresh_machine),
		cmocka_unit_test_setup(refusal_of_the_firmware_changes_nothing, fresh_machine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
