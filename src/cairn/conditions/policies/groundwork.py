"""What must be settled before a start, and what may be recorded afterwards. Each rule says what to do instead."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cairn.accounts.models import User
from cairn.common.dates import find_days, is_before
from cairn.conditions.definitions.groundwork import describe_vague
from cairn.conditions.enums import Again, ChangesSystem, Ending, Part, SharesData
from cairn.conditions.models import Course, Groundwork
from cairn.conditions.models.groundwork import say_amount
from cairn.conditions.queries import PREPARED, get_rows
from cairn.records.models import Record
from cairn.records.policies import can_edit, needs_review


@dataclass(frozen=True)
class OpenItem:
    """Something that is missing: the part that it belongs to, what to do, and the section or list where it is done."""

    part: Part
    words: str
    section: str = ""
    rows: str = ""


class UnableToStart(Exception):
    """Nothing is settled for records of this kind, or by this person."""


class UnableToSettle(Exception):
    """Something is missing; `items` name all of it."""

    def __init__(self, items: list[OpenItem]) -> None:
        number = len(items)
        left = "1 thing is" if number == 1 else f"{number} things are"
        super().__init__(f"Not settled yet: {left} missing. Each line below leads to where you can add it.")
        self.items = items


class UnableToRecord(Exception):
    """What somebody wants to record does not fit with what is recorded already."""


def check_can_start(about: Record, user: User) -> None:
    if about.kind not in PREPARED:
        raise UnableToStart("You can settle this for a project or for a council’s use of a model, not for this page.")
    if not can_edit(about, user):
        raise UnableToStart("Only people who can edit the project can settle what it needs before it starts.")


def check_can_settle(draft: Groundwork) -> None:
    if items := find_open(draft):
        raise UnableToSettle(items)


def check_is_reviewed(record: Groundwork) -> None:
    """What everybody reads is looked at by a colleague first, and what is settled is what everybody reads."""
    if needs_review(record, record.sharing):
        raise UnableToRecord("Ask a colleague to review your changes first. Then you can settle them.")


def check_can_record_start(record: Groundwork, *, started_on: str, today: date) -> None:
    """Whatever is still open: what has happened can always be recorded."""
    _check_not_ahead(started_on, today)
    if Course.objects.filter(groundwork_id=record.pk).exists():
        raise UnableToRecord("A start is recorded already. Use “Change the plan” to correct a date.")


def check_can_record_ending(course: Course | None, *, ended_on: str, ending: str, result: str, today: date) -> None:
    if course is None:
        raise UnableToRecord("Record when it started first.")
    _check_not_ahead(ended_on, today)
    if is_before(ended_on, course.started_on):
        raise UnableToRecord("The end is before the start. Check both dates.")
    if ending not in Ending.values:
        raise UnableToRecord("Choose how it ended.")
    if not result.strip():
        raise UnableToRecord("Say in a sentence what was different at the end. “Nothing changed” is a result too.")


def check_can_repeat(draft: Groundwork, *, what: str, key: str, on: date, next_on: date | None, today: date) -> None:
    rows = get_rows(draft, "talks" if what == Again.TALK else "risks")
    if not any(row.key == key for row in rows):
        raise UnableToRecord("This line was removed. Open the page again.")
    if on > today:
        raise UnableToRecord(f"{on:%-d %B %Y} is in the future. Enter the day on which it happened.")
    if what == Again.RISK and (next_on is None or next_on <= on):
        raise UnableToRecord("Enter the day of the next review. It comes after this one.")


def _check_not_ahead(given: str, today: date) -> None:
    days = find_days(given)
    if days is None or days[0] > today:
        raise UnableToRecord(f"“{given}” is in the future. You can record it once it has happened.")


# --- What is missing ------------------------------------------------------------------------------


def find_open(draft: Groundwork) -> list[OpenItem]:
    """Everything that is missing, in the order of the page."""
    return [item for find in FINDERS.values() for item in find(draft)]


def list_open_parts(items: list[OpenItem]) -> list[Part]:
    return list(dict.fromkeys(item.part for item in items))


def _find_in_group(draft: Groundwork) -> Iterator[OpenItem]:
    def missing(words: str) -> OpenItem:
        return OpenItem(Part.GROUP, words, section="group")

    if not draft.objective:
        yield missing("Say what you want to achieve.")
    elif vague := describe_vague("objective", draft.objective):
        yield missing(f"Objective: {vague}")
    if not draft.target_group:
        yield missing("Say who it is for.")
    elif vague := describe_vague("target_group", draft.target_group):
        yield missing(f"Target group: {vague}")
    if not draft.group_size:
        yield missing("Say how many people you want to reach.")
    if not draft.excluded:
        yield missing("Say who is left out, and why. If no one is, say so in a sentence.")


def _find_in_theory(draft: Groundwork) -> Iterator[OpenItem]:
    if not draft.needed:
        yield OpenItem(Part.THEORY, "Describe the need.", section="why")
    if not draft.ambition:
        yield OpenItem(Part.THEORY, "Say what should be different at the end.", section="why")
    yield from find_theory_gaps(draft)


def find_theory_gaps(draft: Groundwork) -> Iterator[OpenItem]:
    """Each gap by its name: an outcome without a measure, an activity without an outcome, and so on."""

    def gap(rows: str, words: str) -> OpenItem:
        return OpenItem(Part.THEORY, words, rows=rows)

    outcomes, activities = get_rows(draft, "outcomes"), get_rows(draft, "activities")
    assumptions = get_rows(draft, "assumptions")
    known = {outcome.key for outcome in outcomes}
    reached = {key for activity in activities for key in activity.outcomes}
    if not outcomes:
        yield gap("outcomes", "Add the outcomes that should change.")
    for outcome in outcomes:
        if not outcome.is_measured:
            yield gap("outcomes", f"The outcome “{outcome}” has no measure.")
    if not activities:
        yield gap("activities", "Add the activities.")
    for activity in activities:
        if not known & set(activity.outcomes):
            yield gap("activities", f"The activity “{activity}” leads to no outcome.")
        if not activity.mechanism:
            yield gap("activities", f"The activity “{activity}” does not say how it should work.")
        if not activity.inputs:
            yield gap("activities", f"The activity “{activity}” does not say what it needs.")
    for outcome in outcomes:
        if activities and outcome.key not in reached:
            yield gap("activities", f"No activity leads to the outcome “{outcome}”.")
    if not assumptions:
        yield gap("assumptions", "Add at least one assumption: what must be true for this to work?")
    for assumption in assumptions:
        if not assumption.watched_by:
            yield gap("assumptions", f"No one watches the assumption “{assumption}”.")


def _find_in_figures(draft: Groundwork) -> Iterator[OpenItem]:
    for outcome in get_rows(draft, "outcomes"):
        if not outcome.baseline:
            yield OpenItem(Part.FIGURES, f"The outcome “{outcome}” has no baseline.", rows="outcomes")
        if not outcome.target:
            yield OpenItem(Part.FIGURES, f"The outcome “{outcome}” has no target.", rows="outcomes")
    if not get_rows(draft, "outcomes"):
        yield OpenItem(Part.FIGURES, "Add a baseline and a target with each outcome.", rows="outcomes")


def _find_in_system(draft: Groundwork) -> Iterator[OpenItem]:
    if not draft.changes_system:
        yield OpenItem(Part.SYSTEM, "Say whether steps, agencies or hand-overs change.", section="system")
    if draft.changes_system != ChangesSystem.YES:
        return
    if not draft.system_measure:
        yield OpenItem(Part.SYSTEM, "Say how you will know that the system works in the new way.", section="system")
    for name, words in (("before", "as it is now"), ("after", "as it will be")):
        if not get_rows(draft, name):
            yield OpenItem(Part.SYSTEM, f"Add the steps of the system {words}.", rows=name)


def _find_in_time(draft: Groundwork) -> Iterator[OpenItem]:
    def missing(words: str) -> OpenItem:
        return OpenItem(Part.TIME, words, section="time")

    begins, starts = draft.set_up_from, draft.planned_start
    for given, words in ((begins, "Setting up begins"), (starts, "Planned start")):
        if not given:
            yield missing(f"{words}: enter the month.")
        elif len(given) < len("2027-04"):
            yield missing(f"{words}: “{given}” is a year. Enter the month too, for example {given}-04.")
    if begins and starts and is_before(starts, begins):
        yield missing("The planned start is before setting up begins. Check both dates.")
    if not draft.set_up_steps:
        yield missing("Say what has to be done before the start.")


def _find_in_capacity(draft: Groundwork) -> Iterator[OpenItem]:
    rows = get_rows(draft, "capacity")
    if not rows:
        yield OpenItem(Part.CAPACITY, "Add the people, hours and money that it needs.", rows="capacity")
    for row in rows:
        if row.short and not draft.capacity_answer:
            yield OpenItem(
                Part.CAPACITY,
                f"{describe_short(row)} Promise less, find more, or say what you will do about it.",
                section="capacity",
            )


def describe_short(row: Any) -> str:
    """By how much more is promised than there is."""
    promised, left, short = (say_amount(one, row.unit) for one in (row.promised, row.left, row.short))
    taken = f" once {say_amount(row.competing, row.unit)} for other work are deducted" if row.competing else ""
    return f"{row.what}: {promised} promised, {left} available{taken}. That is {short} too few."


def _find_in_partners(draft: Groundwork) -> Iterator[OpenItem]:
    rows = get_rows(draft, "partners")
    if not rows and not draft.works_alone:
        yield OpenItem(Part.PARTNERS, "Add the partners, or say why there is none.", section="partners")
    for row in rows:
        if not row.role:
            yield OpenItem(Part.PARTNERS, f"{row} has no agreed role.", rows="partners")
        if row.shares_data == SharesData.YES and not row.data_basis:
            yield OpenItem(Part.PARTNERS, f"No basis is stated for sharing data with {row}.", rows="partners")


def _find_in_talks(draft: Groundwork) -> Iterator[OpenItem]:
    if not get_rows(draft, "talks"):
        yield OpenItem(Part.TALKS, "Say who talks to whom, and how often.", rows="talks")


def _find_in_risks(draft: Groundwork) -> Iterator[OpenItem]:
    if not get_rows(draft, "risks"):
        yield OpenItem(Part.RISKS, "Add at least one risk with a rule for when to pause or stop.", rows="risks")


FINDERS: dict[Part, Callable[[Groundwork], Iterator[OpenItem]]] = {
    Part.GROUP: _find_in_group,
    Part.THEORY: _find_in_theory,
    Part.FIGURES: _find_in_figures,
    Part.SYSTEM: _find_in_system,
    Part.TIME: _find_in_time,
    Part.CAPACITY: _find_in_capacity,
    Part.PARTNERS: _find_in_partners,
    Part.TALKS: _find_in_talks,
    Part.RISKS: _find_in_risks,
}
