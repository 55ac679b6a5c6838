# SPDX-License-Identifier: BSD-2-Clause
"""Counts instructions, CPU by CPU, in the log of an emulated machine.

QEMU is told to translate one instruction at a time and to log each block that it
executes (-singlestep -d exec,nochain): a line is an instruction, with its CPU and
its address. Nothing in the measured program takes part.
"""

import bisect
import collections
import pathlib
import subprocess

WFE = 0xd503205f
WFET = 0xd5031000  # and a register


class Image:
    """The kernel's symbols and instructions, at their virtual and physical addresses."""

    def __init__(self, elf, image, nm, load):
        self.code = pathlib.Path(image).read_bytes()
        self.load = load
        names = subprocess.run([nm, "-n", elf], check=True, capture_output=True, text=True).stdout
        table = [line.split() for line in names.splitlines()]
        table = [(int(row[0], 16), row[2]) for row in table if len(row) == 3 and row[1] in "tTdDbBrR"]
        self.address = {name: address for address, name in table}
        self.base = self.address["image_begin"]
        text_end = self.address["text_end"]
        # Mapping symbols ($x, $d) and labels are no functions.
        table = [row for row in table if not row[1].startswith(("$", ".")) and self.base <= row[0] < text_end]
        self.starts = [address for address, _ in table]
        self.names = [name for _, name in table]

    def virtual(self, pc):
        """The address that the program was linked for."""
        return pc if pc >= self.base else pc - self.load + self.base

    def function(self, pc):
        found = bisect.bisect_right(self.starts, pc) - 1
        return self.names[found] if found >= 0 else "?"

    def is_wait(self, pc):
        offset = pc - self.base
        word = int.from_bytes(self.code[offset:offset + 4], "little")
        return word == WFE or word & 0xffffffe0 == WFET


class Cpu:
    """What one CPU executed while it was watched: all of it, and by function what was no waiting.

    A wait loop's turn goes from WFE to WFE. A turn on exactly the path of the one
    before it, in which the kernel was told nothing, has found nothing new: it is
    counted apart, since an emulated WFE does not wait.
    """

    def __init__(self):
        self.total = 0
        self.waiting = 0
        self.path = collections.Counter()
        self._turn = []
        self._last = None
        self._news = False
        self.first_at = {}

    def step(self, pc, wait, news):
        self.total += 1
        self._turn.append(pc)
        self._news |= news
        if wait:
            self._end_turn()

    def mark(self, name):
        """How many instructions came before this point, waiting left out."""
        self.first_at.setdefault(name, self.total - self.waiting)

    def _end_turn(self):
        if self._turn == self._last and not self._news:
            self.waiting += len(self._turn)
        else:
            self.path.update(self._turn)
        self._last = self._turn
        self._turn = []
        self._news = False

    def close(self):
        self.path.update(self._turn)
        self._turn = []

    def by_function(self, image):
        result = collections.Counter()
        for pc, count in self.path.items():
            result[image.function(pc)] += count
        return result


class Run:
    """One measured stretch: from bench_begin to bench_end on the boot CPU, and each secondary's way."""

    def __init__(self, image, lines, marks, news, last):
        self.image = image
        self.cpus = collections.defaultdict(Cpu)
        self.machine = 0  # instructions of all CPUs from the beginning on, waiting included
        self.online = 0  # up to the last secondary's last mark, waiting left out
        self._watch(lines, {image.address[name]: name for name in marks}, image.address.get(news),
                    image.address[last])
        for cpu in self.cpus.values():
            cpu.close()

    def waiting(self):
        return sum(cpu.waiting for cpu in self.cpus.values())

    def work(self):
        """Of all CPUs: the boot CPU's to its return, each secondary's to its last mark."""
        return self.machine - self.waiting()

    def _watch(self, lines, marks, news, last):
        image = self.image
        begin, end = image.address["bench_begin"], image.address["bench_end"]
        waits = {}
        watched = False
        gone = set()  # CPUs whose way is over
        start = f"/{begin:016x}/"
        for line in lines:
            # The way there is long, and nothing of it counts.
            if not watched and start not in line:
                continue
            fields = line.split("/", 2)  # Trace CPU: host address [cs/pc/flags...
            if len(fields) != 3:
                continue
            number = int(fields[0][6:fields[0].index(":")])
            pc = int(fields[1], 16)
            if pc < image.base:
                pc = pc - image.load + image.base
            if number == 0 and pc == begin:
                watched = True
            if not watched:
                continue
            if number == 0 and pc == end:
                gone.add(0)
            if number in gone:
                continue
            cpu = self.cpus[number]
            if pc in marks:
                cpu.mark(marks[pc])
            if pc == last and number != 0:
                gone.add(number)
                self.online = self.machine - self.waiting()
                continue
            self.machine += 1
            wait = waits.get(pc)
            if wait is None:
                wait = waits[pc] = image.is_wait(pc)
            cpu.step(pc, wait, pc == news)
