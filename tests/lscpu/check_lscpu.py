#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Checks what smpboot-lscpu says of the trees in boards/, of small ones made
here, and of files that are no trees."""

import argparse
import json
import pathlib
import struct
import subprocess
import sys
import tempfile
import unittest

BOARDS = pathlib.Path(__file__).parent / "boards"
TOTALSIZE = 4  # offset in the header
arguments = None


def cpu(name, mpidr, index, method, why=None, status="okay", release_addr=None, topology=None, capacity=None,
        numa=None, caches=()):
    return {"path": "/cpus/" + name, "mpidr": hex(mpidr), "id": index, "method": method, "status": status,
            "release_addr": release_addr, "startable": why is None, "why": why, "topology": topology,
            "capacity": capacity, "numa": numa, "caches": list(caches)}


def cache(level, kind, size, line=None, ways=None, sets=None, shared_with=None):
    return {"level": level, "type": kind, "size": size, "line": line, "ways": ways, "sets": sets,
            "shared_with": shared_with}


def warning(code, path):
    return {"code": code, "path": path}


class Lscpu(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def compile(self, source, name="board.dtb"):
        """A blob out of a source text, with dtc's own doubts overruled."""
        blob = self.folder / name
        subprocess.run([arguments.dtc, "-q", "-f", "-I", "dts", "-O", "dtb", "-o", blob, "-"],
                       input=source, text=True, check=True)
        return blob

    def board(self, name):
        return self.compile((BOARDS / f"{name}.dts").read_text(), f"{name}.dtb")

    def file(self, content):
        path = self.folder / "file"
        path.write_bytes(content)
        return path

    def run_lscpu(self, *words):
        return subprocess.run([arguments.lscpu, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True, timeout=20)

    def lscpu(self, *words):
        """The object of a tree that can be used."""
        result = self.run_lscpu("--json", *words)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(result.stdout.count("\n"), 1)
        return json.loads(result.stdout)

    def assert_unusable(self, file, *words):
        """Status 1, and one line that names the file and has the words."""
        result = self.run_lscpu(file)
        self.assertEqual((result.returncode, result.stdout), (1, ""))
        self.assertTrue(result.stderr.startswith(f"smpboot-lscpu: {file}: "), result.stderr)
        for word in words:
            self.assertIn(word, result.stderr.splitlines()[0])

    def test_psci(self):
        core = {"socket": None, "core": 0, "thread": None}
        self.assertEqual(self.lscpu(self.board("psci")), {
            "cpus": [cpu("cpu@0", 0, 0, "psci", topology={**core, "clusters": [0]}),
                     cpu("cpu@100", 0x100, 1, "psci", topology={**core, "clusters": [1]})],
            "psci": {"compatible": "arm,psci-1.0", "conduit": "hvc", "cpu_on": "0xc4000003"},
            "warnings": []})

    def test_spin_table(self):
        why = "no-release-address"
        self.assertEqual(self.lscpu(self.board("spin-table")), {
            "cpus": [cpu("cpu@0", 0, 0, "spin-table", release_addr="0xd8"),
                     cpu("cpu@1", 1, 1, "spin-table", status="disabled", release_addr="0xd8"),
                     cpu("cpu@2", 2, 2, "spin-table", release_addr="0x2000"),
                     cpu("cpu@3", 3, 3, "spin-table", release_addr="0x100000000"),
                     cpu("cpu@4", 4, 4, "spin-table", why, release_addr="0xdc"),
                     cpu("cpu@100000000", 1 << 32, 5, "spin-table", why)],
            "psci": None,
            "warnings": [warning("release-addr-unreserved", "/cpus/cpu@2"),
                         warning("release-addr-outside", "/cpus/cpu@3")]})

    def test_every_way_not_to_be_started(self):
        self.assertEqual(self.lscpu(self.board("mixed"), "--boot-mpidr", "1"), {
            "cpus": [cpu("cpu@1", 1, 0, "psci", status="disabled"),
                     cpu("cpu@0", 0, 1, None, "status-fail", status="fail"),
                     cpu("cpu@2", 2, 2, "psci", "status-fail", status="fail"),
                     cpu("cpu@3", 3, 3, "vendor,mailbox", "unknown-method"),
                     cpu("cpu@4", 4, 4, None, "no-method")],
            "psci": {"compatible": "arm,psci", "conduit": "smc", "cpu_on": "0x95c10002"},
            "warnings": [warning("bad-cpu", "/cpus/cpu@80000000"), warning("duplicate", "/cpus/cpu@5"),
                         warning("bad-cpu", "/cpus/cpu@6")]})

    def test_topology(self):
        found = self.lscpu(self.board("topology"))
        big = [cache(1, "data", 65536, 64, 4, 256), cache(2, "unified", 524288, shared_with=0),
               cache(3, "unified", 4194304, 64, 16, 4096, 0)]
        little = [cache(2, "unified", 131072, shared_with=1), cache(3, "unified", 4194304, 64, 16, 4096, 0)]
        big[0]["shared_with"] = 0
        place = {"socket": 0, "clusters": [0, 1], "core": 2, "thread": 0}
        self.assertEqual(found["cpus"], [
            cpu("cpu@0", 0, 0, "psci", topology=place, capacity=1024, numa=0, caches=big),
            cpu("cpu@100", 0x100, 1, "psci", topology={**place, "thread": 1}, capacity=400, numa=1, caches=little),
            cpu("cpu@200", 0x200, 2, "psci")])
        text = [" ".join(line.split()) for line in self.run_lscpu(self.board("topology")).stdout.splitlines()]
        for line in ["0 0x0 active 1 - - 0 0.1 2 0 0 1024 cpu-map", "1 0x100 present - - - 0 0.1 2 1 1 400 cpu-map",
                     "2 0x200 present - - - - - - - - - -", "caches of CPU 0",
                     "L2 unified 128 KiB - - - description by 1", "L3 unified 4 MiB 64-byte lines 16 ways 4096 sets description by 0-1", "socket 0", "cluster 0",
                     "cluster 1", "core 2", "thread 0 CPU 0", "thread 1 CPU 1", "place not known: CPU 2"]:
            self.assertIn(line, text)

    def test_text_without_topology_has_no_table(self):
        self.assertNotIn("machine\n", self.run_lscpu(self.board("spin-table")).stdout)

    def test_first_cpu_boots_by_default(self):
        ids = {row["path"]: row["id"] for row in self.lscpu(self.board("mixed"))["cpus"]}
        self.assertEqual(ids["/cpus/cpu@0"], 0)
        blob = self.compile("/dts-v1/; / { cpus { #address-cells = <1>; #size-cells = <0>;"
                            "cpu@5 { reg = <5>; }; cpu@0 { reg = <0>; }; }; };")
        rows = self.lscpu(blob)["cpus"]
        self.assertEqual([(row["mpidr"], row["id"]) for row in rows], [("0x5", 0), ("0x0", 1)])

    def test_boot_mpidr(self):
        board = self.board("psci")
        for text in "256", "0x100", "0x81000100":  # as read from MPIDR_EL1, too
            rows = self.lscpu("--boot-mpidr", text, board)["cpus"]
            self.assertEqual([row["mpidr"] for row in rows], ["0x100", "0x0"])
        found = self.lscpu("--boot-mpidr", "0x200", board)
        self.assertEqual([(row["mpidr"], row["id"]) for row in found["cpus"]], [("0x0", 1), ("0x100", 2)])
        self.assertEqual(found["warnings"], [warning("boot-cpu-missing", "/cpus")])

    def test_psci_0_2(self):
        source = (BOARDS / "psci.dts").read_text().replace('"arm,psci-1.0", ', "")
        self.assertEqual(self.lscpu(self.compile(source))["psci"],
                         {"compatible": "arm,psci-0.2", "conduit": "hvc", "cpu_on": "0xc4000003"})

    def test_method_without_its_firmware(self):
        blob = self.compile('/dts-v1/; / { cpus { #address-cells = <1>; #size-cells = <0>; '
                            'enable-method = "psci"; cpu@0 { reg = <0>; }; cpu@1 { reg = <1>; }; }; };')
        found = self.lscpu(blob)
        self.assertIsNone(found["psci"])
        self.assertEqual(found["cpus"], [cpu("cpu@0", 0, 0, "psci"),
                                         cpu("cpu@1", 1, 1, "psci", "unknown-method")])

    def test_text_says_the_same(self):
        result = self.run_lscpu("--boot-mpidr", "1", self.board("mixed"))
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        lines = result.stdout.splitlines()
        self.assertTrue(lines[0].endswith("mixed.dtb: 1 of 5 CPUs startable"), lines[0])
        self.assertEqual(lines[1].split(), "PSCI: arm,psci, conduit smc, CPU_ON 0x95c10002".split())
        self.assertEqual(lines[3].split(), "0 0x1 disabled psci - /cpus/cpu@1 (boot CPU)".split())
        self.assertEqual(lines[4].split(), "1 0x0 fail - - /cpus/cpu@0".split())
        self.assertIn("not startable", lines[5])
        self.assertTrue(lines[5].endswith("(status-fail)"))
        self.assertEqual(len([line for line in lines if "warning: " in line]), 3)
        self.assertTrue(lines[-1].endswith("(bad-cpu, /cpus/cpu@6, property reg)"))

    def test_many_cpus(self):
        nodes = "".join(f"cpu@{i:x} {{ reg = <{i // 16 * 256 + i % 16}>; }};" for i in range(4096))
        blob = self.compile("/dts-v1/; / { cpus { #address-cells = <1>; #size-cells = <0>;" + nodes + "}; };")
        for words in [], ["--boot-mpidr", "0xffffff"]:
            found = self.lscpu(blob, *words)
            self.assertEqual(len(found["cpus"]), 4096)
            self.assertEqual(len(found["warnings"]), len(words) // 2)

    def test_several_files(self):
        files = [self.board("psci"), self.file(b"no tree"), self.board("mixed")]
        result = self.run_lscpu("--json", *files)
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stderr.count("\n"), 1)
        objects = [json.loads(line) for line in result.stdout.splitlines()]
        self.assertEqual([found and len(found["cpus"]) for found in objects], [2, None, 5])
        result = self.run_lscpu(*files[::2])
        self.assertEqual(result.returncode, 0)
        self.assertEqual(result.stdout.count(" CPUs startable\n"), 2)

    def test_names_of_the_tree_are_escaped(self):
        blob = self.board("psci")
        blob.write_bytes(blob.read_bytes().replace(b"cpu@100\0", b'cpu"\\\x1b\xe9\0'))
        self.assertEqual(self.lscpu(blob)["cpus"][1]["path"], '/cpus/cpu"\\\x1b\xe9')
        self.assertIn('/cpus/cpu"\\??\n', self.run_lscpu(blob).stdout)

    def test_files_that_are_no_trees(self):
        self.assert_unusable(self.folder / "missing", "No such file")
        self.assert_unusable(self.folder, "directory")
        self.assert_unusable(self.file(b""), "no device tree")
        self.assert_unusable(self.file(b"\xd0\x0d\xfe\xed"), "no device tree")
        self.assert_unusable(self.file(bytes(4096)), "no device tree")

    def test_file_that_is_cut_off(self):
        tree = self.board("psci").read_bytes()
        for size in 40, 100, len(tree) - 1:
            self.assert_unusable(self.file(tree[:size]), "cut off")
        longer = tree[:TOTALSIZE] + struct.pack(">I", len(tree) + 1) + tree[TOTALSIZE + 4:]
        self.assert_unusable(self.file(longer), "cut off")
        self.assertEqual(len(self.lscpu(self.file(tree + bytes(1 << 20)))["cpus"]), 2)

    def test_trees_that_cannot_be_read(self):
        self.assert_unusable(self.compile("/dts-v1/; / { soc { }; };"), "/cpus")
        self.assert_unusable(self.compile("/dts-v1/; / { cpus { #address-cells = <3>; }; };"),
                             "node cpus", "property #address-cells")
        blob = self.compile('/dts-v1/; / { p { compatible = "arm,psci"; method = "no"; }; cpus { }; };')
        self.assert_unusable(blob, "node p", "property method")

    def test_trees_without_a_usable_cpu(self):
        self.assert_unusable(self.compile("/dts-v1/; / { cpus { }; };"), "no CPU in it can be used")
        blob = self.compile("/dts-v1/; / { cpus { cpu@0 { reg = <0>; }; }; };")
        self.assert_unusable(blob, "no CPU in it can be used")
        self.assertIn("(bad-cpu, /cpus/cpu@0, property reg)", self.run_lscpu(blob).stderr)

    def test_wrong_calls(self):
        board = self.board("psci")
        for words in [], ["--json"], ["--nonsense", board], ["--boot-mpidr", "-1", board], \
                ["--boot-mpidr", "1x", board], ["--boot-mpidr", "0x10000000000000000", board]:
            result = self.run_lscpu(*words)
            self.assertEqual((result.returncode, result.stdout), (2, ""))
            self.assertIn("usage: ", result.stderr)
        self.assertEqual(self.run_lscpu("--help").returncode, 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lscpu", required=True)
    parser.add_argument("--dtc", required=True)
    arguments = parser.parse_args()
    unittest.main(argv=sys.argv[:1])
