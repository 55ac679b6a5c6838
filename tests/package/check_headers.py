#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Checks the installed headers: each compiles alone, as C11, as C++11 and, where
it says so, from assembly; and each macro's name starts with SMPBOOT_."""

import argparse
import pathlib
import re
import shlex
import subprocess
import sys

STRICT = ["-ffreestanding", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"]
PUBLIC_MACRO = re.compile(r"SMPBOOT_[A-Z0-9_]+$")


def compiles(command, text):
    result = subprocess.run(command, input=text, text=True, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    if result.returncode:
        print(" ".join(command))
        print(result.stderr)
    return result.returncode == 0


def macros(text):
    return re.findall(r"^[ \t]*#[ \t]*define[ \t]+(\w+)", text, re.M)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--cc", required=True, type=shlex.split)
    parser.add_argument("--cxx", required=True, type=shlex.split)
    arguments = parser.parse_args()
    include = [f"-I{arguments.folder}"]
    c11 = [*arguments.cc, *include, "-std=c11", "-x", "c", *STRICT, "-"]
    cxx11 = [*arguments.cxx, *include, "-std=c++11", "-x", "c++", *STRICT, "-"]
    assembler = [*arguments.cc, *include, "-x", "assembler-with-cpp", "-c", "-o", "/dev/null", "-"]

    headers = sorted(arguments.folder.glob("smpboot/*.h"))
    good = bool(headers)
    for header in headers:
        text = header.read_text()
        line = f"#include <smpboot/{header.name}>\n"
        # Twice, as the guard must hold; and C has no empty translation unit.
        unit = line * 2 + "extern int something;\n"
        good &= compiles(c11, unit) and compiles(cxx11, unit)
        if "__ASSEMBLER__" in text:
            good &= compiles(assembler, line)
        for name in macros(text):
            if not PUBLIC_MACRO.match(name):
                print(f"{header.name} defines {name}")
                good = False
    print(f"{len(headers)} headers")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
