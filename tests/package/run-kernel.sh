#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Boots the smallest kernel in QEMU and checks its exit status, and that it
# listed each CPU as active.
#
# usage: run-kernel.sh IMAGE CPUS MACHINE

set -eu

output=$(timeout 50 qemu-system-aarch64 -M "$3" -cpu cortex-a57 -smp "$2" -m 128 \
	-nic none -display none -monitor none -serial stdio -semihosting -kernel "$1" </dev/null) || {
	status=$?
	echo "$output"
	echo "exit status $status"
	exit 1
}
echo "$output"

id=0
while [ "$id" -lt "$2" ]; do
	echo "$output" | grep -q "^cpu: id=$id .* state=active .* reason=none " || {
		echo "CPU $id is not active"
		exit 1
	}
	id=$((id + 1))
done
[ "$(echo "$output" | grep -c '^cpu: ')" -eq "$2" ]
