"""Write docs/seed-coverage.md: for each row of what the report of 2017 names, its pages and its tests.

python tools/seed_coverage.py             writes the page
python tools/seed_coverage.py --check     says what is missing or out of date, and ends with 1
python tools/seed_coverage.py --run       runs the tests too; a row without one that passes is an error

Tests are found by name: test_row_24_…, or test_row_01_and_19_… for two rows.
"""

import argparse
import ast
import os
import re
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "seed-coverage.md"
ROWS = ROOT / "tools" / "seed_coverage.toml"
MOST = 60
NAME = re.compile(r"test_rows?_(\d+(?:_and_\d+)*)(?:_|$)")


@dataclass
class Row:
    number: int
    what: str
    pages: list[str]
    waits: str = ""  # why it has no test yet
    tests: list[str] = field(default_factory=list)  # as pytest names them


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--run", action="store_true")
    options = parser.parse_args()
    rows = read_rows()
    problems = list(find_problems(rows))
    if options.check and (not PAGE.exists() or PAGE.read_text() != write(rows)):
        problems.append("docs/seed-coverage.md is out of date: run python tools/seed_coverage.py")
    if options.run:
        problems += find_failures(rows)
    if not options.check and not options.run:
        PAGE.write_text(write(rows))
    for problem in problems:
        print(problem, file=sys.stderr)
    return int(bool(problems))


def read_rows() -> list[Row]:
    given = tomllib.loads(ROWS.read_text())["rows"]
    rows = {one["row"]: Row(one["row"], one["what"], one["pages"], one.get("waits", "")) for one in given}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for name, numbers in find_tests(path.read_text()):
            for number in numbers:
                if number in rows:
                    rows[number].tests.append(f"{path.relative_to(ROOT).as_posix()}::{name}")
    return [rows[number] for number in sorted(rows)]


def find_tests(text: str) -> Iterator[tuple[str, list[int]]]:
    """Tests that a row's number is part of, with the numbers of all of their rows."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and (found := NAME.match(node.name)):
            yield node.name, [int(number) for number in found[1].split("_and_")]


def find_problems(rows: list[Row]) -> Iterator[str]:
    missing = set(range(1, MOST + 1)) - {row.number for row in rows}
    if missing:
        yield f"Not in tools/seed_coverage.toml: rows {sorted(missing)}."
    for row in rows:
        if not row.tests and not row.waits:
            yield f"Row {row.number} ({row.what}) has no test. Name one test_row_{row.number:02}_…"
        if not row.pages:
            yield f"Row {row.number} ({row.what}) names no page."


def find_failures(rows: list[Row]) -> list[str]:
    """Rows of which no test passes, or one fails."""
    import pytest

    passed, failed = set[str](), set[str]()

    class Listener:
        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            name = report.nodeid.partition("[")[0]
            if report.failed:
                failed.add(name)
            elif report.when == "call" and report.passed:
                passed.add(name)

    os.chdir(ROOT)
    wanted = sorted({test for row in rows for test in row.tests})
    pytest.main(["-q", *wanted], plugins=[Listener()])
    found = [
        f"Row {row.number} ({row.what}): none of its tests passes."
        for row in rows
        if row.tests and not passed & {*row.tests}
    ]
    return found + [f"{name} fails." for name in sorted(failed)]


def write(rows: list[Row]) -> str:
    lines = [
        "# What the report of 2017 names, and where Cairn answers it",
        "",
        "Written by `tools/seed_coverage.py`, which fails when a row has no test; with `--run` when none passes. The "
        "rows are those of our study of the report of the learning event “Innovation towards Excellence”. Addresses "
        "are those of the starter library, or of the list where the pages are people’s own.",
        "",
        "| Row | The report names | Pages | Tests |",
        "|---|---|---|---|",
    ]
    for row in rows:
        pages = "<br>".join(f"`{page}`" for page in row.pages)
        tests = "<br>".join(f"`{test}`" for test in row.tests) or f"None yet: {row.waits}"
        lines.append(f"| {row.number} | {row.what} | {pages} | {tests} |")
    return "\n".join([*lines, ""])


def find_dead_pages(rows: list[Row]) -> list[str]:
    """Addresses that lead to no page of the site; needs Django to be set up."""
    from django.urls import Resolver404, resolve

    dead = []
    for address in sorted({page for row in rows for page in row.pages}):
        try:
            resolve(address)
        except Resolver404:
            dead.append(address)
    return dead


if __name__ == "__main__":
    os.environ.setdefault("CAIRN_DATA_DIR", tempfile.mkdtemp(prefix="cairn-coverage-"))
    sys.exit(main())
