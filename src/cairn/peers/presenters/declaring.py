"""Asks and offers by topic, and what is missing of an organisation's own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cairn.peers.definitions import get_title, get_topics
from cairn.peers.enums import Side
from cairn.peers.models import Declared
from cairn.places.models import Place

SHOWN_OF_A_TOPIC = 12


@dataclass(frozen=True)
class TopicRow:
    key: str
    title: str
    asks: list[Declared] = field(default_factory=list)
    offers: list[Declared] = field(default_factory=list)

    @property
    def is_long(self) -> bool:
        return max(len(self.asks), len(self.offers)) > SHOWN_OF_A_TOPIC


def show_by_topic(asks: Iterable[Declared], offers: Iterable[Declared]) -> list[TopicRow]:
    """In the order of the list of topics; topics without either are left out."""
    rows: dict[str, TopicRow] = {}
    known = {term.key: term.title for term in get_topics()}
    for one in [*asks, *offers]:
        row = rows.setdefault(one.topic, TopicRow(one.topic, get_title(one.topic)))
        (row.asks if one.SIDE == Side.ASKS else row.offers).append(one)
    order = {key: number for number, key in enumerate(known)}
    return [rows[key] for key in sorted(rows, key=lambda key: (order.get(key, len(order)), key))]


@dataclass(frozen=True)
class NationRows:
    title: str
    is_fictional: bool
    rows: list[TopicRow]
    is_chosen: bool


def show_by_nation(asks: Sequence[Declared], offers: Sequence[Declared], *, topic: str) -> list[NationRows]:
    """Real and fictional organisations never share a list; only the matching coordinator sees both.

    Of a topic that is there, that topic alone.
    """
    found = []
    for title, is_fictional in (("Asks and offers by topic", False), ("Fictional organisations by topic", True)):
        here = [[one for one in side if one.organisation.is_fictional == is_fictional] for side in (asks, offers)]
        rows = show_by_topic(*here)
        chosen = [row for row in rows if row.key == topic]
        found.append(NationRows(title, is_fictional, chosen or rows, bool(chosen)))
    return [nation for nation in found if nation.rows] or found[:1]


@dataclass(frozen=True)
class DeclaredView:
    """`words` is empty for whoever may not read them."""

    declared: Any
    title: str

    @property
    def hours(self) -> str:
        return f"{self.declared.hours_a_quarter} hours a quarter"


def show_declared(found: Iterable[Declared]) -> list[DeclaredView]:
    return sorted((DeclaredView(one, get_title(one.topic)) for one in found), key=lambda view: view.title)


def describe_gap(asks: Sequence[Any], offers: Sequence[Any]) -> tuple[str, str] | None:
    """What an organisation has not said yet, as a title and a sentence: people learn from each other both ways."""
    if not asks and not offers:
        return "No asks or offers yet", "Say one thing that you would like to learn and one that you can show others."
    if not asks:
        return (
            "No asks yet",
            "Organisations that are doing well have questions too. Matches go both ways, so say what you would like "
            "to learn.",
        )
    if not offers:
        return (
            "No offers yet",
            "Every organisation has something to show others, including what did not work. Matches go both ways, so "
            "say what you can offer.",
        )
    return None


def show_partners(places: Iterable[Place], with_offers: set[int]) -> list[tuple[str, list[Place]]]:
    """Who of them has entered an offer that everyone can read, and who has not."""
    groups: dict[str, list[Place]] = {"Offer entered": [], "No offer entered yet": []}
    for place in places:
        groups["Offer entered" if place.pk in with_offers else "No offer entered yet"].append(place)
    return [(title, found) for title, found in groups.items() if found]
