"""What waits on somebody's desk. Apps say what is due and ask short questions about what they own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class DueItem:
    """Something to be done, since when it waits, and where."""

    title: str
    action: str
    url: str
    since: datetime
    is_urgent: bool = False  # stands above everything else


@dataclass(frozen=True)
class Question:
    """Something that somebody could answer in two minutes."""

    words: str
    about: str
    url: str


# Both take a user.
FindDue = Callable[[Any], list[DueItem]]
FindQuestion = Callable[[Any], Question | None]
_due: list[FindDue] = []
_questions: list[FindQuestion] = []


def register_due(find: FindDue) -> None:
    """Called by `registry.register_app`."""
    _due.append(find)


def register_question(find: FindQuestion) -> None:
    _questions.append(find)


def get_due(user: Any) -> list[DueItem]:
    """What is urgent stands first, then what has waited longest."""
    return sorted((item for find in _due for item in find(user)), key=lambda item: (not item.is_urgent, item.since))


def get_question(user: Any) -> Question | None:
    return next((question for find in _questions if (question := find(user))), None)
