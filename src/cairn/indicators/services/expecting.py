"""Which published figure an action should move."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.actions.models import Action
from cairn.audit import services as audit
from cairn.indicators import policies
from cairn.indicators.definitions import IndicatorDefinition
from cairn.indicators.enums import Hoped
from cairn.indicators.models import ActionMeasure
from cairn.indicators.queries import PlaceFigure, get_place_series
from cairn.places.models import Place


@transaction.atomic
def choose_measure(
    *, action: Action, definition: IndicatorDefinition, place: Place, hoped: Hoped | str, by: User, at: datetime
) -> ActionMeasure:
    """In the place of an earlier choice. The last figure from before the action is written down as it is known now."""
    policies.check_can_choose(action, by)
    policies.check_is_of_its_nation(action, place)
    start = find_start(definition, get_place_series(definition, place), localdate(action.created_at))
    chosen, _ = ActionMeasure.objects.update_or_create(
        action=action,
        defaults={
            "measure": definition.key,
            "place": place,
            "hoped": hoped,
            "start_year": start.year if start else None,
            "start_value": start.value if start else None,
            "chosen_at": at,
        },
    )
    audit.record("action.measure", target="record", key=action.slug, by=by, at=at, after=definition.key)
    return chosen


@transaction.atomic
def remove_measure(*, action: Action, by: User, at: datetime) -> None:
    policies.check_can_choose(action, by)
    ActionMeasure.objects.filter(action=action).delete()
    audit.record("action.measure", target="record", key=action.slug, by=by, at=at, after="")


def find_start(definition: IndicatorDefinition, figures: list[PlaceFigure], began: date) -> PlaceFigure | None:
    """The last figure of a time that was over when the action began."""
    before = [one for one in figures if one.value is not None and definition.get_last_day(one.year) <= began]
    return before[-1] if before else None
