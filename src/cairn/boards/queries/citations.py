"""What boards cite, as one reader may see it. Pages ask here; the apps that hold it are asked nowhere else."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from cairn.actions.models import Action
from cairn.actions.queries import get_actions_because_of
from cairn.adoption.models import Adoption
from cairn.adoption.queries import get_uses
from cairn.boards.enums import KINDS_OF_EXAMPLE, KINDS_OF_INSIGHT, KINDS_OF_METHOD
from cairn.lessons.models import Insight
from cairn.lessons.queries import Backing, get_backing
from cairn.library.models import Method, MethodUse, PracticeModel, Project, Source
from cairn.library.queries import get_sources
from cairn.records.enums import RecordKind, Sharing
from cairn.records.models import Record


class Citations:
    """What is behind the numbers in the blocks of a board; a fixed number of statements, however many they are.

    A duplicate stands for the record it was merged into; what the reader may not see is not there at all. Of what was
    taken back only what everybody could read counts: of the rest nobody may learn that it was there.
    """

    def __init__(self, numbers: Iterable[int], reader: Any) -> None:
        self.reader = reader
        self.records: dict[int, Record] = {}
        self.taken_back: frozenset[int] = frozenset()
        if wanted := set(numbers):
            self._find(wanted)

    def _find(self, wanted: set[int]) -> None:
        rows = Record.objects.filter(pk__in=wanted).values_list("pk", "merged_into", "withdrawn_at", "sharing")
        targets = {pk: merged or pk for pk, merged, _, _ in rows}
        seen = Record.objects.visible_to(self.reader).published().in_bulk(list(set(targets.values())))
        self.records = {pk: seen[target] for pk, target in targets.items() if target in seen}
        self.taken_back = frozenset(
            pk for pk, merged, withdrawn, sharing in rows if withdrawn and merged is None and sharing == Sharing.PUBLIC
        )

    def _pick(self, numbers: Iterable[int], kinds: tuple[str, ...]) -> list[Record]:
        """Each record once, in the order of the board."""
        found = [self.records[number] for number in numbers if number in self.records]
        return list({record.pk: record for record in found if record.kind in kinds}.values())

    def get_insights(self, numbers: Iterable[int]) -> list[tuple[Insight, Backing]]:
        """Each with what stands behind it."""
        records = self._pick(numbers, KINDS_OF_INSIGHT)
        insights = Insight.objects.in_bulk([record.pk for record in records])
        backing = get_backing(insights.values(), self.reader)
        return [(insights[record.pk], backing[record.pk]) for record in records]

    def get_methods(self, numbers: Iterable[int]) -> list[tuple[Method, list[MethodUse]]]:
        """Each with where it was used, as far as the reader may see that."""
        records = self._pick(numbers, KINDS_OF_METHOD)
        methods = Method.objects.in_bulk([record.pk for record in records])
        seen = Record.objects.visible_to(self.reader).published().values("pk")
        uses = MethodUse.objects.filter(method__in=list(methods), about__in=seen).select_related("about", "source")
        by_method: dict[int, list[MethodUse]] = {}
        for use in uses.order_by("position", "pk"):
            by_method.setdefault(use.method_id, []).append(use)
        return [(methods[record.pk], by_method.get(record.pk, [])) for record in records]

    def get_example(self, number: int) -> Record | None:
        """Of a kind that can be an example."""
        record = self.records.get(number)
        return record if record is not None and record.kind in KINDS_OF_EXAMPLE else None

    def get_example_facts(self, examples: Iterable[Record]) -> "ExampleFacts":
        return ExampleFacts(list(examples), self.reader)

    def get_sources(self, numbers: Iterable[int]) -> list[Source]:
        """Each once; a source of results that the reader may not see stands nowhere for them."""
        wanted = list(dict.fromkeys(numbers))
        found = get_sources(self.reader).in_bulk(wanted) if wanted else {}
        return [found[number] for number in wanted if number in found]

    def get_actions(self, insights: Iterable[Insight]) -> QuerySet[Action]:
        """What people will do because of these."""
        found = get_actions_because_of([insight.pk for insight in insights], self.reader)
        return found.order_by("title", "pk")

    def get_uses(self, examples: Iterable[Record]) -> QuerySet[Adoption]:
        """Councils using the models among these."""
        keys = [record.pk for record in examples if record.kind == RecordKind.PRACTICE_MODEL]
        models = list(PracticeModel.objects.filter(pk__in=keys))
        return get_uses(models, self.reader).filter(live=True).order_by("place__name", "pk")


class ExampleFacts:
    """What the library knows of all examples of a board, as one reader may see it; asked once, however many."""

    def __init__(self, examples: list[Record], reader: Any) -> None:
        self.reader = reader
        models = {one.pk for one in examples if one.kind == RecordKind.PRACTICE_MODEL}
        uses = [one.pk for one in examples if one.kind == RecordKind.ADOPTION]
        self.uses = {use.pk: use for use in Adoption.objects.filter(pk__in=uses).select_related("place")}
        models |= {use.practice_model_id for use in self.uses.values()}
        named = [one.pk for one in examples if one.kind == RecordKind.PROJECT]
        seen = Project.objects.visible_to(reader).published()
        projects = (seen.filter(pk__in=named) | seen.filter(models_used__in=models)).distinct().order_by("title", "pk")
        self.projects = list(projects.prefetch_related("places", "models_used"))
        self.by_key = {project.pk: project for project in self.projects}

    @cached_property
    def programmes(self) -> dict[int, Record]:
        """Rounds and programmes that paid for these projects."""
        keys = {key for one in self.projects for key in (one.in_round_id, one.in_programme_id) if key}
        return Record.objects.visible_to(self.reader).published().in_bulk(list(keys))

    def get_projects_speaking_for(self, record: Record) -> list[Project]:
        """For a model, or for a council's use of one."""
        use = self.uses.get(record.pk)
        model = use.practice_model_id if use else record.pk
        found = [one for one in self.projects if model in {used.pk for used in one.models_used.all()}]
        return [one for one in found if use is None or use.place_id in {place.pk for place in one.places.all()}]
