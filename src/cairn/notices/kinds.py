"""The kinds of news that people can be told. What a notice says is asked for when it is sent, and only then."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cairn.notices.enums import Frequency


@dataclass(frozen=True)
class NoticeText:
    """A heading, a sentence, and where it leads on this site."""

    heading: str
    sentence: str
    path: str


@dataclass(frozen=True)
class NoticeKind:
    """`render` takes a user and the id kept in the notice; None when they may no longer see it, or it has gone."""

    name: str
    label: str
    description: str
    render: Callable[[Any, str], NoticeText | None]
    default: Frequency = Frequency.DAILY


_kinds: dict[str, NoticeKind] = {}


def register_notice_kind(kind: NoticeKind) -> None:
    """Called from `ready()`."""
    _kinds[kind.name] = kind


def get_notice_kind(name: str) -> NoticeKind | None:
    return _kinds.get(name)


def get_notice_kinds() -> list[NoticeKind]:
    return sorted(_kinds.values(), key=lambda kind: kind.label)
