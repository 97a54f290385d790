"""Reads of reflections. What `get_tallies` and `get_evidence` give is shown only by way of `presenters.shown`."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from cairn.accounts.models import Reader, User
from cairn.conditions.enums import Answer, Strength
from cairn.conditions.models import ConditionProfile, NewLook, ReflectionRound, ReplyToStatement, StatementAction
from cairn.records.models import Record

Tallies = dict[str, tuple[dict[int, Counter[Answer]], Counter[Answer]]]


def get_profiles(user: Reader) -> QuerySet[ConditionProfile]:
    """Those that somebody may read, the newest first."""
    found: QuerySet[ConditionProfile] = ConditionProfile.objects.visible_to(user)
    return found.select_related("organisation", "team").order_by("-updated_at", "-pk")


def get_profiles_about(record: Record, user: Reader) -> QuerySet[ConditionProfile]:
    return get_profiles(user).filter(about=record.pk)


def get_rounds(profile: ConditionProfile) -> list[ReflectionRound]:
    """The newest first."""
    return list(profile.rounds.select_related("room").order_by("-number"))


def get_open_round(profile: ConditionProfile) -> ReflectionRound | None:
    return profile.rounds.filter(closed_at=None).select_related("profile__team__organisation", "room").first()


def get_rounds_about_the_same(profile: ConditionProfile) -> QuerySet[ReflectionRound]:
    """Of every reflection about the same, whoever may see it: what is shown of one hangs on the others."""
    if profile.about_id is not None:
        same = Q(profile__about=profile.about_id)
    elif profile.organisation_id is not None:
        same = Q(profile__about=None, profile__organisation=profile.organisation_id)
    else:
        same = Q()
    return ReflectionRound.objects.filter(same | Q(profile=profile))


def get_tallies(rounds: Iterable[int]) -> dict[int, Tallies]:
    """By round and statement: how many of each agency gave which answer, and how many of all said "a lot"."""
    rows = ReplyToStatement.objects.filter(reply__round__in=list(rounds)).order_by()
    keys = ("reply__round", "statement", "reply__agency", "answer", "strength")
    found: dict[int, Tallies] = {}
    for round_key, statement, agency, answer, strength, number in rows.values_list(*keys).annotate(Count("pk")):
        by_agency, strongly = found.setdefault(round_key, {}).setdefault(statement, ({}, Counter()))
        by_agency.setdefault(agency, Counter())[Answer(answer)] += number
        if strength == Strength.STRONGLY:
            strongly[Answer(answer)] += number
    return found


def get_evidence(round: ReflectionRound, statement: str) -> QuerySet[ReplyToStatement]:
    """What people wrote about a statement, in an order that says nothing."""
    return ReplyToStatement.objects.filter(reply__round=round, statement=statement).exclude(evidence="").order_by("pk")


def get_actions(profile: ConditionProfile, user: Reader) -> list[StatementAction]:
    """Actions that came of its statements and somebody may read."""
    visible = Record.objects.visible_to(user).values("pk")
    found = StatementAction.objects.filter(profile=profile, action__in=visible)
    return list(found.select_related("action__owner").order_by("pk"))


def get_open_looks(user: User) -> QuerySet[NewLook]:
    """Those that wait for somebody who may change what they are about."""
    own = Record.objects.editable_by(user).values("pk")
    return NewLook.objects.filter(done_at=None, record__in=own).select_related("record").order_by("called_at", "pk")
