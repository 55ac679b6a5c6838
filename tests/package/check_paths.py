#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Checks that no installed file names a folder of the build machine.

usage: check_paths.py PREFIX FOLDER...
"""

import pathlib
import sys


def main():
    prefix, *folders = sys.argv[1:]
    needles = [folder.rstrip("/").encode() for folder in (prefix, *folders)]
    files = [path for path in pathlib.Path(prefix).rglob("*") if path.is_file()]
    bad = 0
    for path in files:
        text = path.read_bytes()
        for needle in needles:
            if needle in text:
                print(f"{path.relative_to(prefix)} names {needle.decode()}")
                bad += 1
    print(f"{len(files)} files")
    sys.exit(1 if bad or not files else 0)


if __name__ == "__main__":
    main()
