#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Checks that the README's first C example is the code that is compiled and run
as a test: the part of kernel.c between its two README markers.

usage: check_readme.py README.md kernel.c
"""

import difflib
import pathlib
import re
import sys


def main():
    readme, kernel = (pathlib.Path(path).read_text() for path in sys.argv[1:])
    shown = re.search(r"^```c\n(.*?)^```$", readme, re.M | re.S)
    run = re.search(r"^/\* README: the shortest use \*/\n(.*?)^/\* README: end \*/$", kernel, re.M | re.S)
    if not shown or not run:
        sys.exit("the README has no C example" if run else "kernel.c has no README markers")
    if shown[1] != run[1]:
        sys.exit("".join(difflib.unified_diff(
            run[1].splitlines(True), shown[1].splitlines(True), "kernel.c", "README.md")))


if __name__ == "__main__":
    main()
