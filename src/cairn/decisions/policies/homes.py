"""When homes may be counted: by the team, for one period after the other, in numbers that agree with each other."""

from datetime import date, timedelta

from cairn.accounts.models import Reader
from cairn.decisions.models import HomesCount
from cairn.decisions.queries.homes import COUNTED
from cairn.records.models import Record
from cairn.records.policies import can_edit

MOST = 100_000  # homes of one project


class UnableToCountHomes(Exception):
    """The sentence says why, and what to do instead."""


def can_count_homes(record: Record, user: Reader) -> bool:
    return record.kind in COUNTED and can_edit(record, user)


def check_can_count_homes(record: Record, user: Reader) -> None:
    if not can_count_homes(record, user):
        raise UnableToCountHomes("Only people who can edit this project or use of a model can count its homes.")


def check_period(first: date, last: date, *, before: HomesCount | None, day: date) -> None:
    """Periods follow each other without a gap, so that nobody is counted twice or left out."""
    if before is not None and first != before.last + timedelta(days=1):
        raise UnableToCountHomes(
            f"The last period ended on {before.last:%-d %B %Y}, so this one begins the day after. "
            "Remove that period first if it is wrong."
        )
    if last < first:
        raise UnableToCountHomes(f"{last:%-d %B %Y} is before the first day. Enter a later last day.")
    if last > day:
        raise UnableToCountHomes("The period is not over yet. Count it when it is.")


def check_counts_agree(*, moved_in: int, ended: int, still_home: int, before: HomesCount | None) -> None:
    """Who was there before, with who moved in and without who left, is who is there now."""
    if before is None:
        if still_home + ended < moved_in:
            raise UnableToCountHomes(
                f"{moved_in} moved in and {ended} ended, so at least {moved_in - ended} are still home. You entered "
                f"{still_home}. Check the three numbers."
            )
        return
    expected = before.still_home + moved_in - ended
    if expected < 0:
        raise UnableToCountHomes(
            f"{ended} homes ended, but only {before.still_home + moved_in} people had one. Check the numbers."
        )
    if still_home != expected:
        raise UnableToCountHomes(
            f"{before.still_home} were home before, {moved_in} moved in and {ended} ended. That makes {expected} still "
            f"home, and you entered {still_home}. Check the numbers."
        )
