"""What pages and files show of what is settled before a start."""

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from cairn.accounts.models import Reader
from cairn.common.dates import find_days, show_date
from cairn.conditions.enums import ChangeKind, ChangesSystem, Ending, Every, Likelihood, Part
from cairn.conditions.models import Capacity, Course, Groundwork, IntendedOutcome, Partner, PlanChange, Settling
from cairn.conditions.models.groundwork import say_amount
from cairn.conditions.policies import OpenItem, find_open, find_theory_gaps, list_open_parts
from cairn.conditions.policies.groundwork import describe_short
from cairn.conditions.presenters.diagram import (
    Drawing,
    SystemView,
    Theory,
    TheoryActivity,
    TheoryOutcome,
    describe_system_change,
    draw_system,
    draw_theory,
)
from cairn.conditions.presenters.lead_time import LeadTimeView, say_months
from cairn.conditions.queries import get_latest_settling, get_rows, list_changed
from cairn.conditions.queries.course import (
    Freshness,
    is_running,
    list_freshness,
    list_new_leaders,
    list_risks,
    list_talks,
)
from cairn.conditions.queries.lead_time import count_months
from cairn.indicators.definitions import UnableToFindMeasure, get_definition
from cairn.library.presenters.entries import describe_ages

DAY = len("2026-03-31")


@dataclass(frozen=True)
class OutcomeView:
    """One outcome with how it is measured, and how new the figures of the site are."""

    outcome: IntendedOutcome
    freshness: Freshness | None

    @property
    def measure(self) -> str:
        """In words; empty where there is none."""
        return find_measure_title(self.outcome.measure) or self.outcome.measured_by

    @property
    def url(self) -> str:
        return reverse("indicators:measure", args=[self.outcome.measure]) if self.freshness else ""

    @property
    def freshness_words(self) -> str:
        found = self.freshness
        if found is None:
            return ""
        if found.year is None:
            return "No figures of this measure on this site yet"
        words = f"Newest figure: {found.year}"
        return f"{words}, more than two years old" if found.is_stale(day=localdate()) else words

    @property
    def baseline(self) -> str:
        return _with_date(self.outcome.baseline, self.outcome.baseline_on)

    @property
    def target(self) -> str:
        return _with_date(self.outcome.target, self.outcome.target_on)

    @property
    def result(self) -> str:
        return _with_date(self.outcome.result, self.outcome.result_on)


def find_measure_title(key: str) -> str:
    if not key:
        return ""
    try:
        return get_definition(key).title
    except UnableToFindMeasure:  # a reviewer took it out of the list since
        return ""


def _say_when(text: str) -> str:
    """ "in March 2026", "on 3 March 2026"."""
    return f"{'on' if len(text) == DAY else 'in'} {show_date(text)}"


def _with_date(text: str, when: str) -> str:
    return f"{text} ({show_date(when)})" if text and when else text


@dataclass(frozen=True)
class CapacityView:
    row: Capacity

    @property
    def cells(self) -> tuple[str, str, str, str]:
        row = self.row
        other = f" ({row.competing_words})" if row.competing_words and row.competing else ""
        return (
            row.what,
            say_amount(row.promised, row.unit),
            say_amount(row.available, row.unit),
            f"{say_amount(row.competing, row.unit)}{other}" if row.competing else "None stated",
        )

    @property
    def is_short(self) -> bool:
        return bool(self.row.short)

    @property
    def answer(self) -> str:
        return f"{say_amount(self.row.short, self.row.unit)} too few" if self.row.short else "Enough"


@dataclass(frozen=True)
class PartView:
    """One part of the task list: settled, or what is missing, each line with its address."""

    part: Part
    items: list[tuple[str, str]]  # words, address


def list_parts(record: Groundwork, items: list[OpenItem]) -> list[PartView]:
    return [
        PartView(part, [(one.words, get_address(record, one)) for one in items if one.part == part]) for part in Part
    ]


def get_address(record: Groundwork, item: OpenItem) -> str:
    """Where it is done: a section of the form, or the list."""
    if item.rows:
        return reverse("library:rows", args=[record.slug, ROWS_OF_LISTS[item.rows]])
    return reverse("records:section", args=[record.slug, item.section])


# Names of the lists in addresses, where they are not those of the record.
ROWS_OF_LISTS = {
    "outcomes": "aims",
    "activities": "activities",
    "assumptions": "assumptions",
    "before": "steps-before",
    "after": "steps-after",
    "capacity": "capacity",
    "partners": "partners",
    "talks": "talks",
    "risks": "project-risks",
}


@dataclass(frozen=True)
class Contrast:
    """What was wanted at the start beside what came of it, in words."""

    ambition: str
    said_on: str
    result: str
    lines: list[str]


