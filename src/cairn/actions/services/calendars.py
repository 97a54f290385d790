"""Private addresses of calendars: made, made anew, and ended by their owner."""

from datetime import datetime

from django.db import transaction

from cairn.accounts.models import User
from cairn.actions.models import CalendarAddress
from cairn.actions.policies import UnableToAct
from cairn.places.models import Team
from cairn.places.queries.belonging import get_belonging


@transaction.atomic
def make_calendar_address(*, user: User, team: Team | None, at: datetime) -> CalendarAddress:
    """A new one ends the earlier one for the same actions."""
    if team is not None and team.pk not in get_belonging(user).teams:
        raise UnableToAct("Choose one of your teams.")
    delete_calendar_address(user=user, team=team)
    return CalendarAddress.objects.create(user=user, team=team, made_at=at)


def delete_calendar_address(*, user: User, team: Team | None) -> None:
    """Calendars that ask for it get nothing from now on."""
    CalendarAddress.objects.filter(user=user, team=team).delete()
