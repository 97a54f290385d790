"""Working days in England: Monday to Friday without bank holidays (definitions/calendar)."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings

from cairn.common.definitions import load_definition

SATURDAY = 5


def add_working_days(day: date, number: int) -> date:
    """The day on which so many working days after this one have passed; the day itself does not count."""
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in get_bank_holidays(day.year)


def get_bank_holidays(year: int) -> frozenset[date]:
    """Raises DefinitionError for a year that is not listed: a council would be given fewer days than it has."""
    return _load(Path(settings.DEFINITIONS_DIR) / "calendar", year)


@cache
def _load(folder: Path, year: int) -> frozenset[date]:
    definition = load_definition(folder / "bank_holidays.yaml", folder / "schema.json")
    if str(year) not in definition.data:
        raise definition.error(f"the bank holidays of {year} are missing; add them from www.gov.uk/bank-holidays.")
    return frozenset(date.fromisoformat(one) for one in definition.data[str(year)])
