"""What could be shown before something starts: where, since when, and with how many other councils."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from cairn.accounts.models import Reader
from cairn.adoption.models import Adoption
from cairn.adoption.queries import find_start, get_sites
from cairn.common.canonical import sha256_of
from cairn.common.dates import find_days
from cairn.evaluation.models import EvaluationPlan, Outlook
from cairn.indicators.models import Release
from cairn.library.models import PracticeModel, Project
from cairn.notices.queries import QueuePlace, find_place
from cairn.places.models import Place
from cairn.records.enums import RecordKind
from cairn.records.models import Record

LOOK_AHEAD = "cairn.evaluation.tasks.look_ahead"  # as the queue calls it
TESTED = (RecordKind.PROJECT, RecordKind.ADOPTION)


@dataclass(frozen=True)
class Undertaking:
    """What is to be tested: a project, or one council's use of a model.

    `first` and `last` are the ends of its start as its record tells it, None where it tells none.
    """

    record: Record
    places: tuple[Place, ...]
    model: PracticeModel | None
    first: date | None
    last: date | None


def find_undertaking(record: Record) -> Undertaking:
    if record.kind == RecordKind.ADOPTION:
        use = Adoption.objects.get(pk=record.pk)
        start = find_start(use.moves.all())
        first, last = (start.first, start.last) if start else (None, None)
        return Undertaking(record, (use.place,), use.practice_model, first, last)
    project = Project.objects.get(pk=record.pk)
    days = find_days(project.started or project.planned_start)
    places = tuple(project.places.filter(kind=Place.Kind.COUNCIL, closed_on=None).order_by("name"))
    return Undertaking(record, places, None, *(days or (None, None)))


def count_together(model: PracticeModel | None, place: Place) -> int:
    """Councils that use the model, the one that asks included; those whose figures stand in another's row are none."""
    if model is None:
        return 1
    sites = get_sites(model, fictional=place.is_fictional)
    return len({site.place.pk for site in sites if site.counted_with is None and site.stop is None} | {place.pk})


def get_figures_state(*, fictional: bool) -> str:
    """A checksum of the releases that are live: another one, and what rests on them is worked out anew."""
    live = Release.objects.live().in_nation(fictional=fictional).order_by("pk").values_list("pk", flat=True)
    return sha256_of(",".join(map(str, live)))


def find_outlook(place: Place, start: date, *, together: int) -> Outlook | None:
    figures = get_figures_state(fictional=place.is_fictional)
    return Outlook.objects.filter(place=place, start=start, together=together, figures=figures).first()


def find_outlook_place(outlook: Outlook) -> QueuePlace | None:
    return find_place(LOOK_AHEAD, outlook.pk)


def get_plans_about(record: Record, user: Reader) -> QuerySet[EvaluationPlan]:
    return (
        EvaluationPlan.objects.visible_to(user).filter(about=record.pk).select_related("place").order_by("-created_at")
    )


def is_start_told_otherwise(plan: EvaluationPlan) -> bool:
    """Whether the record that a plan is about gives a start in which the plan's month does not lie."""
    if plan.about is None or plan.about.kind not in TESTED or plan.about.is_withdrawn:
        return False
    undertaking = find_undertaking(plan.about)
    if undertaking.first is None or undertaking.last is None:
        return False
    return not undertaking.first.replace(day=1) <= plan.start_date <= undertaking.last


def find_start_month(undertaking: Undertaking) -> date | None:
    """A month for the form, where the record gives one: a range or a year is not made more exact than it is."""
    first, last = undertaking.first, undertaking.last
    if first and last and (first.year, first.month) == (last.year, last.month):
        return first.replace(day=1)
    return None
