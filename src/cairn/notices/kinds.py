"""The kinds of news that people can be told. What a notice says is asked for when it is sent, and only then."""

from collections.abc import Callable
from dataclasses import dataclass, field

from cairn.accounts.models import User
from cairn.common.addresses import make_absolute
from cairn.notices.enums import Frequency, NoticeGroup


@dataclass(frozen=True)
class NoticeText:
    """A heading, a sentence, and where it leads on this site. `links` are answers that the mail itself offers."""

    heading: str
    sentence: str
    path: str
    links: tuple[tuple[str, str], ...] = ()  # words, path
    opens: bool = False  # it stands first in a mail with other news, and its heading is the subject


@dataclass(frozen=True)
class MailItem:
    """A notice in a mail, with whole addresses."""

    heading: str
    sentence: str
    address: str
    links: list[tuple[str, str]]


def make_mail_item(text: NoticeText) -> MailItem:
    links = [(words, make_absolute(path)) for words, path in text.links]
    return MailItem(text.heading, text.sentence, make_absolute(text.path), links)


@dataclass(frozen=True)
class NoticeKind:
    """`render` takes who is told and the id kept in the notice; None when they may no longer see it, or it has gone.

    What has several things to say gives them one by one; an empty list says nothing, as None does.
    """

    name: str
    label: str
    description: str
    render: Callable[[User, str], NoticeText | list[NoticeText] | None]
    default: Frequency = Frequency.DAILY
    # Sent at once whatever somebody chose: a duty that they took on depends on it.
    is_duty: bool = False
    group: NoticeGroup = field(default=NoticeGroup.YOURS, kw_only=True)  # the heading under which it can be chosen


_kinds: dict[str, NoticeKind] = {}


def register_notice_kind(kind: NoticeKind) -> None:
    """Called from `ready()`."""
    _kinds[kind.name] = kind


def get_notice_kind(name: str) -> NoticeKind | None:
    return _kinds.get(name)


def get_notice_kinds() -> list[NoticeKind]:
    """Those of which people can choose how often they hear, by their headings; below each, as their apps list them."""
    order = list(NoticeGroup)
    return sorted((kind for kind in _kinds.values() if not kind.is_duty), key=lambda kind: order.index(kind.group))


def get_duties() -> set[str]:
    """Names of the kinds that nobody can turn off or put off."""
    return {kind.name for kind in _kinds.values() if kind.is_duty}
