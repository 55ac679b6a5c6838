# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2034
#
# What the scripts share; to be sourced. Sets `root`, the top of the tree, and
# makes it the working directory.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
logs="$root/build/logs"
mkdir -p "$logs"

# Debian's names. The first list builds the library and runs the example, the
# second is for the tests besides.
packages_demo="cmake ninja-build gcc-aarch64-linux-gnu picolibc-aarch64-linux-gnu qemu-system-arm"
packages_demo="$packages_demo device-tree-compiler python3"
packages_test="gcc libc6-dev pkg-config libcmocka-dev libfdt-dev spin"
packages_test="$packages_test clang libclang-rt-14-dev lld llvm git u-boot-qemu"

die()
{
	echo "$(basename "$0"): $1" >&2
	exit 1
}

# as_root <command>...: through sudo where we are not root
as_root()
{
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	else
		sudo -n "$@"
	fi
}

install_now()
{
	as_root apt-get -q update &&
		as_root env DEBIAN_FRONTEND=noninteractive \
			apt-get -q install -y --no-install-recommends "$@"
}

# need_packages <name>...: installs those that are missing, and needs no network when none is
need_packages()
{
	local name missing=()

	if ! command -v dpkg-query >/dev/null; then
		echo "This is not Debian: make sure that you have the like of $*" >&2
		return
	fi
	for name in "$@"; do
		[ "$(dpkg-query -W -f '${db:Status-Status}\n' "$name" 2>/dev/null | head -n 1)" = installed ] ||
			missing+=("$name")
	done
	[ ${#missing[@]} -eq 0 ] && return
	# A password is asked for here or not at all: the rest runs without a terminal.
	if [ "$(id -u)" -ne 0 ] && [ -t 0 ]; then
		sudo -v || die "please install: ${missing[*]}"
	fi
	run "install ${missing[*]}" install install_now "${missing[@]}" ||
		die "please install: ${missing[*]}"
}

# run <what> <log name> <command>...: one line, and the log's end when it fails
run()
{
	local what=$1 log="$logs/$2.log" begin=$SECONDS

	shift 2
	if "$@" >"$log" 2>&1 </dev/null; then
		printf '%-28s ok, %d s\n' "$what" $((SECONDS - begin))
		return 0
	fi
	printf '%-28s FAILED, %d s; the end of %s:\n' "$what" $((SECONDS - begin)) "${log#"$root"/}"
	tail -n 60 "$log"
	return 1
}

# build <preset>
build()
{
	run "configure $1" "configure-$1" timeout 300 cmake --preset "$1" &&
		run "build $1" "build-$1" timeout 900 cmake --build --preset "$1" --parallel "$(nproc)"
}
