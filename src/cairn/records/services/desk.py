"""The desk on Mondays: one notice a week for each person, which becomes a part of their weekly e-mail."""

from datetime import date, datetime

from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.notices.services import notify

WEEK = "desk.week"  # the kind of notice


def tell_of_the_week(*, at: datetime) -> int:
    """Safe to do twice. What it says, if anything, is asked when the mail is written."""
    return notify(users=User.objects.filter(is_active=True), kind=WEEK, about=name_week(localdate(at)), at=at)


def name_week(day: date) -> str:
    """As ISO 8601 numbers them: "2026-W48"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"
