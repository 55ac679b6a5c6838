#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause
"""Checks smpboot-timeline: pictures and traces of logs made up here, and what it refuses."""

import argparse
import json
import pathlib
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

SVG = "{http://www.w3.org/2000/svg}"
STAMPS = ["asked", "started", "entered", "mmu_on", "in_c", "online", "main"]
SPANS = {
    "power-up": ("asked", "entered"), "entry code, MMU off": ("entered", "mmu_on"),
    "MMU on, to C": ("mmu_on", "in_c"), "starting hook": ("in_c", "online"), "to main": ("online", "main"),
}
CLASSES = {"power": "power-up", "entry": "entry code, MMU off", "toc": "MMU on, to C", "hook": "starting hook",
           "tomain": "to main"}
ALL = (80, 800)  # the left panel, pixels
timeline = None


def line(number, stamps=None, **words):
    fields = {"mpidr": hex(number), "method": "psci", "state": "active", "stage": "main", "reason": "none",
              "entry_el": 1, "code": 0, **words}
    stamps = stamps or {}
    text = " ".join(f"{key}={value}" for key, value in fields.items())
    return f"cpu: id={number} {text} " + " ".join(f"{name}_us={stamps.get(name, '-')}" for name in STAMPS)


def came(number, start):
    """A CPU that came, with a step of another length for each stage."""
    steps = [0, 50, 500, 0.25, 1.125, 3.5, 0.064]
    total, stamps = start, {}
    for name, step in zip(STAMPS, steps):
        total += step
        stamps[name] = f"{total:.3f}"
    return line(number, stamps)


def log_of(cpus):
    return "\n".join([line(0), *(came(number, 50 * number) for number in range(1, cpus))]) + "\n"


FAILED = line(2, {"asked": 100, "started": 150}, state="abandoned", stage="start", reason="never-arrived")
STUCK = line(3, {"asked": 150, "started": 200, "entered": 190}, state="abandoned", stage="level", reason="stuck")


def call(log, *options):
    return subprocess.run([timeline, *options], input=log.encode(), capture_output=True)


class Pictures(unittest.TestCase):
    def svg(self, log):
        done = call(log, "--svg", "-")
        self.assertEqual(done.returncode, 0, done.stderr)
        return ElementTree.fromstring(done.stdout)

    def lanes(self, svg):
        return svg.findall(f"{SVG}g")

    def test_every_cpu_has_a_lane(self):
        for cpus in (1, 4, 64, 512):
            svg = self.svg(log_of(cpus))
            titles = [lane.find(f"{SVG}title").text for lane in self.lanes(svg)]
            self.assertEqual([int(re.match(r"cpu (\d+) ", title)[1]) for title in titles], list(range(cpus)))

    def test_lanes_do_not_overlap_and_fit(self):
        for cpus in (4, 64, 512):
            svg = self.svg(log_of(cpus))
            ends = []
            for lane in self.lanes(svg):
                bars = [(float(bar.get("y")), float(bar.get("y")) + float(bar.get("height")))
                        for bar in lane.findall(f"{SVG}rect")]
                ends.append((min(top for top, _ in bars), max(bottom for _, bottom in bars)))
            self.assertTrue(all(upper[1] < lower[0] for upper, lower in zip(ends, ends[1:])))
            self.assertLess(ends[-1][1], float(svg.get("height")))
            width = float(svg.get("width"))
            for bar in svg.iter(f"{SVG}rect"):
                self.assertLessEqual(float(bar.get("x", 0)) + float(bar.get("width")), width)

    def test_labels_do_not_overlap(self):
        for cpus in (4, 64, 512):
            labels = [float(text.get("y")) for text in self.svg(log_of(cpus)).iter(f"{SVG}text")
                      if text.get("class") == "label"]
            self.assertTrue(all(lower - upper >= 11.9 for upper, lower in zip(labels, labels[1:])))

    def test_spans_are_where_the_stamps_say(self):
        steps = {"asked": 1000, "started": 3000, "entered": 2000, "mmu_on": 4000, "in_c": 5500, "online": 7500,
                 "main": 9000}
        svg = self.svg(line(0) + "\n" + line(1, steps))
        lane = self.lanes(svg)[1]
        scale = (ALL[1] - ALL[0]) / (8000 * 1.04)
        seen = {}
        for bar in lane.findall(f"{SVG}rect"):
            if bar.get("class") in CLASSES and float(bar.get("x")) < ALL[1]:
                seen[CLASSES[bar.get("class")]] = float(bar.get("x")), float(bar.get("width"))
        for name, (first, second) in SPANS.items():
            self.assertAlmostEqual(seen[name][0], ALL[0] + (steps[first] - 1000) * scale, delta=0.02)
            self.assertAlmostEqual(seen[name][1], (steps[second] - steps[first]) * scale, delta=0.02)

    def test_own_part_begins_at_the_first_instruction(self):
        lane = self.lanes(self.svg(log_of(4)))[3]
        entry = [float(bar.get("x")) for bar in lane.findall(f"{SVG}rect") if bar.get("class") == "entry"]
        self.assertEqual(entry[1], 850)

    def test_failures_are_told(self):
        svg = self.svg("\n".join([line(0), came(1, 0), FAILED, STUCK]))
        text = "\n".join(svg.itertext())
        self.assertIn("4 CPUs: 2 running, 2 failed", text)
        self.assertIn("cpu 2 (mpidr 0x2) did not come: stage start, never-arrived", text)
        self.assertIn("cpu 3 (mpidr 0x3) did not come: stage level, stuck", text)
        failed = [lane.find(f"{SVG}title").text for lane in self.lanes(svg)
                  if any(bar.get("class") == "failed" for bar in lane.findall(f"{SVG}rect"))]
        self.assertEqual([title[:5] for title in failed], ["cpu 2", "cpu 3"])

    def test_many_failures_are_counted(self):
        lines = [line(0)] + [line(number, state="failed", stage="start", reason="fw-denied") for number in range(1, 31)]
        text = "\n".join(self.svg("\n".join(lines)).itertext())
        self.assertIn("and 10 more", text)

    def test_words_of_the_log_are_escaped(self):
        text = line(1, {"asked": 1}, method='<a&"b>', state="failed", reason="\x01\u20ac")
        self.assertIn('<a&"b>', "\n".join(self.svg(text).itertext()))

    def test_no_other_file_is_needed(self):
        picture = call(log_of(4), "--svg", "-").stdout.decode()
        self.assertNotRegex(picture.replace("http://www.w3.org/2000/svg", ""), r"https?:|href|@import|<script")


