#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Checks that the installed archives can be linked into anyone's kernel.

With --expect-violations the archive is one that breaks every rule, and each
check must find it out: so that no check passes for looking at nothing.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile

LIBC = {"memcpy", "memset", "memcmp", "memmove"}

ABSOLUTE = re.compile(r"R_AARCH64_(ABS\d+|MOVW_[US]ABS\S*)")
INDIRECT = re.compile(r"R_AARCH64_\S*(GOT|TLS)\S*")
VECTOR = re.compile(r"\b[vqdshbz](\d|[12]\d|3[01])(\.\w+)?\b")
DATA = re.compile(r"\s\.(word|xword|short|byte|long|quad)\s")
# [Nr] Name Type Address Off Size ES Flg ...
SECTION = re.compile(r"\s*\[\s*\d+\]\s+(\.\S+)\s+\w+\s+[0-9a-f]+\s+\w+\s+\w+\s+\w+\s+([A-Z]*)\s")
X18 = re.compile(r"\b[xw]18\b")
START_UP = re.compile(r"\.(init_array|fini_array|preinit_array|ctors|dtors|tdata|tbss|eh_frame)")


class Archive:
    """An archive's members, unpacked, and the tools to look at them."""

    def __init__(self, path, tools, work):
        self.path = path
        self.tools = tools
        self.work = work
        self.run("ar", "x", path)
        self.members = sorted(os.path.join(work, name) for name in os.listdir(work))
        if not self.members:
            sys.exit(f"{path} has no members")

    def run(self, tool, *arguments):
        command = [self.tools[tool], *arguments]
        return subprocess.run(command, cwd=self.work, check=True, text=True, stdout=subprocess.PIPE).stdout

    def symbols(self, path, *options):
        lines = self.run("nm", "-P", *options, path).splitlines()
        return {line.split()[0] for line in lines if len(line.split()) > 1}

    def defined(self):
        return self.symbols(self.path, "-g", "--defined-only")

    def undefined(self):
        whole = os.path.join(self.work, "whole.o")
        self.run("ld", "-r", "-o", whole, "--whole-archive", self.path)
        return self.symbols(whole, "-u")

    def instructions(self):
        """(member, operands) of each instruction; addresses of branches are left out."""
        for member in self.members:
            for line in self.run("objdump", "-d", "--no-show-raw-insn", member).splitlines():
                match = re.match(r"\s*[0-9a-f]+:\s+(\S+)\s+(.*)", line)
                if match and not DATA.search(line):
                    yield os.path.basename(member), re.sub(r"\S+ <[^>]*>", "", match[2])

    def sections(self):
        """(member, name, flags) of each section."""
        for member in self.members:
            for line in self.run("readelf", "-SW", member).splitlines():
                match = SECTION.match(line)
                if match:
                    yield os.path.basename(member), match[1], match[2]

    def relocations(self):
        """(member, section, type) of each relocation."""
        for member in self.members:
            section = ""
            for line in self.run("readelf", "-rW", member).splitlines():
                match = re.match(r"Relocation section '\.rela(\S+)'", line)
                if match:
                    section = match[1]
                match = re.search(r"\bR_AARCH64_\w+", line)
                if match:
                    yield os.path.basename(member), section, match[0]


def check_undefined(archive, allowed):
    """Leaves undefined only what a kernel is told to provide."""
    return [f"needs {name}" for name in archive.undefined() if not allowed(name)]


def check_names(archive, _):
    """Every global symbol starts with smpboot_."""
    return [f"defines {name}" for name in archive.defined() if not name.startswith("smpboot_")]


def check_vector(archive, _):
    """Uses no floating point or vector register."""
    return [f"{member}: {text}" for member, text in archive.instructions() if VECTOR.search(text)]


# Over a sleep that costs the CPU its power, x18 is stored with the other registers, once, and read back, once.
KEPT_X18 = {"suspend.S.obj": ["x18, x19, [sp]"] * 2}


def check_x18(archive, _):
    """Leaves x18 alone, but for keeping the kernel's value over a sleep."""
    used = [(member, text.strip()) for member, text in archive.instructions() if X18.search(text)]
    for member, kept in KEPT_X18.items():
        if [text for name, text in used if name == member] == kept:
            used = [use for use in used if use[0] != member]
    return [f"{member}: {text}" for member, text in used]


def check_branch_protection(archive, _):
    """Carries the GNU property note for BTI and PAC in every object, assembly too."""
    bad = []
    for member in archive.members:
        notes = archive.run("readelf", "-n", member)
        if not re.search(r"(?i)aarch64 feature: BTI, PAC", notes):
            bad.append(f"{os.path.basename(member)} has no BTI and PAC note")
    return bad


def check_sections(archive, _):
    """Has no constructors, thread-local data, unwind tables, or section both writable and executable."""
    bad = []
    for member, name, flags in archive.sections():
        if START_UP.match(name):
            bad.append(f"{member} has a section {name}")
        if "W" in flags and "X" in flags:
            bad.append(f"{member}: {name} is writable and executable")
    return bad


def check_position(archive, _):
    """Has no absolute address in code, and reaches nothing through a GOT."""
    bad = []
    code = {(member, name) for member, name, flags in archive.sections() if "X" in flags}
    for member, section, kind in archive.relocations():
        if INDIRECT.match(kind) or ((member, section) in code and ABSOLUTE.match(kind)):
            bad.append(f"{member}: {section} has {kind}")
    return bad


CHECKS = {
    "undefined": check_undefined,
    "names": check_names,
    "vector": check_vector,
    "x18": check_x18,
    "branch-protection": check_branch_protection,
    "sections": check_sections,
    "position": check_position,
}


def allowed_of(path, core, tools):
    """What the archive may leave undefined: of libsmpboot_fdt.a also libfdt and libsmpboot.a."""
    if core is None:
        return lambda name: name in LIBC
    with tempfile.TemporaryDirectory() as work:
        exported = Archive(core, tools, work).defined()
    return lambda name: name in LIBC or name in exported or name.startswith("fdt_")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive")
    parser.add_argument("--core", help="the archive that this one is linked with")
    parser.add_argument("--expect-violations", action="store_true")
    for tool in ("ar", "ld", "nm", "objdump", "readelf"):
        parser.add_argument(f"--{tool}", required=True)
    arguments = parser.parse_args()
    tools = vars(arguments)
    path = os.path.abspath(arguments.archive)
    allowed = allowed_of(path, arguments.core and os.path.abspath(arguments.core), tools)

    failed = False
    with tempfile.TemporaryDirectory() as work:
        archive = Archive(path, tools, work)
        for name, check in CHECKS.items():
            bad = check(archive, allowed)
            failed |= bool(bad) != arguments.expect_violations
            print(f"{name}: {len(bad)} violations ({check.__doc__})")
            for line in bad[:20]:
                print(f"  {line}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
