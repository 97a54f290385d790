"""An example on a board: where it stands in the programme is worked out from the library, and never invented."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cairn.boards.enums import Went
from cairn.boards.queries import Citations, ExampleFacts
from cairn.library.models import FundingStatus, Project
from cairn.places.models import Place
from cairn.records.enums import RecordKind
from cairn.records.models import Record

NOT_KNOWN = "Not known whether the programme funded it"
WORDS = {
    FundingStatus.NOT_FUNDED: "Not funded by the programme",
    FundingStatus.OUTSIDE_SECTOR: "Outside the sector",
    FundingStatus.NOT_KNOWN: NOT_KNOWN,
}
SIGNS = {Went.WELL: "tick", Went.BADLY: "cross", Went.NOT_KNOWN: "open"}


@dataclass(frozen=True)
class ExampleView:
    record: Record
    status: str
    places: list[Place]
    what_happened: str
    went: Went

    @property
    def kind(self) -> str:
        return self.record.get_kind().label

    @property
    def sign(self) -> str:
        return SIGNS[self.went]


def show_examples(blocks: Iterable[dict[str, Any]], cited: Citations) -> list[ExampleView]:
    """Those that the reader may see, in the order of the board."""
    shown = [(record, value) for value in blocks if (record := cited.get_example(value.get("record", 0)))]
    facts = cited.get_example_facts(record for record, _ in shown)
    return [
        ExampleView(
            record=record,
            status=_describe_status(record, facts),
            places=_list_places(record, facts),
            what_happened=value.get("what_happened", ""),
            went=_read_went(value.get("went", "")),
        )
        for record, value in shown
    ]


def _read_went(name: str) -> Went:
    return Went(name) if name in Went.values else Went.NOT_KNOWN


def _describe_status(record: Record, facts: ExampleFacts) -> str:
    if record.kind == RecordKind.LESSON:
        return "Shared as a lesson"
    if record.pk in facts.by_key:
        return _describe_funding(facts.by_key[record.pk], facts)
    projects = facts.get_projects_speaking_for(record)
    found = list(dict.fromkeys(_describe_funding(project, facts) for project in projects))
    return "; ".join([*found[:1], *(words[:1].lower() + words[1:] for words in found[1:])]) or NOT_KNOWN


def _describe_funding(project: Project, facts: ExampleFacts) -> str:
    if project.funding_status != FundingStatus.FUNDED:
        return WORDS[FundingStatus(project.funding_status)]
    source = facts.programmes.get(project.in_round_id or 0) or facts.programmes.get(project.in_programme_id or 0)
    return f"Funded in {source.title}" if source else "Funded by a programme"


def _list_places(record: Record, facts: ExampleFacts) -> list[Place]:
    if record.pk in facts.uses:
        return [facts.uses[record.pk].place]
    project = facts.by_key.get(record.pk)
    return sorted(project.places.all(), key=lambda place: place.name) if project else []
