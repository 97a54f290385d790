"""A team's own figures: whose they are, since when the work they are about goes on, and what happened meanwhile."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from cairn.accounts.models import User
from cairn.adoption.models import Adaptation, AdoptionMove, OwnMeasure, OwnPhase
from cairn.adoption.queries.sites import find_start
from cairn.adoption.queries.uses import get_resting
from cairn.common.dates import find_days, show_date
from cairn.library.models import Moved, Project, ProjectMove
from cairn.records.enums import RecordKind
from cairn.records.models import Record


@dataclass(frozen=True)
class Happened:
    """Something on a day of the work: a change made to a model, or a move of it. `days` is None without a date."""

    when: str
    days: tuple[date, date] | None
    words: str


def get_own_measures(record: Record, *, is_team: bool) -> QuerySet[OwnMeasure]:
    """All of them for its team, and those that it shares for others, with figures and phases that count."""
    found = OwnMeasure.objects.filter(record_id=record.pk)
    if not is_team:
        found = found.filter(shared_at__isnull=False)
    phases = OwnPhase.objects.filter(undone_at__isnull=True)
    return found.prefetch_related("figures", Prefetch("phases", phases, to_attr="phases_that_count"))


def find_first_day(record: Record) -> date | None:
    """The first day that the start of a project, or of a use of a model, may mean; None where none is recorded."""
    if record.kind == RecordKind.ADOPTION:
        start = find_start(AdoptionMove.objects.filter(adoption=record.pk))
        return start.first if start else None
    started = Project.objects.filter(pk=record.pk).values_list("started", flat=True).first()
    days = find_days(started or "")
    return days[0] if days else None


def find_happened(record: Record) -> list[Happened]:
    """Changes made and moves, the earliest first; those without a date last."""
    found: list[Happened] = []
    if record.kind == RecordKind.ADOPTION:
        changes = Adaptation.objects.filter(adoption=record.pk)
        found += [_make(one.made_on, f"Change made: {one.what}") for one in changes]
        moves = AdoptionMove.objects.filter(adoption=record.pk)
        found += [_make(one.moved_on, _describe(one.get_status_display(), one.note)) for one in moves]
    else:
        rows = ProjectMove.objects.filter(project=record.pk)
        found += [_make(row.moved_on, _describe(str(Moved(row.move).label), row.note)) for row in rows]
    return sorted(found, key=lambda one: (one.days is None, one.days or (date.max, date.max), one.words))


def _describe(status: str, note: str) -> str:
    return f"{status}: {note}" if note else status


def _make(when: str, words: str) -> Happened:
    return Happened(show_date(when), find_days(when), words)


@dataclass(frozen=True)
class FigureMissing:
    """Periods that are over and of which there is nothing, of a measure whose team wants to hear of it."""

    measure: OwnMeasure
    periods: list[date]


def get_figures_missing(user: User, *, day: date) -> list[FigureMissing]:
    """Of records that somebody may change and whose work goes on."""
    own = Record.objects.editable_by(user).filter(withdrawn_at=None, merged_into=None)
    found = OwnMeasure.objects.filter(record__in=own.values("pk"), has_reminders=True)
    measures = list(found.select_related("record").prefetch_related("figures").order_by("made_at", "pk"))
    resting = get_resting([one.record_id for one in measures])
    going_on = [one for one in measures if one.record_id not in resting]
    missing = [FigureMissing(one, list_missing(one, day=day)) for one in going_on]
    return [one for one in missing if one.periods]


def list_missing(measure: OwnMeasure, *, day: date) -> list[date]:
    """Periods after the last figure that are over; without any figure, the last one that is."""
    latest = measure.get_previous(measure.get_period(day))
    periods = list_periods_of(measure)
    return measure.list_periods(measure.get_next(periods[-1]), latest) if periods else [latest]


def list_periods_of(measure: OwnMeasure) -> list[date]:
    """Those with a figure or with a reason why there is none, in their order: they follow each other."""
    return sorted(one.period for one in measure.figures.all())


OFFERED = 60


def list_periods_to_add(measure: OwnMeasure, *, day: date) -> list[date]:
    """What a figure can be entered for, the likeliest first: gaps are always meant, so figures grow at their ends."""
    there = list_periods_of(measure)
    latest = measure.get_previous(measure.get_period(day))
    if not there:
        return [_step_back(measure, latest, steps) for steps in range(OFFERED)]
    following = [one for one in [measure.get_next(there[-1])] if one <= latest]
    return [*following, measure.get_previous(there[0])]


def _step_back(measure: OwnMeasure, period: date, steps: int) -> date:
    for _ in range(steps):
        period = measure.get_previous(period)
    return period
