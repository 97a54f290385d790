"""What is settled before a start: empty, or with all that the gate asks for."""

from datetime import date
from decimal import Decimal
from typing import Any

from cairn.conditions.enums import Part
from cairn.conditions.forms import ROWS
from cairn.conditions.models import Course, Groundwork
from cairn.conditions.services import settle
from cairn.library.models import Project
from cairn.library.services import add_row
from cairn.records import services as records
from tests.factories.records import NOON, make_draft

ROW_KINDS = {kind.name: kind for kind in ROWS}
AMBITION = "Half as many young people come into care in an emergency."
ANSWERS: dict[str, Any] = {
    "objective": "Half as many young people of 12 to 17 come into care in an emergency by March 2028",
    "target_group": "Young people aged 12 to 17 who were reported missing twice in a month",
    "group_size": 40,
    "size_words": "young people a year",
    "excluded": "Young people who live outside the county: the team cannot travel that far.",
    "needed": "Young people say that help comes too late.",
    "ambition": AMBITION,
    "changes_system": "yes",
    "system_measure": "How many workers a family has met in three months",
    "set_up_from": "2027-01",
    "planned_start": "2027-07",
    "set_up_steps": "Hire six workers, find premises and agree with the police.",
}


def add(record: Any, kind_name: str, /, **answers: Any) -> Any:
    """One row of a list, as its form would hand it over; the row itself, with its key."""
    kind = ROW_KINDS[kind_name]
    add_row(record=record, kind=kind, answers=answers, by=record.author, at=NOON)
    return sorted(getattr(record.get_draft(), kind.relation).all(), key=lambda row: row.position)[-1]


def make_groundwork(about: Any = None, **given: Any) -> Groundwork:
    """A draft with nothing in it but its title."""
    about = about or make_draft(Project, title="One key worker", author=given.get("author"))
    given = {"author": about.author, "team": about.team, "title": f"Before you start: {about.title}", **given}
    return make_draft(Groundwork, about=about.record_ptr, summary="", **given)


def fill(record: Groundwork, **answers: Any) -> Groundwork:
    """Everything that the gate asks for; all lists at one go, for each change of a draft is a version of it."""
    records.save_draft(record=record, by=record.author, at=NOON, answers={**ANSWERS, **answers})
    records.change_draft(record=record, by=record.author, at=NOON, change=_add_lists, what="aims")
    return Groundwork.objects.get(pk=record.pk)


def _add_lists(draft: Groundwork) -> None:
    (outcome,) = _put(
        draft,
        "aims",
        {
            "title": "Fewer moves into emergency care",
            "measured_by": "Emergency placements in 12 months",
            "baseline": "42",
            "baseline_on": "2026",
            "target": "21",
            "target_on": "2028-03",
        },
    )
    activity = {
        "what": "One key worker for each young person",
        "inputs": "Six workers",
        "mechanism": "A young person trusts a worker who stays",
        "outcomes": [outcome.key],
    }
    _put(draft, "activities", activity)
    _put(
        draft,
        "assumptions",
        {"what": "Workers stay for two years", "watched_by": "Team manager", "sign": "Two leave in a year"},
    )
    before = (("Front door", "Takes the call"), ("Police", "Finds them"), ("Front door", "Assesses"))
    after = (("Key worker", "Takes the call"), ("Key worker", "Finds them"), ("Police", "Is told"))
    for kind_name, steps in (("steps-before", before), ("steps-after", after)):
        _put(draft, kind_name, *({"agency": agency, "what": what} for agency, what in steps))
    _put(
        draft,
        "capacity",
        {
            "what": "Team managers",
            "unit": "hours",
            "promised": Decimal(12),
            "available": Decimal(20),
            "competing": Decimal(8),
            "competing_words": "Inspection",
        },
    )
    _put(
        draft,
        "partners",
        {
            "name": "Police",
            "role": "A named officer for each hub",
            "agreed_on": "2026-10",
            "shares_data": "yes",
            "data_basis": "Agreement of October 2026",
        },
    )
    _put(draft, "talks", {"who": "Director and team", "about": "What is stuck", "every": 14})
    _put(
        draft,
        "project-risks",
        {
            "what": "No one applies for the late shifts",
            "likelihood": "medium",
            "stop_rule": "No new referrals with fewer than two workers",
            "owner": "Head of service",
            "review_on": date(2027, 1, 15),
        },
    )


def _put(draft: Groundwork, kind_name: str, *rows: dict[str, Any]) -> list[Any]:
    kind = ROW_KINDS[kind_name]
    made = [kind.model(position=position, **row) for position, row in enumerate(rows)]
    getattr(draft, kind.relation).add(*made)
    return made


def make_settled(about: Any = None, **given: Any) -> Groundwork:
    record = fill(make_groundwork(about, **given))
    settle(record=record, by=record.author, at=NOON)
    return Groundwork.objects.get(pk=record.pk)


def make_ended(
    record: Groundwork, ending: str = "reached", *, open_parts: tuple[Part, ...] = (), late: bool = False
) -> Course:
    """Straight into the table: what counts is what was recorded."""
    return Course.objects.create(
        groundwork=record,
        set_up_from="2025-01",
        planned_start="2025-06",
        started_on="2025-09" if late else "2025-06",
        open_at_start=[part.value for part in open_parts],
        ended_on="2026-06",
        ending=ending,
        result="Ten fewer.",
    )
