"""Days as sources give them: "2015", "2015-01" or "2015-01-31". Never made more exact than they are."""

import re
from calendar import monthrange
from datetime import date

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


def get_year(text: str) -> int | None:
    return int(text[:4]) if text else None


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day where it has none: 31 August and six months are 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
