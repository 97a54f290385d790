"""What may happen to own figures. Each rule says what to do instead."""

from collections.abc import Sequence
from datetime import date

from cairn.accounts.models import User
from cairn.accounts.permissions import Permission
from cairn.adoption.models import OwnMeasure, OwnPhase
from cairn.adoption.policies.embedding import CHECKED
from cairn.places.policies import has_permission
from cairn.records.models import Record


class UnableToKeepFigures(Exception):
    """A period, a figure or a new normal range that cannot be; the sentence says what can."""


def check_has_own_figures(record: Record) -> None:
    if record.kind not in CHECKED:
        raise UnableToKeepFigures("Only projects and councils using a model have their own figures.")


def check_has_ended(measure: OwnMeasure, period: date, *, day: date) -> None:
    """A figure of a month that goes on would change again."""
    if measure.get_next(period) > day:
        raise UnableToKeepFigures(
            f"{measure.name_period(period)} has not ended yet. Enter its figure from "
            f"{measure.get_next(period):%-d %B %Y}."
        )


def check_can_keep(measure: OwnMeasure, period: date, there: Sequence[date], *, day: date) -> None:
    """`there` are the periods with a figure, in order: they follow each other, so that a gap is always meant."""
    if measure.get_period(period) != period:
        raise UnableToKeepFigures(f"A {measure.period_word} does not begin on {period:%-d %B %Y}.")
    check_has_ended(measure, period, day=day)
    if not there or there[0] <= period <= there[-1]:
        return
    allowed = [measure.get_next(there[-1]), measure.get_previous(there[0])]
    if period not in allowed:
        raise UnableToKeepFigures(
            f"Between {measure.name_period(there[0])} to {measure.name_period(there[-1])} and "
            f"{measure.name_period(period)} something is missing. Enter {measure.name_period(allowed[0])} first. "
            "If nothing was collected then, say why."
        )


def check_can_delete_figure(measure: OwnMeasure, period: date, there: Sequence[date]) -> None:
    if period not in (there[0], there[-1]):
        raise UnableToKeepFigures(
            "Only the first and the last figure can be deleted, so that no gap is left without a reason. "
            "You can edit this one, and say that nothing was collected."
        )


def check_can_begin_phase(measure: OwnMeasure, period: date, ground: str, *, has_run: bool, fits: bool) -> None:
    """`has_run`: whether the chart shows there that the figures stayed changed. `fits`: whether limits can be drawn."""
    if ground == OwnPhase.Ground.CHANGED and not has_run:
        raise UnableToKeepFigures(
            f"The chart does not show a lasting change from {measure.name_period(period)}: that takes seven figures or "
            "more in a row on one side of the average. Wait for more figures, or choose a month in such a row."
        )
    if not fits:
        raise UnableToKeepFigures(
            f"There are too few figures around {measure.name_period(period)} for a new normal range. It needs four on "
            "each side, and four up to the next change."
        )


def check_can_share_figures(measure: OwnMeasure, by: User) -> None:
    """What others read was read by two people first; and the role lets them share, as it does a record."""
    organisation = measure.record.organisation_id
    if organisation is None or not has_permission(by, Permission.RECORD_SHARE, organisation=organisation):
        raise UnableToKeepFigures("Your role does not let you share. Ask a coordinator of your organisation.")
    if measure.words_by_id == by.pk:
        raise UnableToKeepFigures(
            "You wrote the name or the definition of this measure. Ask a colleague who can edit the record to share it."
        )
