"""What actions put on the desk of their owner."""

from datetime import datetime, time, timedelta

from django.utils.timezone import get_current_timezone, localdate

from cairn.accounts.models import User
from cairn.actions.queries import get_due_actions
from cairn.records.desk import DueItem

AHEAD = timedelta(days=14)
MOST = 10


def find_due_actions(user: User) -> list[DueItem]:
    """What is late, and what is due within two weeks."""
    today = localdate()
    return [
        DueItem(
            title=action.title,
            action=f"Your action, due on {action.due_date:%-d %B %Y}. First step: {action.first_step}",
            url=action.get_absolute_url(),
            since=datetime.combine(action.due_date, time(), get_current_timezone()),  # type: ignore[arg-type]  # those without a day are not due
        )
        for action in get_due_actions(user, until=today + AHEAD)[:MOST]
    ]