class GroundworkView:
    """One groundwork as a reader may see it: what is published, or the draft for its writers."""

    def __init__(self, record: Groundwork, user: Reader | None = None) -> None:
        self.record, self.user = record, user

    # --- Whether and when it was settled

    @cached_property
    def settling(self) -> Settling | None:
        return get_latest_settling(self.record)

    @cached_property
    def course(self) -> Course | None:
        return getattr(self.record, "course", None)

    @cached_property
    def open_items(self) -> list[OpenItem]:
        return find_open(self.record)

    @cached_property
    def changed(self) -> list[str]:
        """What says something else than on the day when it was settled."""
        return list_changed(self.record, self.settling) if self.settling else []

    @property
    def state(self) -> tuple[str, str]:
        """Words and colour."""
        if self.course and self.course.ended_on:
            return "Ended", "grey"
        if self.settling:
            return "Settled", "green"
        if self.course:
            return "Started, not settled", "orange"
        return f"Not settled: {self.count_open()}", "yellow"

    def count_open(self) -> str:
        number = len(self.open_items)
        return "ready to settle" if number == 0 else "1 thing open" if number == 1 else f"{number} things open"

    @property
    def sentence(self) -> str:
        """Whether and when, and what was open at the start."""
        course, settling = self.course, self.settling
        if settling is None and course is None:
            return f"Not settled yet ({self.count_open()})."
        parts = []
        if settling:
            parts.append(f"Settled on {localdate(settling.at):%-d %B %Y}.")
        if course:
            late = count_months(course.planned_start, course.started_on)
            delay = f", {say_months(late)} later than first planned" if late else ""
            parts.append(f"Started {_say_when(course.started_on)}{delay}{self._describe_open_at_start()}.")
            if course.ended_on:
                parts.append(f"Ended {_say_when(course.ended_on)}: {str(Ending(course.ending).label).lower()}.")
        return " ".join(parts)

    def _describe_open_at_start(self) -> str:
        labels = [str(Part(one).label) for one in self.course.open_at_start] if self.course else []
        if not labels:
            return ""
        return f", without settling {len(labels)} of {len(Part)} parts: {'; '.join(labels)}"

    @property
    def parts(self) -> list[PartView]:
        return list_parts(self.record, self.open_items)

    @property
    def open_parts(self) -> list[Part]:
        return list_open_parts(self.open_items)

    @property
    def is_running(self) -> bool:
        return is_running(self.record)

    # --- What was settled

    @property
    def size(self) -> str:
        record = self.record
        return f"{record.group_size:,} {record.size_words}".strip() if record.group_size else ""

    @property
    def planned_start(self) -> str:
        return show_date(self.record.planned_start)

    @property
    def ages(self) -> str:
        return describe_ages(self.record)

    @cached_property
    def outcomes(self) -> list[OutcomeView]:
        fresh = {one.outcome.key: one for one in list_freshness(self.record)}
        return [OutcomeView(one, fresh.get(one.key)) for one in get_rows(self.record, "outcomes")]

    @cached_property
    def theory(self) -> Theory:
        outcomes = get_rows(self.record, "outcomes")
        places = {one.key: number for number, one in enumerate(outcomes)}
        return Theory(
            need=self.record.needed,
            activities=tuple(
                TheoryActivity(
                    one.what, one.inputs, one.mechanism, tuple(places[key] for key in one.outcomes if key in places)
                )
                for one in get_rows(self.record, "activities")
            ),
            outcomes=tuple(
                TheoryOutcome(one.title, find_measure_title(one.measure) or one.measured_by) for one in outcomes
            ),
            assumptions=tuple((one.what, one.watched_by) for one in get_rows(self.record, "assumptions")),
        )

    @cached_property
    def theory_drawing(self) -> Drawing | None:
        return None if self.theory.is_empty else draw_theory(self.theory)

    @property
    def theory_rows(self) -> list[tuple[str, str, str, str, str]]:
        """The same as the picture: what it needs, activity, how it works, outcomes, measures."""
        theory = self.theory
        rows = []
        for activity in theory.activities:
            led_to = [theory.outcomes[number] for number in activity.outcomes]
            rows.append(
                (
                    activity.what,
                    activity.inputs or "Not stated",
                    activity.mechanism or "Not stated",
                    "; ".join(one.title for one in led_to) or "No outcome yet",
                    "; ".join(one.measure or "No measure yet" for one in led_to) or "No measure yet",
                )
            )
        return rows

    @property
    def assumptions(self) -> list[tuple[str, str, str]]:
        return [
            (one.what, one.watched_by or "No one watches this yet", one.sign or "Not stated")
            for one in get_rows(self.record, "assumptions")
        ]

    @property
    def gaps(self) -> list[tuple[str, str]]:
        return [(one.words, get_address(self.record, one)) for one in find_theory_gaps(self.record)]

    @cached_property
    def system(self) -> SystemView:
        return SystemView(
            tuple((one.agency, one.what) for one in get_rows(self.record, "before")),
            tuple((one.agency, one.what) for one in get_rows(self.record, "after")),
        )

    @cached_property
    def system_drawing(self) -> Drawing | None:
        return None if self.system.is_empty else draw_system(self.system)

    @property
    def system_tables(self) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
        return [
            (title, steps) for title, steps in (("Before", self.system.before), ("After", self.system.after)) if steps
        ]

    @property
    def system_sentence(self) -> str:
        if self.record.changes_system == ChangesSystem.NO:
            return "The steps and the agencies stay as they are."
        return describe_system_change(self.system)

    @property
    def system_measure(self) -> str:
        return self.record.system_measure or "No measure is stated for this change."

    @cached_property
    def lead_time(self) -> LeadTimeView:
        return LeadTimeView(self.record, self.user)

    @property
    def capacity(self) -> list[CapacityView]:
        return [CapacityView(one) for one in get_rows(self.record, "capacity")]

    @property
    def shortages(self) -> list[str]:
        return [describe_short(one) for one in get_rows(self.record, "capacity") if one.short]

    @property
    def partners(self) -> list[tuple[Partner, str, str]]:
        """With the agreed role and the basis for sharing data, in words; what is missing is said."""
        return [
            (
                one,
                (f"{one.role} (agreed {show_date(one.agreed_on)})" if one.agreed_on else one.role) or "No agreed role",
                (one.data_basis or "Not stated") if one.shares_data == "yes" else "No data shared",
            )
            for one in get_rows(self.record, "partners")
        ]

    @property
    def talks(self) -> list[dict[str, Any]]:
        today = localdate()
        return [
            {
                "row": one.talk,
                "every": Every(one.talk.every).label,
                "last": f"{one.last:%-d %B %Y}" if one.last else "Not recorded yet",
                "due": one.due,
                "is_missed": self.is_running and one.is_missed(day=today),
            }
            for one in list_talks(self.record)
        ]

    @property
    def risks(self) -> list[dict[str, Any]]:
        today = localdate()
        return [
            {
                "row": one.risk,
                "likelihood": Likelihood(one.risk.likelihood).label,
                "last": one.last,
                "due": one.due,
                "is_due": self.is_running and one.is_due(day=today),
            }
            for one in list_risks(self.record)
        ]

    # --- What happened

    @property
    def changes(self) -> list[PlanChange]:
        return sorted(self.record.plan_changes.all(), key=lambda one: (one.on, one.at))

    @property
    def new_leaders(self) -> list[PlanChange]:
        return list_new_leaders(self.record)

    @cached_property
    def contrast(self) -> Contrast | None:
        """The ambition of the day when it was first settled, whatever was written since."""
        settled = min(self.record.settlings.all(), key=lambda one: one.at, default=None)
        ambition = json.loads(settled.document)["ambition"] if settled else self.record.ambition
        if not ambition:
            return None
        said_on = f"{localdate(settled.at):%-d %B %Y}" if settled else ""
        result = self.course.result if self.course else ""
        return Contrast(ambition, said_on, result, [self._contrast(one) for one in self.outcomes if one.outcome.target])

    def _contrast(self, shown: OutcomeView) -> str:
        """ "Fewer moves: from 42 (2026) to 30 (2028). The target was 25, changed from 20 in May 2027." """
        outcome = shown.outcome
        match bool(shown.baseline), bool(shown.result):
            case True, True:
                moved = f"from {shown.baseline} to {shown.result}"
            case True, False:
                moved = f"{shown.baseline} at the start, no later figure yet"
            case False, True:
                moved = f"no figure from the start, {shown.result} at the end"
            case _:
                moved = "no figures yet"
        first = next((one for one in self.changes if self._is_target_of(one, outcome)), None)
        target = f"The target is {shown.target}" if not shown.result else f"The target was {shown.target}"
        if first is None:
            return f"{outcome.title}: {moved}. {target}."
        since = f"changed from {first.was} on {first.on:%-d %B %Y}" if first.was else f"set on {first.on:%-d %B %Y}"
        return f"{outcome.title}: {moved}. {target}, {since}."

    @staticmethod
    def _is_target_of(change: PlanChange, outcome: IntendedOutcome) -> bool:
        return change.kind == ChangeKind.PLAN and change.what == f"Target: {outcome.title}"[:250]


def is_in_past(text: str) -> bool:
    days = find_days(text)
    return days is not None and days[0] <= localdate()