class Traces(unittest.TestCase):
    def events(self, log):
        done = call(log, "--json", "-")
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)["traceEvents"]

    def test_spans_match_the_log(self):
        events = self.events(log_of(64))
        for number in range(1, 64):
            stamps = {name: float(value) for name, value in re.findall(r"(\w+)_us=(\S+)", came(number, 50 * number))}
            spans = {event["name"]: event for event in events if event["ph"] == "X" and event["tid"] == number}
            self.assertEqual(sorted(spans), sorted(SPANS))
            for name, (first, second) in SPANS.items():
                self.assertAlmostEqual(spans[name]["ts"], stamps[first], places=3)
                self.assertAlmostEqual(spans[name]["dur"], stamps[second] - stamps[first], places=3)
            call_ends = [event["ts"] for event in events if event["ph"] in "be" and event["id"] == number]
            self.assertEqual(call_ends, [stamps["asked"], stamps["started"]])

    def test_every_cpu_has_a_name(self):
        names = [event["args"]["name"] for event in self.events(log_of(4)) if event["name"] == "thread_name"]
        self.assertEqual(names, [f"cpu {number} (mpidr {number:#x})" for number in range(4)])

    def test_failures_have_stage_and_reason(self):
        failed = [event for event in self.events(FAILED + "\n" + STUCK) if event["name"] == "failed"]
        self.assertEqual([event["args"] for event in failed], [{"stage": "start", "reason": "never-arrived"},
                                                               {"stage": "level", "reason": "stuck"}])
        self.assertEqual([event["ts"] for event in failed], [150, 200])

    def test_words_of_the_log_are_escaped(self):
        events = self.events(line(1, {"asked": 1}, mpidr='"\\', state="failed"))
        self.assertIn('cpu 1 (mpidr "\\)', [event["args"]["name"] for event in events if event["name"] == "thread_name"])


