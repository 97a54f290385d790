"""The facts of the library: which stand on a page, who checked one last, and which wait to be checked again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from cairn.accounts.models import Reader
from cairn.library.models import (
    Claim,
    FactCheck,
    Guidance,
    Milestone,
    PracticeModel,
    Project,
    Recommendation,
    Source,
)
from cairn.library.queries.entries import get_sources
from cairn.records.enums import RecordKind, Sharing
from cairn.records.kinds import Fact
from cairn.records.models import Record

CHECKED_KINDS = (RecordKind.CLAIM, RecordKind.RECOMMENDATION, RecordKind.GUIDANCE, RecordKind.ADOPTION)
CHECK_AFTER = timedelta(days=365)
MOST_ROWS = 100

# Lists whose rows are facts, for each kind of entry; what happened hangs on any of them.
LISTS: dict[type[Record], tuple[str, ...]] = {
    PracticeModel: ("components", "prices"),
    Project: ("awards", "moves", "outcomes", "parts", "prices"),
}


def list_facts(record: Record, user: Reader) -> list[Fact]:
    """What is said on the page of an entry: its results and recommendations, then the rows that hang on it."""
    said: list[QuerySet[Any]] = [Claim.objects.visible_to(user).filter(about_id=record.pk).order_by("pk")]
    if isinstance(record, Guidance):
        said.append(Recommendation.objects.visible_to(user).filter(guidance=record).order_by("position", "pk"))
    facts = [Fact(one.slug, one.title, one) for found in said for one in found]
    for name in (*LISTS.get(type(record), ()), "milestones"):
        facts += [Fact(row.anchor, str(row)) for row in getattr(record, name).all()]
    return list({fact.key: fact for fact in facts}.values())


# --- Checks -------------------------------------------------------------------------------------


def find_last_check(record: Record, part: str = "") -> FactCheck | None:
    return record.fact_checks.filter(part=part).select_related("by").order_by("-checked_at").first()


def get_records_to_check(user: Reader, *, at: datetime) -> QuerySet[Record]:
    """Facts that everybody reads and nobody compared with their source for a year, the longest unchecked first.

    Each has `checked_at`, empty where nobody ever did; its year then begins with its publishing.
    """
    checks = FactCheck.objects.filter(record=OuterRef("pk"), part="").order_by("-checked_at").values("checked_at")[:1]
    found = Record.objects.visible_to(user).published().filter(sharing=Sharing.PUBLIC, kind__in=CHECKED_KINDS)
    found = found.annotate(
        checked_at=Subquery(checks), since=Coalesce(F("checked_at"), F("first_published_at"), F("created_at"))
    )
    return found.filter(since__lte=at - CHECK_AFTER).order_by("since", "pk")


@dataclass(frozen=True)
class RowToCheck:
    """Something that happened, which hangs on a record."""

    record: Record
    part: str
    label: str
    checked_at: datetime | None
    since: datetime


def get_milestones_to_check(user: Reader, *, at: datetime) -> list[RowToCheck]:
    """As above for what happened. A check holds for the words of its day, so it is found by their anchor."""
    told_of = Milestone.objects.values("about")
    visible = Record.objects.visible_to(user).published().filter(sharing=Sharing.PUBLIC, pk__in=told_of)
    records = {record.pk: record for record in visible}
    checks: dict[tuple[int, str], datetime] = {}
    there = FactCheck.objects.filter(record__in=records).exclude(part="").order_by("checked_at")
    for key, part, last in there.values_list("record_id", "part", "checked_at"):
        checks[key, part] = last
    rows = []
    for milestone in Milestone.objects.filter(about__in=records):
        record, part = records[milestone.about_id], milestone.anchor
        checked_at = checks.get((record.pk, part))
        since = checked_at or record.first_published_at or record.created_at
        if since <= at - CHECK_AFTER:
            rows.append(RowToCheck(record, part, str(milestone), checked_at, since))
    return sorted(rows, key=lambda row: (row.since, row.label))[:MOST_ROWS]


def get_dead_sources(user: Reader) -> QuerySet[Source]:
    """Sources whose address no longer works, with the number of results that rest on each."""
    visible = Claim.objects.visible_to(user).values("pk")
    results = Count("claims", filter=Q(claims__in=visible), distinct=True)
    return get_sources(user).filter(state=Source.State.DEAD).annotate(results=results).order_by("title", "pk")


def get_results_of(sources: Iterable[Source], user: Reader) -> dict[int, list[Claim]]:
    """By the key of the source."""
    found: dict[int, list[Claim]] = {}
    claims = Claim.objects.visible_to(user).filter(source__in=list(sources)).order_by("title", "pk")
    for claim in claims:
        found.setdefault(claim.source_id, []).append(claim)
    return found


def find_sources(user: Reader, *, words: str = "") -> QuerySet[Source]:
    """Those whose citation has all the words."""
    found = get_sources(user)
    for word in words.split()[:8]:
        found = found.filter(
            Q(title__icontains=word) | Q(publisher__icontains=word) | Q(authors__icontains=word) | Q(year=word)
        )
    return found.order_by("title", "pk")
