"""Reflections with rounds, and what people answered."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from cairn.accounts.models import User
from cairn.conditions import services
from cairn.conditions.enums import Answer, Promise, StatementSet
from cairn.conditions.models import ConditionProfile, ReflectionRound
from cairn.conditions.services import Said, SaidOfStatement
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, make_draft

AGENCIES = ("Council", "Health", "Schools", "Police")
COUNCIL, HEALTH, SCHOOLS, POLICE = range(4)
HELPS, HINDERS, BOTH, NEITHER = Answer


def make_profile(author: User | None = None, **answers: Any) -> ConditionProfile:
    given = {"title": "What helps our key workers", "summary": "", **answers}
    profile: ConditionProfile = make_draft(ConditionProfile, author=author, **given)
    return profile


def open_round(profile: ConditionProfile, *, at: datetime = NOON, **given: Any) -> ReflectionRound:
    answers = {
        "which": StatementSet.SHORT,
        "agencies": AGENCIES,
        "promise": Promise.WORDS,
        "closes_on": (at + timedelta(days=14)).date(),
        "reason": "We have a new director." if profile.rounds.exists() else "",
        **given,
    }
    return services.open_round(profile=profile, by=profile.author, at=at, **answers)


def say(*answers: Answer, words: Mapping[str, str] | None = None, strength: int | None = None) -> list[SaidOfStatement]:
    """Of as many statements of the short set, in their order; `words` by statement."""
    keys = ("aim", "set_up_time", "capacity", "leaders", "data", "agencies")
    return [
        SaidOfStatement(key, answer, strength, (words or {}).get(key, ""))
        for key, answer in zip(keys, answers, strict=False)
    ]


def reply(round: ReflectionRound, agency: int, *answers: Answer, at: datetime | None = None, **given: Any) -> None:
    """Somebody of this agency answers under an account."""
    said = Said(agency, say(*answers, **given))
    services.answer_by_account(round=round, said=said, by=UserFactory(), at=at or round.opened_at)


def close(round: ReflectionRound, *, at: datetime | None = None) -> ReflectionRound:
    services.close_round(round=round, by=round.profile.author, at=at or round.opened_at)
    round.refresh_from_db()
    return round


def make_closed(
    profile: ConditionProfile, replies: Mapping[int, int], *answers: Answer, at: datetime = NOON, **given: Any
) -> ReflectionRound:
    """A closed round in which so many people of each agency gave these answers."""
    opened = open_round(profile, at=at)
    for agency, number in replies.items():
        for _ in range(number):
            reply(opened, agency, *(answers or (HELPS, HINDERS)), **given)
    return close(opened, at=at)


def make_known_to_differ(profile: ConditionProfile, *, at: datetime = NOON) -> ReflectionRound:
    """Ten people: the council says that it helps, health that it gets in the way, and schools have too few to show."""
    opened = open_round(profile, at=at)
    for number in range(4):
        reply(opened, COUNCIL, HELPS, HELPS, words={"aim": f"Written words {number}"}, strength=3)
    for _ in range(3):
        reply(opened, HEALTH, HINDERS, HELPS)
    for _ in range(3):
        reply(opened, SCHOOLS, BOTH, NEITHER)
    return close(opened, at=at)
