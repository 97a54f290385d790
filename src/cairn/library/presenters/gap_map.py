"""Where there are results and where there are none: what children and families need, by outcome, as one table.

A result counts once in a cell, however many models and projects it is a result of. An empty cell stays and leads
somewhere too: that nobody tested something is what the page is for.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import Any

from cairn.common.facets import Facet
from cairn.common.presenters.bubbles import draw_bubble, draw_shapes
from cairn.common.presenters.signs import DIRECTIONS
from cairn.library.definitions.vocabularies import Term, get_vocabulary
from cairn.library.models import Claim, Project
from cairn.library.presenters.facts import Facts
from cairn.library.presenters.lists import get_stage_facet, get_term_facet
from cairn.library.presenters.strength import COMPARED, find_way, rate
from cairn.records.enums import RecordKind
from cairn.records.models import Record

SAYS = {
    **{kind: words for kind, words in DIRECTIONS.items() if kind.endswith("_reported") or kind == "reported"},
    "improved": "Improved, compared with a similar group",
    "fewer": "Fewer, compared with a similar group",
    "more": "More, compared with a similar group",
    "no_difference": "No clear difference",
    "worse": "Worse, compared with a similar group",
    "unknown": "Changed; which way is not stated",
}
ORDER = (
    *("improved", "fewer", "more", "reported", "fewer_reported", "more_reported"),
    *("no_difference", "worse", "worse_reported", "unknown"),
)


@dataclass(frozen=True)
class Axis:
    """What the rows are: a vocabulary, or the stage that a project came to last."""

    key: str  # in the address
    title: str
    label: str  # what is said of the choice
    facet: Facet
    groups: dict[str, str]  # of a row, where the list has groups


def get_axes() -> dict[str, Axis]:
    def make(key: str, title: str, label: str, vocabulary: str, name: str) -> Axis:
        groups = {term.key: term.group for term in get_vocabulary(vocabulary).terms}
        return Axis(key, title, label, get_term_facet(key, title, vocabulary, name), groups)

    axes = (
        make("need", "Need", "by need", "needs", "needs"),
        make("type", "Type of innovation", "by type of innovation", "ten_types", "types"),
        Axis("stage", "Stage", "by stage of the project", replace(get_stage_facet(), find=_find_stage), {}),
    )
    return {axis.key: axis for axis in axes}


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _find_stage(facts: Facts) -> set[str]:
    """None of a model: only projects pass through stages."""
    return {facts.record.stage} if isinstance(facts.record, Project) else set()


@dataclass(frozen=True)
class Mark:
    """How many results of a cell went one way."""

    kind: str
    number: int

    @property
    def words(self) -> str:
        said = SAYS[self.kind]
        return f"{self.number} {said[:1].lower()}{said[1:]}"

    @property
    def picture(self) -> str:
        return draw_bubble(self.kind, self.number)


@dataclass
class Cell:
    row: str
    row_title: str
    outcome: Term
    results: dict[int, Claim] = field(default_factory=dict)
    records: dict[int, Record] = field(default_factory=dict)  # whose results these are

    @cached_property
    def marks(self) -> list[Mark]:
        kinds = [find_way(claim).kind for claim in self.results.values()]
        return [Mark(kind, kinds.count(kind)) for kind in ORDER if kind in kinds]

    @property
    def words(self) -> str:
        return "; ".join(mark.words for mark in self.marks) or "no result"

    @property
    def titles(self) -> list[str]:
        return sorted(record.title for record in self.records.values())

    @property
    def path(self) -> str:
        """Of its page, from that of the map."""
        return f"{self.row}/{self.outcome.key}/"


@dataclass(frozen=True)
class Row:
    key: str
    title: str
    group: str
    cells: list[Cell]

    @property
    def number_empty(self) -> int:
        return sum(not cell.results for cell in self.cells)


@dataclass(frozen=True)
class GapMap:
    axis: Axis
    outcomes: Sequence[Term]
    rows: list[Row]
    kinds: dict[str, int]  # of records whose results count here
    number_results: int

    @property
    def groups(self) -> list[tuple[str, list[Row]]]:
        return [(group, list(rows)) for group, rows in groupby(self.rows, key=lambda row: row.group)]

    @property
    def cells(self) -> Iterator[Cell]:
        return (cell for row in self.rows for cell in row.cells)

    @property
    def number_cells(self) -> int:
        return len(self.rows) * len(self.outcomes)

    @property
    def number_empty(self) -> int:
        return sum(row.number_empty for row in self.rows)

    @property
    def made_of(self) -> str:
        """Of how many results, models and projects: "72 results from 23 models and 5 projects"."""
        names = {RecordKind.PRACTICE_MODEL: "model", RecordKind.PROJECT: "project"}
        owners = [_count(number, names[kind]) for kind in names if (number := self.kinds.get(kind, 0))]
        return " from ".join(filter(None, (_count(self.number_results, "result"), " and ".join(owners))))

    @property
    def shapes(self) -> str:
        return draw_shapes()

    @property
    def legend(self) -> list[tuple[str, str]]:
        """Every mark that stands in it, with its words."""
        there = {mark.kind for cell in self.cells for mark in cell.marks}
        return [(draw_bubble(kind, None), SAYS[kind]) for kind in ORDER if kind in there]

    def find_cell(self, row: str, outcome: str) -> Cell | None:
        return next((cell for cell in self.cells if (cell.row, cell.outcome.key) == (row, outcome)), None)


def make_gap_map(every: Iterable[Facts], axis: Axis, *, only_compared: bool) -> GapMap:
    """Of models and projects with their facts, as the reader may see them."""
    outcomes = get_vocabulary("outcomes").terms
    rows = [
        Row(key, title, axis.groups.get(key, ""), [Cell(key, title, outcome) for outcome in outcomes])
        for key, title in axis.facet.options
    ]
    places = {(cell.row, cell.outcome.key): cell for row in rows for cell in row.cells}
    counted: dict[int, Record] = {}
    results: set[int] = set()
    for facts in every:
        claims = [one for one in facts.evidence.results if not only_compared or rate(one) >= COMPARED]
        for cell, claim in _find_cells(places, axis.facet.find(facts), claims):
            cell.results[claim.pk] = claim
            cell.records[facts.record.pk] = counted[facts.record.pk] = facts.record
            results.add(claim.pk)
    kinds: dict[str, int] = {}
    for record in counted.values():
        kinds[record.kind] = kinds.get(record.kind, 0) + 1
    return GapMap(axis, outcomes, rows, kinds, len(results))


def _find_cells(
    places: dict[tuple[str, str], Cell], rows: Collection[Any], claims: Iterable[Claim]
) -> Iterator[tuple[Cell, Claim]]:
    for claim in claims:
        for outcome in claim.outcome_terms:
            for row in rows:
                if cell := places.get((row, outcome)):
                    yield cell, claim


COLUMNS = ("Outcome", "Number of results", "Results", "Models and projects", "Page")


def list_rows(gap_map: GapMap, addresses: Any) -> list[tuple[Any, ...]]:
    """A row of the file for each cell, empty ones included; `addresses` makes the whole address of its page."""
    return [
        (cell.row_title, cell.outcome.title, len(cell.results), cell.words, "; ".join(cell.titles), addresses(cell))
        for cell in gap_map.cells
    ]
