"""What partnerships put on a desk: requests to answer, visits to write up, and what a coordinator should know."""

from datetime import date, datetime, time

from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate

from cairn.accounts.models import User
from cairn.accounts.permissions import Permission
from cairn.peers.enums import VisitState
from cairn.peers.models import Visit
from cairn.peers.queries.partnerships import find_flags, get_open_visits, get_partnerships, get_requests_to_answer
from cairn.places.queries.belonging import get_belonging
from cairn.records.desk import DueItem

MOST = 10


def find_requests(user: User) -> list[DueItem]:
    """Nothing is asked of the database for people who speak for no organisation."""
    if not _speaks(user):
        return []
    return [
        DueItem(
            title=f"{one.asker} asks {one.asked} for an introduction",
            action="Agree, or say “not now”",
            url=one.get_absolute_url(),
            since=one.asked_at,
        )
        for one in get_requests_to_answer(user)[:MOST]
    ]


def find_notes(user: User) -> list[DueItem]:
    """One-way pairs and pairs that never met, for the coordinators of the two."""
    if not _speaks(user):
        return []
    speaks, today = set(_speaks(user)), localdate()
    return [
        DueItem(
            title=f"{one.first} and {one.second}: {flag.label.lower()}",
            action=flag.words,
            url=f"{reverse('peers:partnerships')}?flag={flag.key}",
            since=_start_of(flag.since),
        )
        for one in get_partnerships(user).filter(ended_at=None)
        if {one.first_id, one.second_id} & speaks
        for flag in find_flags(one, day=today)
    ][:MOST]


def find_visits(user: User) -> list[DueItem]:
    """Only people in a circle can be in a partnership."""
    if not get_belonging(user).circles:
        return []
    return [_show_visit(one) for one in get_open_visits(user, day=localdate())[:MOST]]


def _show_visit(visit: Visit) -> DueItem:
    pair = visit.partnership
    is_planned = visit.state == VisitState.PLANNED
    return DueItem(
        title=f"{pair.first} and {pair.second}: visit on {visit.on:%-d %B %Y}",
        action="Did it take place?" if is_planned else "Follow-up: what was done with it?",
        url=reverse("peers:change-in-partnership", args=[pair.slug, "visits", visit.pk]),
        since=_start_of(visit.on if is_planned else visit.follow_up_on),
    )


def _speaks(user: User) -> list[int]:
    return get_belonging(user).get_organisations_allowing(Permission.PEERS_DECLARE)


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), get_current_timezone())
