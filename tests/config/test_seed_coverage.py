"""Every row of what the report of 2017 names has a page and a test; docs/seed-coverage.md says which."""

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOUND = importlib.util.spec_from_file_location("seed_coverage", ROOT / "tools" / "seed_coverage.py")
seed_coverage = importlib.util.module_from_spec(FOUND)
FOUND.loader.exec_module(seed_coverage)


@pytest.fixture(scope="module")
def rows():
    return seed_coverage.read_rows()


def test_every_row_has_a_page_and_a_test(rows):
    """Fails where a row lost its test. Name a test test_row_NN_…, whatever file it stands in."""
    assert list(seed_coverage.find_problems(rows)) == []


def test_every_address_of_the_page_leads_somewhere(rows):
    assert seed_coverage.find_dead_pages(rows) == []


def test_page_names_every_row_and_no_test_that_is_gone(rows):
    """Mend it with: python tools/seed_coverage.py"""
    page = (ROOT / "docs" / "seed-coverage.md").read_text()
    for row in rows:
        assert f"| {row.number} | {row.what} |" in page
    named = set(re.findall(r"`(tests/[^`]+)`", page))
    assert named - {test for row in rows for test in row.tests} == set()


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("test_row_05_each_item_shows_actions", [5]),
        ("test_row_1_and_19_the_event", [1, 19]),
        ("test_row_55", [55]),
        ("test_rows_are_sorted", None),
        ("test_row_of_a_table", None),
    ],
)
def test_rows_are_read_from_names(name, numbers):
    found = list(seed_coverage.find_tests(f"def {name}(): pass"))
    assert found == ([(name, numbers)] if numbers else [])


def test_a_row_without_a_test_is_named():
    rows = [seed_coverage.Row(number, "Something", ["/"], tests=["tests/x.py::test_row"]) for number in range(1, 61)]
    assert list(seed_coverage.find_problems(rows)) == []
    rows[23].tests.clear()
    (problem,) = seed_coverage.find_problems(rows)
    assert problem.startswith("Row 24 (Something) has no test.")
    (problem,) = seed_coverage.find_problems(rows[:23] + rows[24:])
    assert "[24]" in problem
