"""What stands on somebody's desk, and what their organisation's digest says. Apps declare it for what they own.

Every function that is registered here asks for what its reader may see, and no more.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from cairn.accounts.models import User
from cairn.places.models import Organisation, Place
from cairn.records.enums import Sharing


@dataclass(frozen=True)
class DueItem:
    """Something that others wait for, since when, and where it is done."""

    title: str
    action: str
    url: str
    since: datetime
    is_urgent: bool = False  # stands above everything else


@dataclass(frozen=True)
class WorkItem:
    """Something of one's own that is under way: a draft, paper, plan, project or action."""

    title: str
    url: str  # its page, by which an item that two apps name is known to be one
    kind: str
    state: str  # an adjective or participle: "Draft", "Overdue"
    next_step: str
    next_url: str
    changed_at: datetime
    due: date | None = None
    is_late: bool = False


@dataclass(frozen=True)
class FollowedItem:
    """Something whose news somebody asked for."""

    title: str
    url: str
    kind: str
    since: datetime


@dataclass(frozen=True)
class Question:
    """Something that somebody could answer in two minutes."""

    words: str
    about: str
    url: str
    is_fictional: bool = False


@dataclass(frozen=True)
class FirstStep:
    """One thing to do in the first week; it is done when the site can see that it is, and nobody ticks it off."""

    words: str
    url: str
    is_done: bool


class Column(StrEnum):
    """What a digest is divided into, in its order."""

    TRIED = "tried"
    MOVED = "moved"
    STUCK = "stuck"
    LEARNED = "learned"


@dataclass(frozen=True)
class DigestItem:
    title: str
    url: str
    note: str = ""
    sign: str = ""  # a kind of c-sign, or none
    is_fictional: bool = False


@dataclass(frozen=True)
class DigestPart:
    """A number with its words, where what it counts is listed, and the first few of that."""

    column: Column
    number: int
    words: str
    url: str
    items: list[DigestItem] = field(default_factory=list)


def describe_shared(sharing: str) -> str:
    """The state of work that others read already."""
    return "Published" if sharing == Sharing.PUBLIC else "Shared"


FindDue = Callable[[User], list[DueItem]]
FindWork = Callable[[User], list[WorkItem]]
FindFollowed = Callable[[User], list[FollowedItem]]
FindQuestion = Callable[[User], Question | None]
FindFirstStep = Callable[[User], FirstStep | None]
FindDigest = Callable[[User, Organisation], DigestPart | None]
FindCouncils = Callable[[Place], list[Place]]
_due: list[FindDue] = []
_work: list[FindWork] = []
_followed: list[FindFollowed] = []
_questions: list[FindQuestion] = []
_first_steps: list[FindFirstStep] = []
_digest: list[FindDigest] = []
_councils_like: list[FindCouncils] = []


def register_due(find: FindDue) -> None:
    """This and the others are called by `registry.register_app`."""
    _due.append(find)


def register_work(find: FindWork) -> None:
    _work.append(find)


def register_followed(find: FindFollowed) -> None:
    _followed.append(find)


def register_question(find: FindQuestion) -> None:
    _questions.append(find)


def register_first_step(find: FindFirstStep) -> None:
    _first_steps.append(find)


def register_digest(find: FindDigest) -> None:
    _digest.append(find)


def register_councils_like(find: FindCouncils) -> None:
    """Which councils are alike is known by the app of the figures, which stands above this one."""
    _councils_like.append(find)


def get_due(user: User) -> list[DueItem]:
    """What is urgent stands first, then what has waited longest."""
    return sorted((item for find in _due for item in find(user)), key=lambda item: (not item.is_urgent, item.since))


def get_work(user: User) -> list[WorkItem]:
    """What is late first, then by the day it is due, then the newest; of two about one thing the app above is right."""
    found = {item.url: item for find in _work for item in find(user)}
    by_change = sorted(found.values(), key=lambda item: item.changed_at, reverse=True)
    return sorted(by_change, key=lambda item: (not item.is_late, item.due or date.max))


def get_followed(user: User) -> list[FollowedItem]:
    """Records, boards and measures together, the newest first."""
    return sorted((item for find in _followed for item in find(user)), key=lambda item: item.since, reverse=True)


def get_question(user: User) -> Question | None:
    return next((question for find in _questions if (question := find(user))), None)


def get_first_steps(user: User) -> list[FirstStep]:
    return [step for find in _first_steps if (step := find(user))]


def get_digest(user: User, organisation: Organisation) -> dict[Column, list[DigestPart]]:
    """Every column, with what the apps have to say in it to this reader."""
    found: dict[Column, list[DigestPart]] = {column: [] for column in Column}
    for find in _digest:
        if part := find(user, organisation):
            found[part.column].append(part)
    return found


def find_councils_like(place: Place | None) -> list[Place]:
    """The most alike first; none where that is not known."""
    return [other for find in _councils_like for other in find(place)] if place else []
