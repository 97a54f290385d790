"""Asks and offers as a table."""

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localtime

from cairn.peers.definitions import get_title
from cairn.peers.models import Declared
from cairn.peers.presenters.matching import MatchView

DECLARED_COLUMNS = (
    "Organisation",
    "Ask or offer",
    "Topic",
    "Hours a quarter",
    "Hosts visits",
    "Context",
    "Since",
    "Fictional",
)


def list_declared(found: Iterable[Declared]) -> list[tuple[Any, ...]]:
    return [
        (
            one.organisation.name,
            str(one.SIDE.label),
            get_title(one.topic),
            one.hours_a_quarter,
            "Yes" if getattr(one, "hosts_visits", False) else "",
            one.context,
            f"{localtime(one.since):%Y-%m-%d}",
            "Yes" if one.organisation.is_fictional else "",
        )
        for one in found
    ]


MATCH_COLUMNS = (
    *("First organisation", "Learns about", "Hours a quarter"),
    *("Second organisation", "Learns about", "Hours a quarter", "Directions", "In common"),
)


def list_matches(views: Iterable[MatchView]) -> list[tuple[Any, ...]]:
    return [
        (
            view.match.first.name,
            get_title(view.match.first_learns),
            view.match.first_hours,
            view.match.second.name,
            get_title(view.match.second_learns),
            view.match.second_hours or "",
            view.directions,
            view.likeness,
        )
        for view in views
    ]
