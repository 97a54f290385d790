"""The tutorial runs."""

import doctest
from pathlib import Path

TUTORIAL = Path(__file__).resolve().parents[3] / "docs" / "methods" / "tutorial.md"


def test_the_tutorial_runs():
    result = doctest.testfile(str(TUTORIAL), module_relative=False)
    assert result.failed == 0
    assert result.attempted > 20
