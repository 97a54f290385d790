"""Days as sources give them: "2015", "2015-01" or "2015-01-31". Never made more exact than they are."""

import re
from calendar import monthrange
from datetime import date, datetime

from django.utils.timezone import localtime

FINANCIAL_YEAR = re.compile(r"^\d{4}/\d{2}$")
PARTIAL_DATE = re.compile(r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")


def is_partial_date(text: str) -> bool:
    """Whether it is a year, a month or a day that there is: 2025-02-30 is none."""
    if not PARTIAL_DATE.match(text):
        return False
    try:
        date(*[int(part) for part in f"{text}-01-01".split("-")[:3]])
    except ValueError:
        return False
    return True


def show_date(text: str) -> str:
    """For a reader: "2015", "January 2015" or "31 January 2015"; a year such as "2022/23" and nothing stay as given."""
    if not is_partial_date(text):
        return text
    match [int(part) for part in text.split("-")]:
        case [year, month, day]:
            return f"{date(year, month, day):%-d %B %Y}"
        case [year, month]:
            return f"{date(year, month, 1):%B %Y}"
        case _:
            return text


def is_before(first: str, second: str) -> bool | None:
    """Whether one day comes before another; None where neither says it exactly enough."""
    if not first or not second:
        return None
    shared = min(len(first), len(second))
    if first[:shared] == second[:shared]:
        return None if len(first) != len(second) or len(first) < 10 else False
    return first[:shared] < second[:shared]


def find_days(text: str) -> tuple[date, date] | None:
    """The first and the last day that a partial date, or a financial year such as "2022/23", may mean; else None."""
    if FINANCIAL_YEAR.match(text):
        year = int(text[:4])
        return date(year, 4, 1), date(year + 1, 3, 31)
    if not is_partial_date(text):
        return None
    match [int(part) for part in text.split("-")]:
        case [year, month, day]:
            return date(year, month, day), date(year, month, day)
        case [year, month]:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        case [year]:
            return date(year, 1, 1), date(year, 12, 31)
    return None


def show_day(at: datetime) -> str:
    """ "29 November 2026": the day on which it was here, which near midnight is not that of universal time."""
    return f"{localtime(at):%-d %B %Y}"


def show_days(first: date, last: date) -> str:
    """From the first to the last day that a date may mean, no more exact than it is: "2016", "between … and …"."""
    if first == last:
        return f"{first:%-d %B %Y}"
    if first.day == 1 and last == date(last.year, last.month, monthrange(last.year, last.month)[1]):
        if (first.year, first.month) == (last.year, last.month):
            return f"{first:%B %Y}"
        if first.month == 1 and last.month == 12:
            return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    return f"between {first:%-d %B %Y} and {last:%-d %B %Y}"


def get_year(text: str) -> int | None:
    return int(text[:4]) if text else None


def show_years(first: str, last: str) -> str:
    """From one partial date to another in whole years: "2015", "2015 to 2018", "from 2015", "until 2018" or ""."""
    start, end = (text[:4] for text in (first, last))
    if start and end:
        return start if start == end else f"{start} to {end}"
    return f"from {start}" if start else f"until {end}" if end else ""


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day where it has none: 31 August and six months are 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
