"""Cases that take no time: as a test each, pytest would spend a hundred times as long on keeping them apart."""

import functools
import inspect
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pytest


def by_day(cases: Iterable[Any], one_in: int) -> list[Any]:
    """Cases for `parametrize` that are alike: one in so many is asked by day, and all by night (see TESTING.md)."""
    night = pytest.mark.nightly
    return [
        case
        if number % one_in == 0
        else pytest.param(*case, marks=night)
        if isinstance(case, tuple)
        else pytest.param(case, marks=night)
        for number, case in enumerate(cases)
    ]


def each(names: str | Sequence[str], cases: Iterable[Any], ids: Callable[[Any], str] = repr) -> Callable:
    """As `pytest.mark.parametrize`, within one test, which goes through all cases and then names those that failed.

    For tests that keep nothing between their cases: fixtures, the database among them, are those of all cases.
    """
    names = [name.strip() for name in names.split(",")] if isinstance(names, str) else list(names)
    cases = list(cases)
    if not cases:
        raise ValueError("There is no case, so the test would pass whatever it asks.")

    def fold(test: Callable) -> Callable:
        @functools.wraps(test)
        def check_each(**fixtures: Any) -> None:
            failures = []
            for case in cases:
                given = dict(zip(names, [case] if len(names) == 1 else case, strict=True))
                try:
                    test(**fixtures, **given)
                except (Exception, pytest.fail.Exception) as failure:
                    failures.append(f"{ids(case)}: {failure or repr(failure)}")
            if failures:
                pytest.fail("\n".join([f"{len(failures)} of {len(cases)} cases:", *failures]))

        signature = inspect.signature(test)
        rest = [one for one in signature.parameters.values() if one.name not in names]
        check_each.__signature__ = signature.replace(parameters=rest)
        return check_each

    return fold
