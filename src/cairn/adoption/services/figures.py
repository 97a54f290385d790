"""Keeping a team's own figures. Whoever may change the record may change them; nobody else reads them unshared."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.adoption import policies
from cairn.adoption.analysis.figures import draw_own_chart, find_run
from cairn.adoption.models import OwnFigure, OwnMeasure, OwnPhase
from cairn.adoption.queries.figures import find_first_day, list_periods_of
from cairn.audit import services as audit
from cairn.records.models import Record
from cairn.records.policies import check_can_edit

Answers = Mapping[str, Any]
WORDS = {"title", "definition"}


@transaction.atomic
def start_measure(*, record: Record, answers: Answers, by: User, at: datetime) -> OwnMeasure:
    """For the team alone."""
    check_can_edit(record, by)
    policies.check_has_own_figures(record)
    measure = OwnMeasure.objects.create(record_id=record.pk, words_by=by, made_at=at, **answers)
    _note("own_figures.measure_added", measure, by, at)
    return measure


@transaction.atomic
def change_measure(*, measure: OwnMeasure, answers: Answers, by: User, at: datetime) -> OwnMeasure:
    """Other words are the team's again, until a colleague shares them."""
    measure = _lock(measure, by)
    changed = {name: value for name, value in answers.items() if getattr(measure, name) != value}
    if WORDS & changed.keys():
        changed |= {"words_by": by, "shared_at": None}
    for name, value in changed.items():
        setattr(measure, name, value)
    measure.save(update_fields=list(changed))
    _note("own_figures.measure_changed", measure, by, at, fields=sorted(changed))
    return measure


@transaction.atomic
def delete_measure(*, measure: OwnMeasure, by: User, at: datetime) -> None:
    """With all its figures, for good."""
    measure = _lock(measure, by)
    _note("own_figures.measure_deleted", measure, by, at)
    measure.delete()


@transaction.atomic
def save_figure(*, measure: OwnMeasure, period: date, answers: Answers, by: User, at: datetime) -> OwnFigure:
    """The figure of a period, or why there is none; a second time replaces the first."""
    measure = _lock(measure, by)
    policies.check_can_keep(measure, period, list_periods_of(measure), day=localdate(at))
    figure, _ = OwnFigure.objects.update_or_create(measure=measure, period=period, defaults=dict(answers))
    _freeze(measure)
    _note("own_figures.saved", measure, by, at, number=1)
    return figure


@transaction.atomic
def save_figures(*, measure: OwnMeasure, figures: Mapping[date, Answers], by: User, at: datetime) -> None:
    """Many at once, all or none; together with those that are there they must follow each other."""
    measure = _lock(measure, by)
    there = list_periods_of(measure)
    for period in _order_from(there, sorted(figures)):
        policies.check_can_keep(measure, period, there, day=localdate(at))
        there = sorted({*there, period})
        OwnFigure.objects.update_or_create(measure=measure, period=period, defaults=dict(figures[period]))
    _freeze(measure)
    _note("own_figures.saved", measure, by, at, number=len(figures))


def _order_from(there: Sequence[date], periods: list[date]) -> list[date]:
    """Those after the first that is there from the earliest on, then those before it from the latest back."""
    first = there[0] if there else periods[0]
    return [*(one for one in periods if one >= first), *(one for one in reversed(periods) if one < first)]


@transaction.atomic
def delete_figure(*, figure: OwnFigure, by: User, at: datetime) -> None:
    measure = _lock(figure.measure, by)
    policies.check_can_delete_figure(measure, figure.period, list_periods_of(measure))
    figure.delete()
    _note("own_figures.deleted", measure, by, at, number=1)


@transaction.atomic
def begin_phase(*, measure: OwnMeasure, period: date, ground: str, reason: str, by: User, at: datetime) -> OwnPhase:
    """From this period on the limits begin anew: only after a change that the chart confirms, or another count."""
    measure = _lock(measure, by)
    figures = list(measure.figures.all())
    phases = list(measure.phases.filter(undone_at__isnull=True).exclude(period=period))
    start = measure.frozen_before or find_first_day(measure.record)
    now = draw_own_chart(measure, figures, phases, start=start, hides_small=False)
    planned = OwnPhase(measure=measure, period=period, ground=ground, reason=reason, by=by, made_at=at)
    then = draw_own_chart(measure, figures, [*phases, planned], start=start, hides_small=False)
    fits = any(one.phase is planned for one in then.phases)
    policies.check_can_begin_phase(measure, period, ground, has_run=find_run(now, period), fits=fits)
    measure.phases.filter(undone_at__isnull=True, period=period).update(undone_at=at)
    planned.save()
    _note("own_figures.range_started", measure, by, at, ground=ground)
    return planned


@transaction.atomic
def undo_phase(*, phase: OwnPhase, by: User, at: datetime) -> None:
    """The limits are those of before again; that it was tried stays in the history."""
    measure = _lock(phase.measure, by)
    undone = measure.phases.filter(pk=phase.pk, undone_at__isnull=True).update(undone_at=at)
    if undone:
        _note("own_figures.range_undone", measure, by, at)


@transaction.atomic
def freeze_again(*, measure: OwnMeasure, by: User, at: datetime) -> None:
    """Where the record's start is another one now: somebody says that the limits end before that one."""
    measure = _lock(measure, by)
    measure.frozen_before = find_first_day(measure.record)
    measure.save(update_fields=["frozen_before"])
    _note("own_figures.frozen", measure, by, at)


@transaction.atomic
def share_measure(*, measure: OwnMeasure, is_shared: bool, by: User, at: datetime) -> None:
    """With everybody who may read the record, small numbers hidden; or with nobody outside the team again."""
    measure = _lock(measure, by)
    if is_shared:
        policies.check_can_share_figures(measure, by)
    measure.shared_at = at if is_shared else None
    measure.save(update_fields=["shared_at"])
    _note("own_figures.shared" if is_shared else "own_figures.unshared", measure, by, at)


def _lock(measure: OwnMeasure, by: User) -> OwnMeasure:
    locked = OwnMeasure.objects.select_for_update(of=("self",)).select_related("record").get(pk=measure.pk)
    check_can_edit(locked.record, by)
    return locked


def _freeze(measure: OwnMeasure) -> None:
    """Once, at the start that is recorded then: the limits stay with it until a person moves them."""
    if measure.frozen_before is None and (first := find_first_day(measure.record)):
        measure.frozen_before = first
        measure.save(update_fields=["frozen_before"])


def _note(action: str, measure: OwnMeasure, by: User, at: datetime, **detail: Any) -> None:
    """Never the words or the numbers."""
    audit.record(action, target="record", key=measure.record.slug, by=by, at=at, measure=measure.pk, **detail)
