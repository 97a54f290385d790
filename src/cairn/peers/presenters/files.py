"""Asks and offers as a table."""

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localtime

from cairn.peers.definitions import get_title
from cairn.peers.models import Declared

DECLARED_COLUMNS = ("Organisation", "Ask or offer", "Topic", "Hours a quarter", "Hosts visits", "Context", "Since")


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
        )
        for one in found
    ]
