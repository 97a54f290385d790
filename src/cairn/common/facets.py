"""Choices at the side of a list: several at once, each with how many rows it would leave."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict


@dataclass(frozen=True)
class Facet:
    """One thing by which rows differ; `find` gives the keys of a row, of which any that is chosen keeps it."""

    name: str  # in the address
    title: str
    options: Sequence[tuple[str, str]]
    find: Callable[[Any], Collection[str]]

    def read(self, asked: QueryDict) -> set[str]:
        """What is chosen; a key that is not among the options is passed over."""
        return set(asked.getlist(self.name)) & {key for key, _ in self.options}


@dataclass(frozen=True)
class Choice:
    key: str
    label: str
    number: int
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    name: str
    title: str
    choices: list[Choice]


def narrow(rows: Iterable[Any], facets: Sequence[Facet], asked: QueryDict) -> tuple[list[Any], list[Group]]:
    """The rows that every facet keeps, and the choices with their numbers.

    A number says how many rows would be listed with that choice alone in its group and the other groups as they are.
    """
    every = list(rows)
    chosen = {facet.name: facet.read(asked) for facet in facets}
    keys = {facet.name: [set(facet.find(row)) for row in every] for facet in facets}

    def fits(index: int, names: Iterable[str]) -> bool:
        return all(not chosen[name] or chosen[name] & keys[name][index] for name in names)

    groups = []
    for facet in facets:
        others = [name for name in chosen if name != facet.name]
        left = [keys[facet.name][index] for index in range(len(every)) if fits(index, others)]
        choices = [
            Choice(key, label, number, key in chosen[facet.name])
            for key, label in facet.options
            if (number := sum(key in found for found in left)) or key in chosen[facet.name]
        ]
        if choices:
            groups.append(Group(facet.name, facet.title, choices))
    return [row for index, row in enumerate(every) if fits(index, chosen)], groups
