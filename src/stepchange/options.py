"""What a caller may ask for: every option is understood or refused, none is passed over.

Names of places are compared without regard to case, spaces and the way in which Unicode writes a letter.
"""

import operator
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from difflib import get_close_matches
from enum import StrEnum
from math import isfinite
from typing import Any, get_args

from stepchange.errors import OptionError

FIRST_YEAR, LAST_YEAR = 1000, 2999
NEAR = 3
SAME_LETTERS = str.maketrans({"\N{LEFT SINGLE QUOTATION MARK}": "'", "\N{RIGHT SINGLE QUOTATION MARK}": "'"})


def check_choice(name: str, given: Any, choices: Any) -> Any:
    """One of the strings of a Literal, or the member of a StrEnum with this value.

    Examples
    --------
    >>> from typing import Literal
    >>> check_choice("timing", "Snapshot", Literal["snapshot", "flow"])
    Traceback (most recent call last):
    stepchange.errors.OptionError: `timing` is 'Snapshot'; allowed are 'snapshot' and 'flow'.
    """
    is_enumeration = isinstance(choices, type) and issubclass(choices, StrEnum)
    allowed = [choice.value for choice in choices] if is_enumeration else list(get_args(choices))
    if not isinstance(given, str) or given not in allowed:
        raise OptionError(f"`{name}` is {given!r}; allowed are {join([repr(choice) for choice in allowed])}.")
    return choices(given) if is_enumeration else given


def check_number(name: str, given: Any, *, above: float | None = None, least: float | None = None) -> float:
    """A finite number, above one bound or at least another."""
    is_number = isinstance(given, int | float) or hasattr(given, "__float__")
    number = float(given) if is_number and not isinstance(given, str | bytes) else float("nan")
    if not isfinite(number) or (above is not None and number <= above) or (least is not None and number < least):
        bound = f" above {above:g}" if above is not None else f" of {least:g} or more" if least is not None else ""
        raise OptionError(f"`{name}` is {given!r}; give a number{bound}.")
    return number


def check_whole(name: str, given: Any, *, least: int = 0) -> int:
    """A whole number, as a seed or a count of draws is."""
    try:
        number = operator.index(given)
    except TypeError:
        number = least - 1
    if number < least:
        raise OptionError(f"`{name}` is {given!r}; give a whole number of {least} or more.")
    return number


def check_year(name: str, given: Any) -> int:
    try:
        year = operator.index(given)
    except TypeError:
        year = 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise OptionError(f"`{name}` is {given!r}; give a year from {FIRST_YEAR} to {LAST_YEAR}, for example 2021.")
    return year


def check_day(name: str, given: Any) -> date:
    """A date; the time of day is taken off."""
    day = given.date() if isinstance(given, datetime) else given
    if not isinstance(day, date):
        raise OptionError(f"`{name}` is {given!r}; give a date, for example datetime.date(2021, 2, 15).")
    check_year(f"{name}.year", day.year)
    return day


def check_names(name: str, given: Any) -> frozenset[str]:
    """A set of names; one string would be a set of letters."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise OptionError(f"`{name}` is {given!r}; give a set of names, even for one.")
    names = frozenset(given)
    if wrong := [one for one in names if not isinstance(one, str)]:
        raise OptionError(f"`{name}` holds {wrong[0]!r}, which is not a name.")
    return names


def fold(text: str) -> str:
    """A name without regard to case, spaces and Unicode form.

    Examples
    --------
    >>> fold("  Saint\\u00a0HELENS ") == fold("saint helens")
    True
    """
    return " ".join(unicodedata.normalize("NFKC", text).translate(SAME_LETTERS).casefold().split())


def find_name(given: str, known: Iterable[str]) -> str | None:
    """The one of the known names that is meant; None where none or several are."""
    names = list(known)
    if given in names:
        return given
    wanted = fold(given)
    alike = [name for name in names if fold(name) == wanted]
    return alike[0] if len(alike) == 1 else None


def near_names(given: str, known: Iterable[str]) -> list[str]:
    """Known names that look like the one given, nearest first."""
    by_folded = {fold(name): name for name in known}
    close = get_close_matches(fold(given), by_folded, n=NEAR, cutoff=0.6)
    # "Bristol" is meant for "Bristol, City of" more often than it is a slip of the pen.
    longer = [name for name in by_folded if fold(given) and fold(given) in name and name not in close]
    return [by_folded[name] for name in (close + longer)[:NEAR]]


def suggest_near(given: str, known: Iterable[str]) -> str:
    """'Did you mean ...?' with a space before it; empty where nothing is near."""
    near = near_names(given, known)
    return f" Did you mean {join([repr(name) for name in near], 'or')}?" if near else ""


def join(parts: list[str], last: str = "and") -> str:
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}" if len(parts) > 1 else "".join(parts)