class Logs(unittest.TestCase):
    def last_main(self, log):
        events = json.loads(call(log, "--json", "-").stdout)["traceEvents"]
        return {event["tid"]: event["ts"] + event["dur"] for event in events if event["name"] == "to main"}

    def test_other_lines_and_prefixes_are_left_out(self):
        log = "U-Boot\r\n\x1b[0m[    0.5] " + came(1, 0) + "\r\nresult: pass\n"
        self.assertEqual(self.last_main(log), self.last_main(came(1, 0)))

    def test_the_last_boot_counts(self):
        log = log_of(4) + "\n".join([line(0), came(2, 7000)])
        self.assertEqual(list(self.last_main(log)), [2])
        self.assertGreater(self.last_main(log)[2], 7000)

    def test_the_last_line_of_a_cpu_counts(self):
        self.assertGreater(self.last_main(came(1, 0) + "\n" + came(1, 7000))[1], 7000)

    def test_order_does_not_matter(self):
        self.assertEqual(list(self.last_main("\n".join(came(number, 0) for number in (5, 2, 9)))), [2, 5, 9])

    def test_later_fields_are_left_out(self):
        self.assertEqual(self.last_main(came(1, 0) + " cluster=3"), self.last_main(came(1, 0)))

    def test_whole_microseconds(self):
        stamps = {name: 10 * index for index, name in enumerate(STAMPS)}
        self.assertEqual(self.last_main(line(1, stamps)), {1: 60})

    def test_entered_before_asked(self):
        """As where CPUs share a release word."""
        stamps = dict(zip(STAMPS, (10, 12, 4, 5, 13, 14, 15)))
        self.assertEqual(call(line(1, stamps), "--svg", "-", "--json", "/dev/null").returncode, 0)

    def test_a_real_log(self):
        """The minikernel's on 8 CPUs, with fault=no-entry:2,slow-starting:3,refuse-start:4,stop-level:5,fault-regime:6."""
        done = call((pathlib.Path(__file__).parent / "faults.log").read_text(), "--svg", "-")
        text = "\n".join(ElementTree.fromstring(done.stdout).itertext())
        self.assertIn("8 CPUs: 4 running, 4 failed; 200.5 ms", text)
        self.assertIn("cpu 5 (mpidr 0x5) did not come: stage level, stuck", text)

    def refused(self, log, why):
        done = call(log, "--svg", "-", "--json", "-")
        self.assertEqual((done.returncode, done.stdout), (1, b""), log)
        self.assertIn(why, done.stderr.decode())

    def test_refused(self):
        good = came(1, 0)
        self.refused("", "no line")
        self.refused("cpus: 4\n", "no line")
        self.refused("x\n\n" + good.replace("main_us", "mainus"), "line 3: there is no main_us")
        self.refused(good.replace(" reason=none", ""), "line 1: there is no reason")
        self.refused(good[:-9], "makes no sense" if good[:-9].endswith("=") else "line 1")
        self.refused(good.replace("id=1", "id=one"), "id=one makes no sense")
        self.refused(good.replace("id=1", "id=-1"), "id=-1 makes no sense")
        self.refused(good.replace("id=1", "id=99999999999999999999"), "makes no sense")
        self.refused(re.sub("asked_us=[^ ]*", "asked_us=99999999999999999999", good), "makes no sense")
        for bad in ("1.", ".5", "1e3", "-1", "", "0x10", "1.5x"):
            self.refused(re.sub("asked_us=[^ ]*", "asked_us=" + bad, good), "makes no sense")
        self.refused(good.replace("state=", "state "), "is no field")
        self.refused(line(1, mpidr="1" * 50), "makes no sense")
        self.refused(line(1, {"entered": 5, "mmu_on": 4}), "mmu_on_us is earlier")
        self.refused(line(1, {"asked": 5, "started": 4}), "started_us is earlier")

    def test_files(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "log").write_text(log_of(4))
            done = call("", "--svg", folder / "a.svg", "--json", folder / "a.json", folder / "log")
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))
            ElementTree.parse(folder / "a.svg")
            json.loads((folder / "a.json").read_text())
            self.assertEqual(call("", "--svg", "-", folder / "none").returncode, 1)
            self.assertEqual(call("", "--svg", "-", folder).returncode, 1)
            self.assertEqual(call(log_of(4), "--svg", folder / "none" / "a.svg").returncode, 1)
        self.assertEqual(call(log_of(64), "--svg", "/dev/full").returncode, 1)
        self.assertEqual(call(log_of(1), "--json", "/dev/full").returncode, 1)  # seen in the last write only

    def test_calls(self):
        for wrong in ([], ["log"], ["--svg"], ["--png", "-"], ["--svg", "-", "one", "two"]):
            self.assertEqual(call(log_of(2), *wrong).returncode, 2, wrong)
        self.assertEqual(call("", "--help").returncode, 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--timeline", required=True)
    timeline = parser.parse_args().timeline
    unittest.main(argv=["check_timeline"])
