"""Reading lessons and insights, each as the reader may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from cairn.accounts.models import Reader, User
from cairn.actions.enums import Stage
from cairn.actions.queries import Chain, get_chain
from cairn.audit.models import AuditEntry
from cairn.common.dates import get_year
from cairn.lessons.enums import Confidence, Happened, WhyNot
from cairn.lessons.models import AnonymousDraft, Insight, Lesson, NotActed, OpenQuestion
from cairn.library.definitions.starter import get_starter
from cairn.library.models import Claim, EvaluationReport, Project, ReportedJudgement
from cairn.records.enums import RecordKind, Relation, Sharing
from cairn.records.models import Record, Tie
from cairn.search.queries import get_similar_to

OLD_AFTER = 5  # years; support of before then is called old
BY_MANY = 2  # lessons, or things that results are about, before it counts as learnt by many
FAILED = (Happened.DID_NOT_WORK, Happened.MIXED)


@dataclass(frozen=True)
class LessonFilters:
    """What somebody looks for among lessons; empty means all."""

    happened: str = ""
    tells: str = ""
    topic: str = ""
    viewpoint: str = ""


def get_lessons(user: Reader, filters: LessonFilters | None = None) -> QuerySet[Lesson]:
    filters = filters or LessonFilters()
    asked = {name: value for name, value in vars(filters).items() if value}
    found = Lesson.objects.visible_to(user).filter(**asked).select_related("organisation", "team", "circle")
    return found.order_by("-updated_at", "-pk")


def find_lessons(leading: dict[int, set[int]], readable: QuerySet[Record]) -> dict[int, list[Lesson]]:
    """Lessons that come of any of the records that lead to each key, or rest on them; failures first."""
    every = set().union(*leading.values())
    comes = Q(target__in=every, relation=Relation.COMES_FROM, source__kind=RecordKind.LESSON)
    rests = Q(source__in=every, relation__in=(Relation.SUPPORTS, Relation.CONTRADICTS), target__kind=RecordKind.LESSON)
    ends: dict[int, set[int]] = {}
    for source, target, relation in Tie.objects.filter(comes | rests).values_list("source", "target", "relation"):
        lesson, about = (source, target) if relation == Relation.COMES_FROM else (target, source)
        ends.setdefault(lesson, set()).add(about)
    if not ends:
        return {}
    seen = Lesson.objects.filter(pk__in=readable.filter(pk__in=ends).values("pk"))
    found = list(seen.select_related("organisation", "team", "circle").order_by("-updated_at", "-pk"))
    found.sort(key=lambda lesson: lesson.happened not in FAILED)
    return {key: [one for one in found if ends[one.pk] & keys] for key, keys in leading.items()}


def get_insights(user: Reader, *, topic: str = "", viewpoint: str = "") -> QuerySet[Insight]:
    found = Insight.objects.visible_to(user).select_related("organisation", "team", "circle")
    if topic:
        found = found.filter(topic=topic)
    if viewpoint:  # kept as text; a name in quotes is found in it on every database
        found = found.filter(viewpoints__icontains=f'"{viewpoint}"')
    return found.order_by("topic", "title", "pk")


@dataclass(frozen=True)
class Support:
    """One record that supports or contradicts an insight, and that the reader may see."""

    tie: Tie
    record: Record
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


def get_backing(insights: Iterable[Record], user: Reader) -> dict[int, Backing]:
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
    # Who could not read a record never knew that it was there, so they do not hear either that it is gone.
    gone_keys = {tie.source_id for tie in ties if tie.source.withdrawn_at}
    missed = set(Record.objects.withdrawn_from(user).filter(pk__in=gone_keys).values_list("pk", flat=True))
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
            number_withdrawn=sum(tie.source_id in missed for tie in gone),
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
            moment = record.first_published_at or record.created_at
            years[record.pk] = moment.year
    for key, year in Claim.objects.filter(pk__in=by_kind.get(RecordKind.CLAIM, [])).values_list("pk", "source__year"):
        if year and year[:4].isdigit():
            years[key] = int(year[:4])
    reports = EvaluationReport.objects.filter(pk__in=by_kind.get(RecordKind.EVALUATION_REPORT, []))
    for key, published in reports.values_list("pk", "published"):
        if published and (known := get_year(published)):
            years[key] = known
    return years


def _is_of_starter(record: Record) -> bool:
    """The day on which the starter library was loaded says nothing about an entry; its address is its key."""
    if record.kind == RecordKind.LESSON:  # one without names belongs to nobody too, and its day counts
        return record.slug in {row["key"] for row in get_starter().lessons}
    return record.author_id is None and record.organisation_id is None


def get_challenges_of(insight: Record, user: Reader) -> QuerySet[Record]:
    ties = Tie.objects.filter(source=insight, relation=Relation.COMES_FROM).values("target")
    return Record.objects.visible_to(user).of_kind(RecordKind.CHALLENGE).filter(pk__in=ties).order_by("title")


def get_insights_on(record: Record, user: Reader) -> QuerySet[Insight]:
    """Insights that were gathered on a challenge, or that this record supports or contradicts."""
    ties_out = Tie.objects.filter(source=record, relation__in=(Relation.SUPPORTS, Relation.CONTRADICTS))
    ties_in = Tie.objects.filter(target=record, relation=Relation.COMES_FROM)
    found = Q(pk__in=ties_out.values("target")) | Q(pk__in=ties_in.values("source"))
    return get_insights(user).filter(found)


# --- others' failures, shown before anybody is asked for theirs ----------------------------------------

STRONG = ("outstanding", "good")
SHOWN_FIRST = 3


@dataclass(frozen=True)
class Example:
    """A lesson of others about something that did not work; `grade` is dated, and there only for a strong council."""

    lesson: Lesson
    grade: ReportedJudgement | None = None


def get_failures_of_others(user: User) -> list[Example]:
    """A few, the newest first, with one of a council that inspectors judged good or outstanding among them."""
    found = list(get_lessons(user).filter(happened__in=FAILED, live=True).exclude(author=user)[:30])
    grades = _get_grades(found, user)
    examples = [Example(lesson, grades.get(lesson.pk)) for lesson in found]
    shown = examples[:SHOWN_FIRST]
    if not any(one.grade for one in shown):
        shown = [*[one for one in examples if one.grade][:1], *shown][:SHOWN_FIRST]
    return shown


def _get_grades(lessons: list[Lesson], user: Reader) -> dict[int, ReportedJudgement]:
    """The best known good grade of a council in which what each lesson comes from took place."""
    ties = Tie.objects.filter(source__in=[one.pk for one in lessons], relation=Relation.COMES_FROM)
    projects = Project.objects.visible_to(user).filter(pk__in=ties.values("target")).prefetch_related("places")
    places = {project.pk: [place.pk for place in project.places.all()] for project in projects}
    wanted = {place for some in places.values() for place in some}
    strong = ReportedJudgement.objects.filter(place__in=wanted, area="overall", grade__in=STRONG)
    by_place = {one.place_id: one for one in strong.select_related("place").order_by("judged_on")}
    found: dict[int, ReportedJudgement] = {}
    for tie in ties:
        for place in places.get(tie.target_id, []):
            if place in by_place:
                found[tie.source_id] = by_place[place]
    return found


# --- learnt by many, acted on by nobody ---------------------------------------------------------------

MOST_NOT_ACTED = 60


@dataclass(frozen=True)
class NotActedOn:
    """An insight that many have learnt and on which no work has started, as far as the reader may see."""

    insight: Insight
    lessons: list[Support]
    number: int  # of lessons, or of different things that results are about
    answers: list[tuple[str, int]]  # how the actions because of it stand, none of which was started


def get_known_not_acted(user: Reader, chain: Chain | None = None) -> list[NotActedOn]:
    """Learnt by many, not marked unsure, and no action because of it, or of what supports it, was started.

    The chain says whose actions count; without one, everybody's. Those with the most support are looked at.
    """
    sure = get_insights(user).filter(live=True).exclude(confidence=Confidence.NOT_SURE)
    keys = list(sure.order_by("pk").values_list("pk", flat=True))
    if chain is None:
        chain = get_chain(user, records=keys)
    waiting = [chain[key] for key in keys if key in chain and chain[key].stage < Stage.ACTED_ON]
    waiting = sorted((one for one in waiting if len(one.backing) >= BY_MANY), key=lambda one: -len(one.backing))
    insights = get_insights(user).in_bulk([one.key for one in waiting[:MOST_NOT_ACTED]])
    backing = get_backing(insights.values(), user)
    numbers = _count_learners({key: one.supports for key, one in backing.items()})
    found = [
        NotActedOn(insights[one.key], backing[one.key].supports, numbers[one.key], one.count_answers())
        for one in waiting[:MOST_NOT_ACTED]
        if numbers.get(one.key, 0) >= BY_MANY
    ]
    return sorted(found, key=lambda one: -one.number)


def _count_learners(supports: dict[int, list[Support]]) -> dict[int, int]:
    """How many learnt each: every lesson is one, and results about one thing are one together."""
    keys = {one.record.pk for every in supports.values() for one in every}
    abouts = dict(Claim.objects.filter(pk__in=keys).values_list("pk", "about"))
    return {key: len({abouts.get(one.record.pk, one.record.pk) for one in every}) for key, every in supports.items()}


def get_reasons(insight: Insight) -> QuerySet[NotActed]:
    return insight.not_acted.select_related("by", "organisation").order_by("-said_at", "pk")


def count_reasons(insights: Iterable[Insight]) -> dict[int, list[tuple[str, int]]]:
    """How often each reason was given, the most frequent first; never by place."""
    rows = NotActed.objects.filter(insight__in=[one.pk for one in insights]).values("insight", "why")
    found: dict[int, list[tuple[str, int]]] = {}
    for row in rows.annotate(number=Count("pk")).order_by("-number", "why"):
        found.setdefault(row["insight"], []).append((str(WhyNot(row["why"]).label), row["number"]))
    return found


# --- without names, and questions ---------------------------------------------------------------------


def get_own_anonymous_drafts(user: User) -> QuerySet[AnonymousDraft]:
    return AnonymousDraft.objects.filter(writer=user).order_by("-written_at")


def get_lessons_with_names(draft: AnonymousDraft, user: User) -> list[Lesson]:
    """The same words in a record of the writer, where their team, or more people, read them with a name."""
    same = Q(title__iexact=draft.title) | Q(summary__iexact=draft.summary)
    return list(Lesson.objects.filter(same, author=user, withdrawn_at=None).order_by("title", "pk"))


def get_to_clear(user: User) -> QuerySet[AnonymousDraft]:
    """What waits for an editor, the oldest first; nobody clears what they wrote."""
    waiting = AnonymousDraft.objects.filter(state=AnonymousDraft.State.WAITING).exclude(writer=user)
    return waiting.order_by("written_at")


def get_questions(user: Reader) -> QuerySet[OpenQuestion]:
    """What is open first."""
    found = OpenQuestion.objects.visible_to(user).select_related("organisation", "team", "circle")
    return found.annotate(number_of_answers=Count("answers", filter=~Q(answers__text=""))).order_by(
        F("settled_at").asc(nulls_first=True), "-updated_at", "-pk"
    )


def was_shown_to_others(record: Record) -> bool:
    """Whether people outside its team have ever read it, as the audit has it."""
    shared = AuditEntry.objects.about("record", record.slug).filter(action="record.shared")
    return any(entry.detail.get("after") != Sharing.TEAM for entry in shared)


def get_named_lessons(slugs: list[str], user: Reader, *, but: Lesson) -> list[Lesson]:
    """In the order in which they were named; what the reader may not see is left out."""
    found = {one.slug: one for one in get_lessons(user).filter(slug__in=slugs).exclude(pk=but.pk)}
    return [found[slug] for slug in dict.fromkeys(slugs) if slug in found]


def search_lessons(wanted: str, user: Reader, *, but: Iterable[Lesson]) -> QuerySet[Lesson]:
    """Every word somewhere in the title or in what happened."""
    found = get_lessons(user).exclude(pk__in=[one.pk for one in but])
    for word in wanted.split():
        found = found.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    return found


def get_similar_lessons(text: str, user: Reader, *, but: Record | None = None, most: int = 4) -> list[Lesson]:
    """Lessons that say something alike; those of the text itself are left out."""
    kinds = (RecordKind.LESSON.value,)
    alike = [
        one.pk for one in get_similar_to(text, user, kinds=kinds, most=most + 1) if but is None or one.pk != but.pk
    ]
    found = Lesson.objects.select_related("organisation").in_bulk(alike[:most])
    return [found[pk] for pk in alike[:most] if pk in found]
