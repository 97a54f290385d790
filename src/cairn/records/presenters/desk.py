"""What the desk says of itself in words."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from cairn.accounts.models import User
from cairn.records.desk import DueItem, WorkItem

FIRST_WEEKS = timedelta(days=28)  # in which the first steps are shown, if they are not done before


def greet(user: User, at: datetime) -> str:
    """By the time of day, with the first word of the name; `at` is local."""
    part = "morning" if at.hour < 12 else "afternoon" if at.hour < 18 else "evening"
    first = user.name.split()[:1]
    return f"Good {part}, {first[0]}" if first else f"Good {part}"


def is_in_first_weeks(user: User, at: datetime) -> bool:
    return at - user.created_at < FIRST_WEEKS


def summarise(due: Sequence[DueItem], work: Sequence[WorkItem], today: date) -> str:
    """What matters most, in a sentence."""
    late = sum(item.is_late for item in work)
    parts = []
    if late:
        parts.append(f"{_count(late, 'action')} {'is' if late == 1 else 'are'} overdue")
    if due:
        parts.append(f"{_count(len(due), 'task')} {'is' if len(due) == 1 else 'are'} waiting for you")
    if parts:
        return f"{' and '.join(parts)}.".capitalize()
    coming = next((item for item in work if item.due is not None and item.due >= today), None)
    if coming is not None:
        return f"Nothing is overdue. Next: {coming.title}, due on {coming.due:%-d %B}."
    return "Nothing is overdue." if work else "This page will show your work, and what others ask of you."


def _count(number: int, noun: str) -> str:
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return f"{words[number] if number < len(words) else number} {noun}{'' if number == 1 else 's'}"
