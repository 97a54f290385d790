"""Rooms with questions of each kind, and answers in them."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import now

from cairn.accounts.models import User
from cairn.rooms import services
from cairn.rooms.enums import ItemState, PromptKind
from cairn.rooms.models import Item, Prompt, Room
from cairn.rooms.purposes import QUESTIONS
from cairn.rooms.services import Answer, PromptWords
from tests.factories.accounts import UserFactory
from tests.factories.records import make_team

PROMPTS = (
    PromptWords("What would help you most?", PromptKind.TEXT),
    PromptWords("Where do you live?", PromptKind.CHOICE, ("With family", "With carers", "On my own")),
    PromptWords("How safe do you feel?", PromptKind.SCALE, ("Not safe", "Very safe")),
)


def make_room(user: User | None = None, *, at: datetime | None = None, **given: Any) -> Room:
    """Open now, of a team of whoever opens it."""
    user = user or UserFactory()
    team = given.pop("team", None) or make_team(None, "Edge of care", user)
    purpose = given.pop("purpose", QUESTIONS)
    answers = {"title": "Leaving care", "hours": 2, "has_shared_devices": False, "prompts": PROMPTS, **given}
    return services.open_room(purpose=purpose, team=team, by=user, at=at or now(), **answers)


def say(room: Room, text: str = "", number: int | None = None, *, position: int = 1, **given: Any) -> Item:
    """An answer that arrived."""
    before = set(Item.objects.values_list("pk", flat=True))
    prompt = Prompt.objects.get(room=room, position=position)
    given = {"key": uuid.uuid4(), "at": room.opened_at + timedelta(minutes=1), **given}
    services.receive_answer(room=room, answer=Answer(prompt, text, number), **given)
    return Item.objects.exclude(pk__in=before).get()


def fill_in(room: Room, *said: str | int) -> list[Item]:
    """A form that arrived, in a room that keeps one person's answers together; the questions in their order."""
    before = set(Item.objects.values_list("pk", flat=True))
    answers = [
        Answer(prompt, text=one) if isinstance(one, str) else Answer(prompt, number=one)
        for prompt, one in zip(room.prompts.all(), said, strict=False)
        if one
    ]
    services.receive_form(room=room, answers=answers, key=uuid.uuid4(), at=room.opened_at + timedelta(minutes=1))
    return list(Item.objects.exclude(pk__in=before).order_by("prompt__position"))


def release(room: Room, *items: Item) -> None:
    keys = [item.pk for item in items]
    services.change_state(room=room, items=keys, state=ItemState.RELEASED, by=room.opened_by, at=room.opened_at)


def make_said(room: Room) -> Room:
    """Answers of every kind, waiting, released, hidden and merged."""
    shown = [say(room, "Someone to call at night"), say(room, number=1, position=2), say(room, number=4, position=3)]
    release(room, *shown)
    same = say(room, "Somebody who picks up the phone at night")
    keys = [shown[0].pk, same.pk]
    services.merge_items(room=room, items=keys, kept=shown[0].pk, by=room.opened_by, at=room.opened_at)
    say(room, "A key worker who stays\nand knows me")
    hidden = say(room, "Ask Jo")
    services.change_state(room=room, items=[hidden.pk], state=ItemState.HIDDEN, by=room.opened_by, at=room.opened_at)
    say(room, number=3, position=2)
    return room
