"""What waits while something runs: talks that were missed, risks to review, figures that are old, a new leader."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.common.dates import add_months
from cairn.conditions.enums import Again, ChangeKind
from cairn.conditions.models import Groundwork, IntendedOutcome, PlanChange, SettledRisk, Talk
from cairn.conditions.queries.groundwork import get_rows
from cairn.indicators.definitions import IndicatorDefinition, UnableToFindMeasure, get_definition
from cairn.indicators.queries import get_latest
from cairn.records.models import RecordQuerySet

STALE_AFTER = 24  # months since the last day of the newest year of a measure
# All that the lists below read.
WHILE_IT_RUNS = ("talks", "risks", "outcomes", "settlings", "plan_changes", "repeated")


def get_running() -> RecordQuerySet:
    """What was settled or has started, and has not ended; with all that may wait."""
    begun = Q(settlings__isnull=False) | Q(course__isnull=False)
    running = Groundwork.objects.filter(begun, withdrawn_at=None, merged_into=None).exclude(course__ended_on__gt="")
    found: RecordQuerySet = running.distinct().select_related("course").prefetch_related(*WHILE_IT_RUNS).order_by("pk")
    return found


def get_own_running(user: User) -> RecordQuerySet:
    found: RecordQuerySet = get_running().filter(pk__in=Groundwork.objects.editable_by(user).values("pk"))
    return found


def is_running(record: Groundwork) -> bool:
    course = getattr(record, "course", None)
    return bool(course or record.settlings.all()) and not (course and course.ended_on)


@dataclass(frozen=True)
class TalkState:
    """When people last talked, and by when they have to again."""

    talk: Talk
    last: date | None
    due: date

    def is_missed(self, *, day: date) -> bool:
        return self.due < day


@dataclass(frozen=True)
class RiskState:
    """When a risk was last reviewed, and when it is to be reviewed again."""

    risk: SettledRisk
    last: date | None
    due: date

    def is_due(self, *, day: date) -> bool:
        return self.due <= day


def list_talks(record: Groundwork) -> list[TalkState]:
    """Counted from the day on which it was settled, or the start was recorded, where nobody has talked yet."""
    last = _find_last(record, Again.TALK)
    since = _get_first_day(record)
    states = []
    for talk in get_rows(record, "talks"):
        on = last.get(talk.key, (None, None))[0]
        states.append(TalkState(talk, on, (on or since) + timedelta(days=talk.every)))
    return states


def list_risks(record: Groundwork) -> list[RiskState]:
    last = _find_last(record, Again.RISK)
    states = []
    for risk in get_rows(record, "risks"):
        on, again = last.get(risk.key, (None, None))
        states.append(RiskState(risk, on, max(filter(None, (again, risk.review_on))) if on else risk.review_on))
    return states


def _find_last(record: Groundwork, what: Again) -> dict[str, tuple[date, date | None]]:
    done = sorted((one for one in record.repeated.all() if one.what == what), key=lambda one: (one.on, one.at))
    return {one.key: (one.on, one.next_on) for one in done}


def _get_first_day(record: Groundwork) -> date:
    settled = [localdate(one.at) for one in record.settlings.all()]
    return min(settled) if settled else localdate()


def list_new_leaders(record: Groundwork) -> list[PlanChange]:
    """Those after whom nobody has gone through it again."""
    changes = [one for one in record.plan_changes.all() if one.kind == ChangeKind.LEADER]
    return [one for one in changes if one.looked_again_on is None]


@dataclass(frozen=True)
class Freshness:
    """Of the newest figures of a measure that an outcome names; no year where there are none on the site."""

    outcome: IntendedOutcome
    definition: IndicatorDefinition
    year: int | None

    def is_stale(self, *, day: date) -> bool:
        return self.year is None or add_months(self.definition.get_last_day(self.year), STALE_AFTER) < day


def list_freshness(record: Groundwork) -> list[Freshness]:
    named = [(one, _find_definition(one.measure)) for one in get_rows(record, "outcomes") if one.measure]
    found = [(outcome, definition) for outcome, definition in named if definition]
    if not found:
        return []
    latest = get_latest([definition for _, definition in found], fictional=record.is_fictional)
    return [
        Freshness(outcome, definition, latest[definition.key].year if definition.key in latest else None)
        for outcome, definition in found
    ]


def _find_definition(key: str) -> IndicatorDefinition | None:
    try:
        return get_definition(key)
    except UnableToFindMeasure:  # a reviewer took it out of the list since
        return None
