"""Reading lessons and insights, each as the reader may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from cairn.lessons.enums import Happened
from cairn.lessons.models import Insight, Lesson
from cairn.library.dates import get_year
from cairn.library.models import Claim, EvaluationReport
from cairn.records.enums import RecordKind, Relation
from cairn.records.models import Record, Tie

OLD_AFTER = 5  # years; support of before then is called old
BY_MANY = 2  # lessons, or things that results are about, before it counts as learnt by many
FAILED = (Happened.DID_NOT_WORK, Happened.MIXED)


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for among lessons; empty means all."""

    happened: str = ""
    tells: str = ""
    topic: str = ""
    viewpoint: str = ""


def get_lessons(user: Any, wanted: Wanted | None = None) -> QuerySet[Lesson]:
    wanted = wanted or Wanted()
    asked = {name: value for name, value in vars(wanted).items() if value}
    found = Lesson.objects.visible_to(user).filter(**asked).select_related("organisation", "team", "circle")
    return found.order_by("-updated_at", "-pk")


def get_insights(user: Any, *, topic: str = "", viewpoint: str = "", tells: str = "") -> QuerySet[Insight]:
    found = Insight.objects.visible_to(user).select_related("organisation", "team", "circle")
    if topic:
        found = found.filter(topic=topic)
    if tells:
        found = found.filter(tells=tells)
    if viewpoint:  # kept as text; a name in quotes is found in it on every database
        found = found.filter(viewpoints__icontains=f'"{viewpoint}"')
    return found.order_by("topic", "title", "pk")


@dataclass(frozen=True)
class Support:
    """One record that supports or contradicts an insight, as far as the reader may see it.

    `record` is None where it was withdrawn; one that the reader may not see is left out, and `Health` says so.
    """

    tie: Tie
    record: Record | None
    year: int | None = None  # of what it tells

    @property
    def contradicts(self) -> bool:
        return self.tie.relation == Relation.CONTRADICTS

    def is_old(self, today: date) -> bool:
        return self.year is not None and self.year < today.year - OLD_AFTER


@dataclass(frozen=True)
class Backing:
    """What stands behind an insight."""

    supports: list[Support]
    contradicts: list[Support]
    number_withdrawn: int
    has_hidden: bool

    def is_old(self, today: date) -> bool:
        """Whether all of the support whose year is known is old."""
        years = [one for one in self.supports if one.year is not None]
        return bool(years) and all(one.is_old(today) for one in years)

    @property
    def newest_year(self) -> int | None:
        return max((one.year for one in self.supports if one.year is not None), default=None)


def get_backing(insights: Iterable[Record], user: Any) -> dict[int, Backing]:
    """By the key of each insight or lesson; a fixed number of queries however many they are."""
    keys = [one.pk for one in insights]
    relations = (Relation.SUPPORTS, Relation.CONTRADICTS)
    ties = list(
        Tie.objects.filter(target__in=keys, relation__in=relations).select_related("source").order_by("made_at", "pk")
    )
    sources = {tie.source_id for tie in ties}
    visible = {
        one.pk: one
        for one in Record.objects.visible_to(user).filter(pk__in=sources).select_related("organisation", "team")
    }
    years = _get_years(visible.values())
    found: dict[int, Backing] = {}
    for key in keys:
        own = [tie for tie in ties if tie.target_id == key]
        gone = [tie for tie in own if tie.source.withdrawn_at]
        shown = [
            Support(tie, visible[tie.source_id], years.get(tie.source_id)) for tie in own if tie.source_id in visible
        ]
        found[key] = Backing(
            supports=[one for one in shown if not one.contradicts],
            contradicts=[one for one in shown if one.contradicts],
            number_withdrawn=len(gone),
            has_hidden=len(own) > len(gone) + len(shown),
        )
    return found


def _get_years(records: Iterable[Record]) -> dict[int, int]:
    """The year of what a record tells: of its source where it has one, else of its publication."""
    years: dict[int, int] = {}
    by_kind: dict[str, list[int]] = {}
    for record in records:
        by_kind.setdefault(record.kind, []).append(record.pk)
        if record.kind not in (RecordKind.CLAIM, RecordKind.EVALUATION_REPORT) and not _is_of_starter(record):
            told = record.first_published_at or record.created_at
            years[record.pk] = told.year
    for key, year in Claim.objects.filter(pk__in=by_kind.get(RecordKind.CLAIM, [])).values_list("pk", "source__year"):
        if year and year[:4].isdigit():
            years[key] = int(year[:4])
    reports = EvaluationReport.objects.filter(pk__in=by_kind.get(RecordKind.EVALUATION_REPORT, []))
    for key, published in reports.values_list("pk", "published"):
        if published and (known := get_year(published)):
            years[key] = known
    return years


def _is_of_starter(record: Record) -> bool:
    """The day on which the starter library was loaded says nothing about an entry."""
    return record.author_id is None and record.organisation_id is None


def get_challenges_of(insight: Record, user: Any) -> QuerySet[Record]:
    ties = Tie.objects.filter(source=insight, relation=Relation.COMES_FROM).values("target")
    return Record.objects.visible_to(user).of_kind(RecordKind.CHALLENGE).filter(pk__in=ties).order_by("title")


def get_insights_on(record: Record, user: Any) -> QuerySet[Insight]:
    """Insights that were gathered on a challenge, or that this record supports or contradicts."""
    ties_out = Tie.objects.filter(source=record, relation__in=(Relation.SUPPORTS, Relation.CONTRADICTS))
    ties_in = Tie.objects.filter(target=record, relation=Relation.COMES_FROM)
    found = Q(pk__in=ties_out.values("target")) | Q(pk__in=ties_in.values("source"))
    return get_insights(user).filter(found)
