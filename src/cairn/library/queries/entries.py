"""Reading the library, each list as the reader may see it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import now

from cairn.accounts.models import Reader, User
from cairn.library.definitions.starter import get_starter
from cairn.library.models import (
    Claim,
    EvaluationReport,
    Method,
    MethodUse,
    Milestone,
    Moved,
    PracticeModel,
    Programme,
    Project,
    ProjectMove,
    ReportedJudgement,
    Round,
    ShortListed,
    Source,
)
from cairn.places.models import Membership, Place
from cairn.records.models import Record

STAGES = tuple(Moved.values[:6])
# Who says it, the most independent first.
ORDER_OF_GRADES = "EGSCN"
MOST_OFFERED = 12


def sort_claims(claims: Iterable[Claim]) -> list[Claim]:
    return sorted(claims, key=lambda claim: (ORDER_OF_GRADES.index(claim.grade), claim.pk))


def get_all_claims(user: Reader) -> QuerySet[Claim]:
    """Reported results about records that the reader may see too."""
    visible = Record.objects.visible_to(user).values("pk")
    found = Claim.objects.visible_to(user).filter(about_id__in=visible)
    return found.select_related("source", "about").order_by("about__title", "pk")


def get_models(user: Reader) -> QuerySet[PracticeModel]:
    return PracticeModel.objects.visible_to(user).order_by("title")


def get_projects_in(place: Place, user: Reader) -> QuerySet[Project]:
    """What was tried in a council area, the newest first."""
    return Project.objects.visible_to(user).published().filter(places=place).order_by("-updated_at", "title")


def get_projects(
    user: Reader,
    *,
    model: PracticeModel | None = None,
    programme: Programme | None = None,
    stage: str = "",
) -> Any:
    """Projects by title, each with the stage it came to last (`stage`) and how it stands (`status`)."""
    found = with_stage(Project.objects.visible_to(user).select_related("organisation")).order_by("title")
    if model is not None:
        found = found.filter(models_used=model)
    if programme is not None:
        found = found.filter(in_programme=programme)
    if stage:
        found = found.filter(stage=stage)
    return found


def with_stage(projects: QuerySet[Project]) -> QuerySet[Project]:
    moves = ProjectMove.objects.filter(project=OuterRef("pk")).order_by("-position")
    return projects.annotate(
        stage=Subquery(moves.filter(move__in=STAGES).values("move")[:1]), status=Subquery(moves.values("move")[:1])
    )


def get_rounds(programme: Programme, user: Reader) -> QuerySet[Round]:
    return Round.objects.visible_to(user).filter(in_programme=programme).order_by("started", "title")


def get_reports(user: Reader) -> QuerySet[EvaluationReport]:
    return EvaluationReport.objects.visible_to(user).order_by("-published", "title")


def get_visible_abouts(report: EvaluationReport, user: Reader) -> QuerySet[Record]:
    return Record.objects.visible_to(user).filter(evaluation_reports=report).order_by("title")


def get_methods(user: Reader) -> QuerySet[Method]:
    """Methods with the number of uses that the reader may see, those that did not help among them."""
    visible = Record.objects.visible_to(user).values("pk")
    seen = Q(uses__about__in=visible)
    return (
        Method.objects.visible_to(user)
        .annotate(
            number_of_uses=Count("uses", filter=seen, distinct=True),
            number_unhelpful=Count("uses", filter=seen & Q(uses__helped__in=["did_not_help", "mixed"]), distinct=True),
        )
        .order_by("title")
    )


def get_uses(user: Reader, **end: Record) -> list[MethodUse]:
    """Where a `method` was used, or which methods something used that it is `about`; no end is told that is hidden."""
    others = {"about", "method", "source"} - end.keys()
    uses = list(MethodUse.objects.filter(**end).select_related(*others).order_by("method__title", "position"))
    for use in uses:
        for name, record in end.items():
            setattr(use, name, record)
    ends = {key for use in uses for key in (use.about_id, use.method_id)}
    visible = set(Record.objects.visible_to(user).filter(pk__in=ends).values_list("pk", flat=True))
    return [use for use in uses if {use.about_id, use.method_id} <= visible]


def get_milestones(about: Record | Place, user: Reader) -> list[Milestone]:
    """What happened to an entry, or to a council as a whole, as far as the entry may be seen; the oldest first."""
    found = Milestone.objects.select_related("source", "place").order_by("happened_on", "position", "pk")
    if isinstance(about, Place):
        return list(found.filter(place=about, about__in=Record.objects.visible_to(user)))
    return list(found.filter(about_id=about.pk))


def get_judgements(place: Place) -> list[ReportedJudgement]:
    """Grades that sources tell of, the newest first."""
    return list(place.reported_judgements.select_related("source").order_by("-judged_on", "pk"))


def get_judgement_in(place: Place, when: str) -> ReportedJudgement | None:
    """The newest grade of the whole service that a source tells of, on or before a year or day."""
    found = place.reported_judgements.select_related("source").filter(area="overall")
    # "2015" stands for the whole year, so a grade of December 2015 still counts in it.
    return found.filter(judged_on__lte=f"{when}-99").order_by("-judged_on", "pk").first()


def get_short_list(user: Reader) -> list[Record]:
    """What somebody keeps, as far as they may still see it, in the order in which they kept it."""
    if not user.is_authenticated:
        return []
    kept = ShortListed.objects.filter(user=user).order_by("added_at", "pk").values_list("record_id", flat=True)
    visible = Record.objects.visible_to(user).in_bulk(list(kept))
    return [visible[pk] for pk in kept if pk in visible]


def is_short_listed(record: Record, user: Reader) -> bool:
    return user.is_authenticated and ShortListed.objects.filter(user=user, record_id=record.pk).exists()


def get_terms_used(projects: Iterable[Project], field: str) -> dict[str, int]:
    """How many projects name each term of a vocabulary."""
    counts: dict[str, int] = {}
    for project in projects:
        for term in getattr(project, field):
            counts[term] = counts.get(term, 0) + 1
    return counts


NEW_FOR = timedelta(days=30)
PARTNERS_IN_PRACTICE = "partners-in-practice"  # key of the starter library


def is_new_here(user: User, *, at: datetime | None = None) -> bool:
    """Somebody who joined within a month and has written nothing yet."""
    joined = (at or now()) - user.created_at < NEW_FOR
    return joined and not Record.objects.filter(author=user).exists()


def has_hosting_to_offer(user: User) -> Programme | None:
    """The programme of partners in practice, for people of a council that is in it."""
    own = Membership.objects.active().filter(user=user, organisation__place__isnull=False).values("organisation__place")
    programmes = Programme.objects.visible_to(user).filter(starter_key=PARTNERS_IN_PRACTICE)
    return programmes.filter(places__in=own).first()


def get_sources(user: Reader) -> QuerySet[Source]:
    """Sources that somebody may see: those for everybody, and those of results that they may read."""
    read = Claim.objects.visible_to(user).values("source")
    return Source.objects.filter(Q(key__in=get_starter().sources) | Q(is_open=True) | Q(pk__in=read))


def get_sources_to_offer(about: Record, user: Reader, *, wanted: str = "") -> QuerySet[Source]:
    """Those that have all the words in their title or publisher; without words, those of what is reported already."""
    found = get_sources(user)
    for word in wanted.split()[:8]:
        found = found.filter(Q(title__icontains=word) | Q(publisher__icontains=word))
    if not wanted:
        found = found.filter(pk__in=Claim.objects.visible_to(user).filter(about_id=about.pk).values("source"))
    return found.order_by("title", "pk")[:MOST_OFFERED]
