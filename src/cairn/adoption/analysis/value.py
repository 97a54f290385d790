"""What a service may cost and save, worked out by the engine from what somebody stated. Nothing here has a default."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from stepchange.value import GREEN_BOOK, Assumptions, Basis, Kind, Line, Stated, Value, appraise

__all__ = ["RATE", "YEARS_OF_RATE", "Appraisal", "Assumptions", "Basis", "Kind", "Line", "Stated", "Value", "work_out"]

YEARS_OF_RATE, RATE = GREEN_BOOK[0]  # the first rate of the Green Book, and how long it holds


@dataclass(frozen=True)
class Appraisal:
    """`worst` and `best` have every number at its unfavourable and its favourable end: no chance is put on either."""

    lines: tuple[Line, ...]
    assumptions: Assumptions
    value: Value
    worst: Value
    best: Value


def work_out(lines: Sequence[Line], assumptions: Assumptions) -> Appraisal:
    return Appraisal(
        tuple(lines),
        assumptions,
        appraise(lines, assumptions),
        *(_appraise_end(lines, assumptions, is_best=is_best) for is_best in (False, True)),
    )


def _appraise_end(lines: Sequence[Line], assumptions: Assumptions, *, is_best: bool) -> Value:
    """One draw is enough: nothing is left to chance."""
    moved = [replace(line, amount=_fix(line.amount, is_high=(line.kind is Kind.BENEFIT) == is_best)) for line in lines]
    share = _fix(assumptions.share_helped, is_high=is_best)
    deadweight = _fix(assumptions.deadweight, is_high=not is_best)
    return appraise(moved, replace(assumptions, share_helped=share, deadweight=deadweight), draws=1)


def _fix(stated: Stated, *, is_high: bool) -> Stated:
    end = stated.high if is_high else stated.low
    return Stated(end, end, end)
