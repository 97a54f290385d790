"""What rooms are opened for. An app above registers its own from `ready()`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Purpose:
    """`keep_days` after the end of a room the answers that were not released are deleted.

    Nothing is shown before somebody has released it, unless `shows_at_once`.
    """

    name: str
    label: str
    about: str  # for whoever opens a room: what it is good for
    keep_days: int
    shows_at_once: bool = False


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
    "Questions to a group",
    "Ask a group of people the same questions, and show what they said.",
    keep_days=30,
)
