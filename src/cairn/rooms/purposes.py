"""What rooms are opened for. An app above registers its own from `ready()`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Purpose:
    """`keep_days` after the end of a room the answers that were not released are deleted.

    Nothing is shown before somebody has released it, unless `shows_at_once`. No two answers are linked, unless
    `keeps_together` what one person answers, all questions at once: people are told so before they answer.

    An app above that answers its rooms itself names the address of its `page`, which takes the key of the room. Where a
    room belongs to something of that app it opens the room there, and `is_offered` is False: nobody opens one alone.
    Where that app keeps the answers too, `has_questions` is False: the room is only the way in; nothing is released.
    """

    name: str
    label: str
    about: str  # for whoever opens a room: what it is good for
    keep_days: int
    shows_at_once: bool = False
    keeps_together: bool = False
    page: str = "rooms:phone"
    is_offered: bool = True
    has_questions: bool = True


_purposes: dict[str, Purpose] = {}


def register_purpose(purpose: Purpose) -> None:
    """Called from `ready()`."""
    _purposes[purpose.name] = purpose


def get_purpose(name: str) -> Purpose:
    return _purposes[name]


def get_purposes() -> list[Purpose]:
    """In the order in which they were registered."""
    return list(_purposes.values())


QUESTIONS = Purpose(
    "questions",
    "Questions for a group",
    "Ask a group the same questions, and show what they said. One person’s answers cannot be linked.",
    keep_days=30,
)
FORM = Purpose(
    "form",
    "A form for each person",
    "Each person answers all questions at once, and their answers stay together, without a name.",
    keep_days=30,
    keeps_together=True,
)
