"""Learning events with their lists."""

from typing import Any

from cairn.accounts.models import User
from cairn.events.models import LearningEvent
from cairn.library.forms.rows import get_row_kinds
from cairn.library.services import add_row
from tests.factories.records import NOON, make_draft


def make_event(author: User | None = None, **answers: Any) -> LearningEvent:
    given = {"title": "Innovation towards Excellence", "hosts": "Otterdale Council", "held_on": "2026-03-16", **answers}
    return make_draft(LearningEvent, author=author, **given)


def add(event: LearningEvent, name: str, **answers: Any) -> None:
    kind = next(one for one in get_row_kinds(event.kind) if one.name == name)
    add_row(record=event, kind=kind, answers=answers, by=event.author, at=NOON)
