#!/usr/bin/python3
"""Holds docs/coverage.md to what it says: every command, page, point and test it names is there, and the tests have run.

usage: coverage.py <source folder> <folder with the programs> <folder with the results of this test run>
"""

import json
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

COLUMNS = ["manual", "function", "window", "command", "points", "how", "test"]
HOWS = {"public", "extension", "by hand", "public or by hand", "extension or by hand", "program", "cloud, later"}


def rows_of(text):
    """Rows of the tables in the page, as dictionaries; a row with another number of cells is a fault."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("|") or line.startswith("|--") or line.startswith("| manual"):
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        yield number, dict(zip(COLUMNS, cells, strict=False)), len(cells)


def names_in(cell):
    return re.findall(r"`([^`]+)`", cell)


class Coverage:
    def __init__(self, source, programs, results):
        self.source, self.programs, self.results = map(pathlib.Path, (source, programs, results))
        self.faults = []
        self.points = self.known_points()
        self.pages = self.known_pages()
        self.tests = self.tests_that_ran()
        self.commands = {}

    def known_points(self):
        """Points, tables and commands of the shipped profiles, by the family they belong to."""
        known = {}
        for file in (self.source / "data" / "profiles").glob("*.json"):
            profile = json.loads(file.read_text(encoding="utf-8"))
            family = known.setdefault(profile.get("extends", profile["profile"]), set())
            for kind in ("points", "tables", "commands"):
                family.update(row["name"] for row in profile.get(kind, []))
        return known

    def known_pages(self):
        """Everything that stands in quotation marks where the window's places, pages and steps are named."""
        text = ""
        for folder in ("app/desktop", "wizards", "commissioning"):
            for file in (self.source / folder).rglob("*.cpp"):
                text += file.read_text(encoding="utf-8")
        return set(re.findall(r'"([A-Za-z_\-, ]+)"', text))

    def tests_that_ran(self):
        """Test cases of this run that passed: each program leaves a JUnit file."""
        ran = {}
        for file in self.results.glob("*.xml"):
            # A failure may quote what XML cannot hold, such as the form feeds of a PDF's text.
            text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", file.read_text(encoding="utf-8", errors="replace"))
            try:
                results = ElementTree.fromstring(text)
            except ElementTree.ParseError:
                self.faults.append(f"{file.name} is not whole: that program did not end")
                continue
            for case in results.iter("testcase"):
                bad = any(case.find(kind) is not None for kind in ("failure", "error", "skipped"))
                ran[case.get("name")] = not bad and ran.get(case.get("name"), True)
        return ran

    def outcome(self, test):
        """Whether the case, with all its sections, passed; nothing when it has not run."""
        parts = [passed for name, passed in self.tests.items() if name == test or name.startswith(test + "/")]
        return all(parts) if parts else None

    def has_command(self, words):
        program = self.programs / "firstlight-cli"
        if words not in self.commands:
            asked = subprocess.run([program, *words.split(), "--help"], capture_output=True, check=False)
            self.commands[words] = asked.returncode == 0
        return self.commands[words]

    def fault(self, line, words):
        self.faults.append(f"docs/coverage.md:{line}: {words}")

    def check_row(self, line, row):
        if row["how"] not in HOWS:
            self.fault(line, f"\"{row['how']}\" is none of {sorted(HOWS)}")
        for name in names_in(row["points"]):
            family, _, point = name.partition(".")
            if point not in self.points.get(family, set()):
                self.fault(line, f"there is no point, table or command {name}")
        for page in names_in(row["window"]):
            if page not in self.pages:
                self.fault(line, f"the window has no page \"{page}\"")
        for command in names_in(row["command"]):
            if not self.has_command(command):
                self.fault(line, f"there is no command \"{command}\"")
        tests = names_in(row["test"])
        if not tests:
            self.fault(line, "no test is named")
        for test in tests:
            outcome = self.outcome(test)
            if outcome is None:
                self.fault(line, f"the test \"{test}\" has not run")
            elif not outcome:
                self.fault(line, f"the test \"{test}\" did not pass")

    def run(self):
        rows = 0
        for line, row, cells in rows_of((self.source / "docs" / "coverage.md").read_text(encoding="utf-8")):
            rows += 1
            if cells != len(COLUMNS):
                self.fault(line, f"{cells} cells instead of {len(COLUMNS)}")
            else:
                self.check_row(line, row)
        if rows < 30:
            self.faults.append(f"docs/coverage.md has only {rows} rows")
        if not self.tests:
            self.faults.append("no test has left its results: run the whole of ctest")
        print("\n".join(self.faults) or f"{rows} functions of the manual, {len(self.tests)} test cases of this run")
        return 1 if self.faults else 0


if __name__ == "__main__":
    sys.exit(Coverage(*sys.argv[1:]).run())
