"""Bringing two organisations together: one asks, the other answers, and only then do they learn who the other is."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.accounts.permissions import Permission
from cairn.accounts.roles import get_roles_with
from cairn.audit import services as audit
from cairn.notices.services import notify
from cairn.peers.enums import RequestState
from cairn.peers.models import Introduction, Match, Partnership
from cairn.peers.policies import partnerships as policies
from cairn.places.models import Circle, Membership, Organisation
from cairn.places.services import open_circle
from cairn.records import services as records
from cairn.records.services.drafts import start_draft

PURPOSE = "Learning from each other: what we try, and what does not work."
RULES = (
    "What you read here stays within the two organisations, unless the one that shared it agrees.\n\n"
    "Say what did not work, too.\n\n"
    "Do not share anything that could identify a child or family.\n\n"
    "Either organisation can end the partnership at any time. Both can then still read what was shared, "
    "until its owner stops sharing it."
)
NAME = 100  # letters that the name of a circle may have


def get_coordinators(organisation: Organisation) -> list[User]:
    roles = get_roles_with(Permission.PEERS_DECLARE)
    found = Membership.objects.active().filter(organisation=organisation, role__in=roles, user__is_active=True)
    return [one.user for one in found.select_related("user")]


@transaction.atomic
def ask_for_introduction(
    *,
    asker: Organisation,
    asked: Organisation,
    asker_learns: str,
    asked_learns: str,
    words: str,
    meet_by: date,
    by: User,
    at: datetime,
    match: Match | None = None,
    is_named: bool = True,
) -> Introduction:
    # One after the other, so that two do not ask each other at the same moment.
    list(Organisation.objects.select_for_update().filter(pk__in=[asker.pk, asked.pk]).order_by("pk"))
    between = Q(asker=asker, asked=asked) | Q(asker=asked, asked=asker)
    others = list(Introduction.objects.filter(between).select_related("partnership"))
    policies.check_can_ask(by, asker, asked, meet_by=meet_by, on=localdate(at), others=others)
    made = Introduction.objects.create(
        asker=asker,
        asked=asked,
        match=match,
        is_named=is_named,
        asker_learns=asker_learns,
        asked_learns=asked_learns,
        words=words,
        meet_by=meet_by,
        asked_by=by,
        asked_at=at,
    )
    audit.record("introduction.asked", target="introduction", key=made.key, by=by, at=at)
    notify(users=get_coordinators(asked), kind="introduction.asked", about=made.key, at=at)
    return made


@transaction.atomic
def agree_to_introduction(*, introduction: Introduction, by: User, at: datetime) -> Partnership:
    """Both said yes: a circle of the two people, and the partnership that it reads."""
    introduction = _lock(introduction)
    policies.check_can_agree(by, introduction)
    asker: User = introduction.asked_by  # type: ignore[assignment]  # the policy asked for it
    _settle(introduction, RequestState.AGREED, by=by, at=at)
    made = start_partnership(
        first=introduction.asker,
        second=introduction.asked,
        people=[asker, by],
        by=by,
        at=at,
        introduction=introduction,
        first_learns=introduction.asker_learns,
        second_learns=introduction.asked_learns,
        meet_by=max(introduction.meet_by, localdate(at)),
    )
    audit.record("introduction.agreed", target="introduction", key=introduction.key, by=by, at=at)
    notify(users=[asker], kind="introduction.answered", about=introduction.key, at=at)
    return made


@transaction.atomic
def start_partnership(
    *, first: Organisation, second: Organisation, people: list[User], by: User, at: datetime, **facts: Any
) -> Partnership:
    """For a caller that knows that both agreed. It belongs to neither alone, and their circle reads it."""
    name = f"{first} and {second}"
    circle = open_circle(
        name=name[:NAME],
        purpose=PURPOSE,
        organisation=first,
        rules=RULES,
        afterwards=Circle.Afterwards.KEPT,
        leaders=people,
        by=by,
        at=at,
    )
    answers = {"title": name[:150], "first": first, "second": second, "started_on": localdate(at), **facts}
    made = start_draft(Partnership, by=by, at=at, team=None, answers=answers)
    records.publish_for_circle(made, circle=circle, by=by, at=at)
    return Partnership.objects.get(pk=made.pk)


@transaction.atomic
def decline_introduction(*, introduction: Introduction, by: User, at: datetime) -> None:
    """No reason is asked for; only those who asked hear of it, and the words of the request go."""
    introduction = _lock(introduction)
    policies.check_can_answer(by, introduction)
    _settle(introduction, RequestState.DECLINED, by=by, at=at)
    audit.record("introduction.declined", target="introduction", key=introduction.key, by=by, at=at)
    people = [introduction.asked_by] if introduction.asked_by else get_coordinators(introduction.asker)
    notify(users=people, kind="introduction.answered", about=introduction.key, at=at)


@transaction.atomic
def cancel_introduction(*, introduction: Introduction, by: User, at: datetime) -> None:
    introduction = _lock(introduction)
    policies.check_can_cancel(by, introduction)
    _settle(introduction, RequestState.CANCELLED, by=by, at=at)
    audit.record("introduction.cancelled", target="introduction", key=introduction.key, by=by, at=at)


def _lock(introduction: Introduction) -> Introduction:
    rows = Introduction.objects.select_for_update(of=("self",)).select_related("asker", "asked", "asked_by")
    return rows.get(pk=introduction.pk)


def _settle(introduction: Introduction, state: RequestState, *, by: User, at: datetime) -> None:
    introduction.state, introduction.answered_by, introduction.answered_at = state, by, at
    if state != RequestState.AGREED:
        introduction.words = introduction.asker_learns = introduction.asked_learns = ""
    introduction.save()
