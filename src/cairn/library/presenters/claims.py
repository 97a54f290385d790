"""Reported results in words, and in groups. Size and direction, strength of evidence and cost stay apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cairn.common.dates import show_day
from cairn.library.definitions.vocabularies import get_terms
from cairn.library.models import Change, Claim, Direction, Grade, Project, Source, Study, Topic
from cairn.library.presenters.strength import Way, find_way
from cairn.records.enums import RecordKind
from cairn.records.models import Record

GROUPS = (
    (Direction.FOR, "Reported in favour"),
    (Direction.AGAINST, "Reported against"),
    (Direction.NOTHING, "No difference found, or not shown"),
    (Direction.CONTEXT, "Facts around it"),
)
NO_ADDRESS = "address not found"
IN_A_COPY = "read in a copy; the publisher’s own page was not found"
NOT_READ_THERE = "the page at this address was not read"
COMPARATOR_NOT_FOUND = "no comparison group reported"
INDEPENDENT = (Grade.EVALUATION, Grade.GOVERNMENT)


@dataclass(frozen=True)
class ClaimView:
    """One reported result with everything a reader needs to weigh it."""

    claim: Claim
    origin: Record | None = None  # what it was reported for, where it is shown for something else

    @property
    def reported_for(self) -> str:
        return f"reported for {name_origin(self.origin)}" if self.origin else ""

    @property
    def way(self) -> Way:
        """Which way it went: a kind of sign, and words."""
        return find_way(self.claim)

    @property
    def reported_by(self) -> str:
        """Who says it, and where: "Second-hand account of an evaluation: Research in Practice, 2018"."""
        return f"{self.who}: {self.claim.source.publisher or self.claim.source.title}"

    @property
    def who(self) -> str:
        return str(Grade(self.claim.grade).label)

    @property
    def comparator(self) -> str:
        """Results without anything to compare with say so; facts and opinions need none."""
        claim = self.claim
        is_result = claim.direction != Direction.CONTEXT and claim.topic in (Topic.OUTCOME, Topic.COST)
        return claim.comparator or (COMPARATOR_NOT_FOUND if is_result else "")

    @property
    def details(self) -> str:
        """Of whom, when, how they know: what is known of it, in one line."""
        parts = (self.claim.denominator, self.claim.period, self.claim.design)
        text = "; ".join(part for part in parts if part)
        return text[:1].upper() + text[1:]

    @property
    def value(self) -> str:
        """The number with its unit; empty where the result has none."""
        if self.claim.value is None:
            return ""
        number = f"{self.claim.value.normalize():,f}"
        return f"{number} {self.claim.unit}".strip() if self.claim.unit != "%" else f"{number}%"


def name_origin(origin: Record) -> str:
    """What a result was reported for, in a sentence: a project by its council, where it has one."""
    places = list(origin.places.all()) if isinstance(origin, Project) else []
    if len(places) == 1:
        name = f"{places[0].name} (fictional)" if places[0].is_fictional else places[0].name
        return f"{name}{'’' if name.endswith('s') else '’s'} project"
    if origin.kind == RecordKind.PRACTICE_MODEL:
        return f"the model {origin.title}"
    return f"“{origin.title}”"


def cite(source: Source) -> str:
    """Authors, title, publisher and year, as far as they are known; a title that says them is not made longer."""
    parts = [source.title]
    parts += [part for part in (source.publisher, source.year) if part and part not in source.title]
    return ", ".join([source.authors, *parts] if source.authors else parts)


def describe_address(source: Source) -> str:
    """What a reader should know about the address; empty where the source was read there."""
    if source.how_read == Source.HowRead.COPY:
        return IN_A_COPY
    if not source.address:
        return NO_ADDRESS
    if source.state == Source.State.DEAD:
        return f"the link no longer works (checked on {show_day(source.checked_at)})"  # type: ignore[arg-type]  # set by the check that found it dead
    return NOT_READ_THERE if source.how_read == Source.HowRead.RECORD else ""


# Answers of a result by short names; a table that is brought in may use them too.
SHORT_NAMES = {
    "title": "What is said",
    "summary": "In more words",
    "direction": "What it says",
    "topic": "A result of",
    "outcome_terms": "Outcomes",
    "change": "Which way",
    "grade": "Who says it",
    "value": "Value",
    "unit": "Unit",
    "denominator": "Of whom or what",
    "period": "When",
    "comparator": "Compared with",
    "design": "How they know",
    "study": "Kind of study",
    "question": "Question",
    "preferred_because": "Why preferred",
}
CLAIM_COLUMNS = ("Reference", "About", "Kind", *SHORT_NAMES.values(), "Source", "Address of the source")


def claim_rows(claims: Iterable[Claim]) -> list[tuple[str, ...]]:
    return [
        (
            claim.slug,
            claim.about.title,
            str(RecordKind(claim.about.kind).label),
            claim.title,
            claim.summary,
            str(Direction(claim.direction).label),
            str(Topic(claim.topic).label),
            "; ".join(term.title for term in get_terms("outcomes", claim.outcome_terms)),
            str(Change(claim.change).label) if claim.change else "",
            ClaimView(claim).who,
            "" if claim.value is None else f"{claim.value.normalize():f}",
            claim.unit,
            claim.denominator,
            claim.period,
            ClaimView(claim).comparator,
            claim.design,
            str(Study(claim.study).label) if claim.study else "",
            claim.question,
            claim.preferred_because,
            cite(claim.source),
            claim.source.address or NO_ADDRESS,
        )
        for claim in claims
    ]


Group = tuple[str, list[ClaimView]]


def group_views(views: Iterable[ClaimView]) -> list[Group]:
    """By what they say, in the order of the page; a group without results is left out."""
    found = list(views)
    groups = [(title, [view for view in found if view.claim.direction == kind]) for kind, title in GROUPS]
    return [(title, some) for title, some in groups if some]


@dataclass(frozen=True)
class Reported:
    """What is reported of one record: what changed, how it was carried out, what it cost, what stands around it."""

    outcomes: list[Group]
    delivery: list[Group]
    costs: list[ClaimView]
    context: list[ClaimView]
    conflicts: list["Conflict"]
    is_contested: bool

    @property
    def is_empty(self) -> bool:
        return not (self.outcomes or self.delivery or self.costs or self.context or self.conflicts)


@dataclass(frozen=True)
class Conflict:
    """Several values of the same thing, side by side; at most one is preferred, with a reason."""

    question: str
    views: list[ClaimView]


def sort_reported(claims: Iterable[Claim], origins: Mapping[int, Record] | None = None) -> Reported:
    """`origins` names, by the keys of claims, what those that are not its own were reported for."""
    found, origins = list(claims), origins or {}
    conflicts = find_conflicts(found, origins)
    apart = {view.claim.pk for conflict in conflicts for view in conflict.views}
    rest = [claim for claim in found if claim.pk not in apart]
    facts = [claim for claim in rest if claim.direction == Direction.CONTEXT or claim.topic == Topic.CONTEXT]
    results = [claim for claim in rest if claim not in facts]
    of_topic = {topic: [claim for claim in results if claim.topic == topic] for topic in Topic}
    costs = [*of_topic[Topic.COST], *(claim for claim in facts if claim.topic == Topic.COST)]

    def show(claims: Iterable[Claim]) -> list[ClaimView]:
        return [ClaimView(claim, origins.get(claim.pk)) for claim in claims]

    return Reported(
        outcomes=group_views(show(of_topic[Topic.OUTCOME])),
        delivery=group_views(show(of_topic[Topic.DELIVERY])),
        costs=show(costs),
        context=show(claim for claim in facts if claim.topic != Topic.COST),
        conflicts=conflicts,
        is_contested=is_contested(found),
    )


def find_conflicts(claims: Iterable[Claim], origins: Mapping[int, Record] | None = None) -> list[Conflict]:
    """Results that answer the same question differently."""
    known = origins or {}
    questions: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.question:
            questions.setdefault(claim.question, []).append(claim)
    return [
        Conflict(question, [ClaimView(claim, known.get(claim.pk)) for claim in found])
        for question, found in questions.items()
        if len(found) > 1
    ]


def is_contested(claims: Iterable[Claim]) -> bool:
    """Independent sources disagree about what changed: one in favour, one against."""
    said = {claim.direction for claim in claims if claim.topic == Topic.OUTCOME and Grade(claim.grade) in INDEPENDENT}
    return {Direction.FOR, Direction.AGAINST} <= said
