"""tests/cases.py: folding cases into one test loses none of them."""

import pytest

from tests.cases import each


def test_every_case_that_fails_is_named():
    @each("number, text", [(1, "1"), (2, "3"), (4, "x")])
    @each("added", [0, 0])
    def check(number, text, added):
        assert number + added == int(text)

    with pytest.raises(pytest.fail.Exception) as failed:
        check()
    said = str(failed.value)
    assert "2 of 3 cases" in said
    assert "(1, '1')" not in said
    assert "(2, '3'): 2 of 2 cases" in said
    assert "invalid literal" in said


@each("text", ["a", "b"])
def test_what_is_no_case_is_a_fixture(text, tmp_path):
    assert tmp_path.is_dir()


def test_no_case_is_a_mistake():
    with pytest.raises(ValueError, match="no case"):
        each("number", [])
