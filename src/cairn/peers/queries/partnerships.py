"""Partnerships: whose they are, and what in them is one-way or has not happened."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from cairn.accounts.models import Reader, User
from cairn.accounts.permissions import Permission
from cairn.actions.models import Action
from cairn.peers.enums import RequestState, VisitState
from cairn.peers.models import Introduction, Partnership, Visit
from cairn.places.queries.belonging import get_belonging
from cairn.records.enums import RecordKind
from cairn.records.queries import get_what_comes_of

ONE_WAY_AFTER = timedelta(days=30)  # so long after the first exchange the other side has had time to give something


@dataclass(frozen=True)
class Flag:
    """Something that a coordinator should know; neutral, because there may be a good reason."""

    key: str
    label: str
    words: str
    since: date


def get_partnerships(user: Reader) -> QuerySet[Any]:
    """Those that somebody may read, and those of an organisation for which they answer as a coordinator.

    A coordinator who is not in the circle learns which two learn from each other, and the flags; never a word.
    """
    found = Partnership.objects.select_related("first", "second").prefetch_related("visits", "exchanges")
    wanted = Q(pk__in=Partnership.objects.visible_to(user).values("pk"))
    if user.is_authenticated:
        coordinated = get_belonging(user).get_organisations_allowing(Permission.PEERS_DECLARE)
        of_theirs = Q(first__in=coordinated) | Q(second__in=coordinated)
        wanted |= Q(live=True, withdrawn_at=None) & of_theirs
    return found.filter(wanted).order_by("-started_on", "-pk")


def find_flags(partnership: Partnership, *, day: date) -> list[Flag]:
    """From `visits` and `exchanges` as they were fetched; an ended one is judged as of its last day."""
    if partnership.ended_at is not None:
        day = min(day, partnership.ended_at.date())
    return [flag for flag in (_find_one_way(partnership, day), _find_never_met(partnership, day)) if flag]


def _find_one_way(partnership: Partnership, day: date) -> Flag | None:
    exchanges = list(partnership.exchanges.all())
    givers = {one.giver_id for one in exchanges}
    if len(givers) != 1:
        return None
    since = min(one.on for one in exchanges) + ONE_WAY_AFTER
    if since > day and partnership.ended_at is None:
        return None
    giver = partnership.first if partnership.first_id in givers else partnership.second
    other = partnership.get_other(giver.pk)
    words = f"So far only {giver} has given something. Ask what {other} what they could show."
    return Flag("one-way", "One-way so far", words, since)


def _find_never_met(partnership: Partnership, day: date) -> Flag | None:
    met = any(one.state == VisitState.HELD for one in partnership.visits.all())
    if met or partnership.meet_by >= day:
        return None
    words = f"They agreed to meet by {partnership.meet_by:%-d %B %Y}. No visit has been recorded."
    return Flag("not-met", "Not met yet", words, partnership.meet_by)


def get_sides_with_action(partnership: Partnership) -> set[int]:
    """Which of the two has an action with an owner because of it, whoever may read that action."""
    keys = get_what_comes_of([partnership.pk], RecordKind.ACTION)
    owned = Q(owner__isnull=False) | ~Q(body="")
    found = Action.objects.filter(owned, pk__in=keys, withdrawn_at=None, organisation__in=partnership.sides)
    return set(found.values_list("organisation", flat=True))


def get_introductions(user: User) -> QuerySet[Introduction]:
    """Requests that an organisation asked or was asked for which somebody answers."""
    own = get_belonging(user).get_organisations_allowing(Permission.PEERS_DECLARE)
    found = Introduction.objects.select_related("asker", "asked", "asked_by", "partnership")
    return found.filter(Q(asker__in=own) | Q(asked__in=own)).order_by("-asked_at", "-pk")


def get_requests_to_answer(user: User) -> QuerySet[Introduction]:
    own = get_belonging(user).get_organisations_allowing(Permission.PEERS_DECLARE)
    waiting = Introduction.objects.filter(state=RequestState.WAITING, asked__in=own)
    return waiting.select_related("asker", "asked").order_by("asked_at")


def get_declined_pairs(*, fictional: bool) -> set[frozenset[int]]:
    """Keys of organisations that no matching should propose to each other again."""
    declined = Introduction.objects.filter(state=RequestState.DECLINED, asker__is_fictional=fictional)
    return {frozenset(pair) for pair in declined.values_list("asker", "asked")}


def get_visits_on(day: date) -> QuerySet[Visit]:
    planned = Visit.objects.filter(state=VisitState.PLANNED, on=day, partnership__ended_at=None)
    return planned.select_related("partnership", "host")


def get_visits_to_follow_up(day: date) -> QuerySet[Visit]:
    """Of those that took place, with nothing said yet about what was done with it."""
    held = Visit.objects.filter(state=VisitState.HELD, followed_up="", follow_up_on__lte=day)
    return held.filter(partnership__ended_at=None).select_related("partnership", "host")


def get_open_visits(user: User, *, day: date) -> QuerySet[Visit]:
    """What waits of the visits of somebody's own partnerships: whether they took place, and what was done with it."""
    past = Q(state=VisitState.PLANNED, on__lt=day) | Q(state=VisitState.HELD, followed_up="", follow_up_on__lte=day)
    own = Partnership.objects.filter(circle__in=get_belonging(user).circles, ended_at=None, withdrawn_at=None)
    found = Visit.objects.filter(past, partnership__in=own.values("pk"))
    return found.select_related("partnership__first", "partnership__second").order_by("on", "pk")


def get_people(partnership: Partnership) -> QuerySet[User]:
    """Members of the circle of the two."""
    return User.objects.filter(circle_memberships__circle=partnership.circle_id, is_active=True)
