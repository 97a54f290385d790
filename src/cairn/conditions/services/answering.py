"""Taking in what people answer: under an account, by a private link, or in a room. Nothing says whose it is."""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cairn.accounts.models import User
from cairn.conditions import policies
from cairn.conditions.enums import Answer
from cairn.conditions.models import ReflectionRound, Reply, ReplyToStatement, Respondent
from cairn.rooms.models import Room
from cairn.rooms.policies import check_is_open as check_room_is_open
from cairn.rooms.services import take_receipt


@dataclass(frozen=True)
class SaidOfStatement:
    statement: str
    answer: Answer
    strength: int | None = None
    evidence: str = ""


@dataclass(frozen=True)
class Said:
    """What one person answers; the agency by its place in the list of the round."""

    agency: int
    answers: Sequence[SaidOfStatement]


@transaction.atomic
def answer_by_account(*, round: ReflectionRound, said: Said, by: User, at: datetime) -> None:
    round = lock(round)
    respondent, _ = Respondent.objects.select_for_update().get_or_create(round=round, user=by)
    _answer_once(round, respondent, said, at=at)


@transaction.atomic
def answer_by_link(*, respondent: Respondent, said: Said, at: datetime) -> None:
    round = lock(respondent.round)
    respondent = Respondent.objects.select_for_update().get(pk=respondent.pk)
    _answer_once(round, respondent, said, at=at)


def _answer_once(round: ReflectionRound, respondent: Respondent, said: Said, *, at: datetime) -> None:
    policies.check_can_answer(round, respondent, at=at)
    Respondent.objects.filter(pk=respondent.pk).update(has_answered=True)
    _save_reply(round, said)


@transaction.atomic
def answer_in_room(*, room: Room, key: uuid.UUID, said: Said, at: datetime) -> bool:
    """From a phone; whether it is new. Sent again under the same key it is acknowledged, not doubled."""
    if room.receipts.filter(key=key).exists():
        return False
    check_room_is_open(room, at=at)
    round = lock(ReflectionRound.objects.get(room=room))
    policies.check_is_open(round, at=at)
    if not take_receipt(room, key):
        return False
    _save_reply(round, said)
    return True


def _save_reply(round: ReflectionRound, said: Said) -> None:
    """Only of statements that the round asks, and words only where they were asked for."""
    asked = set(round.list_keys())
    reply = Reply.objects.create(round=round, agency=said.agency)
    kept = [one for one in said.answers if one.statement in asked]
    ReplyToStatement.objects.bulk_create(
        ReplyToStatement(
            reply=reply,
            statement=one.statement,
            answer=one.answer,
            strength=None if one.answer == Answer.NEITHER else one.strength,
            evidence=one.evidence if round.asks_words else "",
        )
        for one in random.sample(kept, len(kept))
    )


def lock(round: ReflectionRound) -> ReflectionRound:
    """The round as it is now, held until the transaction ends: none closes while somebody answers."""
    return ReflectionRound.objects.select_for_update().get(pk=round.pk)
