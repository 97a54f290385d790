"""An example on a board: where it stands in the programme is worked out from the library, and never invented."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cairn.adoption.models import Adoption
from cairn.boards.enums import Went
from cairn.boards.queries import Cited
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
COLOURS = {Went.WELL: "green", Went.BADLY: "orange", Went.NOT_KNOWN: "grey"}


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
    def colour(self) -> str:
        return COLOURS[self.went]


def show_examples(blocks: Iterable[dict[str, Any]], cited: Cited, reader: Any) -> list[ExampleView]:
    """Those that the reader may see, in the order of the board."""
    shown = [(cited.records[value["record"]], value) for value in blocks if value.get("record") in cited.records]
    facts = Facts({record.pk for record, _ in shown}, cited, reader)
    return [
        ExampleView(
            record=record,
            status=facts.get_status(record),
            places=facts.get_places(record),
            what_happened=value.get("what_happened", ""),
            went=_read_went(value.get("went", "")),
        )
        for record, value in shown
    ]


def _read_went(name: str) -> Went:
    return Went(name) if name in Went.values else Went.NOT_KNOWN


class Facts:
    """What the library knows of all examples of a board, as one reader may see it; asked once, however many."""

    def __init__(self, numbers: set[int], cited: Cited, reader: Any) -> None:
        models = cited.of_kind(RecordKind.PRACTICE_MODEL) & numbers
        uses = Adoption.objects.filter(pk__in=cited.of_kind(RecordKind.ADOPTION) & numbers).select_related("place")
        self.uses = {use.pk: use for use in uses}
        models |= {use.practice_model_id for use in self.uses.values()}
        named = cited.of_kind(RecordKind.PROJECT) & numbers
        seen = Project.objects.visible_to(reader).published()
        projects = (seen.filter(pk__in=named) | seen.filter(models_used__in=models)).distinct().order_by("title", "pk")
        self.projects = list(projects.prefetch_related("places", "models_used"))
        self.by_key = {project.pk: project for project in self.projects}
        programmes = {key for one in self.projects for key in (one.in_round_id, one.in_programme_id) if key}
        self.programmes = Record.objects.visible_to(reader).published().in_bulk(list(programmes))

    def get_status(self, record: Record) -> str:
        if record.kind == RecordKind.LESSON:
            return "Told as a lesson"
        if record.pk in self.by_key:
            return self.tell_status(self.by_key[record.pk])
        found = list(dict.fromkeys(self.tell_status(project) for project in self._get_projects(record)))
        return "; ".join([*found[:1], *(words[:1].lower() + words[1:] for words in found[1:])]) or NOT_KNOWN

    def tell_status(self, project: Project) -> str:
        if project.funding_status != FundingStatus.FUNDED:
            return WORDS[FundingStatus(project.funding_status)]
        source = self.programmes.get(project.in_round_id or 0) or self.programmes.get(project.in_programme_id or 0)
        return f"Funded in {source.title}" if source else "Funded by a programme"

    def _get_projects(self, record: Record) -> list[Project]:
        """Projects that speak for a model, or for a council's use of one."""
        use = self.uses.get(record.pk)
        model = use.practice_model_id if use else record.pk
        found = [one for one in self.projects if model in {used.pk for used in one.models_used.all()}]
        return [one for one in found if use is None or use.place_id in {place.pk for place in one.places.all()}]

    def get_places(self, record: Record) -> list[Place]:
        if record.pk in self.uses:
            return [self.uses[record.pk].place]
        project = self.by_key.get(record.pk)
        return sorted(project.places.all(), key=lambda place: place.name) if project else []
