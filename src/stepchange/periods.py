"""Which years stand before a start, which after, and which say nothing because they are in between."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from stepchange.errors import OptionError
from stepchange.options import check_choice, check_day, check_year

Timing = Literal["snapshot", "flow"]
SETTLING_MONTHS = 6


@dataclass(frozen=True)
class Split:
    """Years before the start, years dropped as transition, years after."""

    before: tuple[int, ...]
    transition: tuple[int, ...]
    after: tuple[int, ...]


def split_periods(
    periods: Sequence[int], start: date, timing: Timing, *, period_end: tuple[int, int] = (3, 31)
) -> Split:
    """Sort the years of a panel by a start date.

    A snapshot (a count on one day) less than six months after the start is transition; so is a year of
    a flow (things that happened during a year) of which less than half lies after the start.

    Parameters
    ----------
    periods : sequence of int
        Years, each named by the calendar year in which it ends.
    start : date
    timing : "snapshot" or "flow"
    period_end : (month, day)
        On which day a year ends or a snapshot is taken; 31 March by default.

    Examples
    --------
    >>> split_periods([2019, 2020, 2021, 2022], date(2020, 11, 2), "snapshot")
    Split(before=(2019, 2020), transition=(2021,), after=(2022,))
    """
    start, _ = check_day("start", start), check_choice("timing", timing, Timing)
    _check_period_end(period_end)
    for period in periods:
        check_year("periods", period)
    settled = add_months(start, SETTLING_MONTHS)
    before: list[int] = []
    transition: list[int] = []
    after: list[int] = []
    for period in periods:
        end = _last_day(period, period_end)
        if end < start:
            before.append(period)
        elif timing == "snapshot":
            (after if end >= settled else transition).append(period)
        else:
            previous_end = _last_day(period - 1, period_end)
            length = (end - previous_end).days
            exposed = min((end - start).days + 1, length)
            (after if 2 * exposed >= length else transition).append(period)
    return Split(tuple(before), tuple(transition), tuple(after))


def first_period_after(start: date, timing: Timing, *, period_end: tuple[int, int] = (3, 31)) -> int:
    """The first year whose figure can show anything about a start."""
    start = check_day("start", start)
    for period in range(start.year, start.year + 3):
        if period in split_periods([period], start, timing, period_end=period_end).after:
            return period
    raise AssertionError("some year within three always lies after the start")  # pragma: no cover  (cannot happen)


def _check_period_end(period_end: tuple[int, int]) -> None:
    try:
        month, day = period_end
        date(2020, month, day)
    except (TypeError, ValueError):
        raise OptionError(
            f"`period_end` is {period_end!r}; give a month and a day of it, for example (3, 31)."
        ) from None


def _last_day(year: int, period_end: tuple[int, int]) -> date:
    """The day on which a year ends; 29 February is the 28th in most years."""
    month, day = period_end
    return add_months(date(year - 1, 12, day), month)


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), first_of_next - timedelta(days=1))
