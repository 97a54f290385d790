"""What two fictional projects settled before they started: one has passed, of the other much is missing."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.conditions.enums import Ending
from cairn.conditions.models import (
    Activity,
    Assumption,
    Capacity,
    Groundwork,
    IntendedOutcome,
    Partner,
    SettledRisk,
    StepAfter,
    StepBefore,
    Talk,
)
from cairn.conditions.services.course import change_plan, record_ending, record_repeated, record_start
from cairn.conditions.services.groundwork import settle
from cairn.library.models import Project
from cairn.library.services.demonstration import (
    COLLEAGUE,
    LEAD,
    NIGHT_LINE,
    get_demonstration_people,
    show_to_everybody,
    start_for_demonstration,
)
from cairn.records import services as records
from cairn.records.models import Record

SETTLED, OPEN, FAMILY_MEETINGS = "fictional-night-line-settled", "fictional-meetings-to-settle", "fictional-meetings"
SETTLED_AT = datetime(2026, 2, 10, 10, tzinfo=UTC)

NIGHT_LINE_ANSWERS: dict[str, Any] = {
    "title": "Before you start: a number that families can call at night",
    "objective": "Half as many teenagers aged 12 to 17 come into care in an emergency between 6 pm and 9 am",
    "target_group": "Families with a teenager of 12 to 17 who has run away or was about to in the last month",
    "age_from": 12,
    "age_to": 17,
    "group_size": 120,
    "size_words": "families a year",
    "excluded": "Families with younger children: the duty team has a line for them.",
    "needed": "Parents say that the worst arguments begin after 9 in the evening, when no one who knows them works.",
    "ambition": "A family in trouble at night reaches someone who knows them, and a night in care becomes rare.",
    "changes_system": "yes",
    "system_measure": "How many people a family explains itself to in one night",
    "set_up_from": "2025-09",
    "planned_start": "2026-01",
    "planned_end": "2028-03",
    "set_up_steps": "Hire four workers for late shifts, agree a rota, buy two phones, tell families.",
    "capacity_answer": "",
    "works_alone": "",
}
MEETINGS: dict[str, Any] = {
    "title": "A whole-family meeting before court",
    "summary": "Relatives and friends meet and make a plan of their own before the council goes to court.",
    "target_group": "Families whose child may be the subject of care proceedings",
    "aims": "Fewer court cases, and more children who stay with relatives.",
    "led_by": "Ottenvale Council",
}
OPEN_ANSWERS: dict[str, Any] = {
    "title": "Before you start: a whole-family meeting before court",
    "objective": "Improve outcomes for children",
    "target_group": "vulnerable families",
    "ambition": "Relatives are asked before a court is.",
    "set_up_from": "2027",
    "changes_system": "no",
}

# Earlier ones, written down afterwards: name, for whom, setting up, planned start, start, end, how it ended and what
# was different then.
EARLIER: tuple[tuple[str, str, tuple[str, str, str, str], Ending, str], ...] = (
    (
        "Mentors for care leavers",
        "Care leavers of 18 to 21 who live alone",
        ("2020-09", "2020-12", "2021-02", "2023-03"),
        Ending.REACHED,
        "Nine in ten kept their mentor for a year.",
    ),
    (
        "Family hub in the north of Ottenvale",
        "Families with a child under 5 who were referred twice in a year",
        ("2021-04", "2021-10", "2021-12", "2024-03"),
        Ending.PARTLY,
        "Second referrals fell in one of the two wards.",
    ),
    (
        "Restorative meetings in schools",
        "Pupils of 11 to 16 at risk of exclusion",
        ("2021-09", "2022-03", "2022-06", "2023-07"),
        Ending.STOPPED,
        "Schools could not release staff for the training.",
    ),
    (
        "Short stays with foster carers",
        "Parents of children aged 5 to 12 on the edge of care",
        ("2022-01", "2022-09", "2022-12", "2025-03"),
        Ending.NOT_REACHED,
        "Parents liked it. As many children came into care as before.",
    ),
    (
        "One front door with the police",
        "Children reported missing three times in a month",
        ("2022-04", "2022-10", "2023-06", "2025-06"),
        Ending.REACHED,
        "Families are asked once instead of three times.",
    ),
)


@transaction.atomic
def load_demonstration_groundwork(*, at: datetime) -> None:
    """Made once; what somebody changed in the demonstration stays so."""
    if Record.objects.filter(slug__in=(SETTLED, OPEN)).exists():
        return
    people = get_demonstration_people()
    night_line = Project.objects.filter(slug=NIGHT_LINE, withdrawn_at=None).first()
    if night_line is not None:
        _settle_night_line(night_line, people[LEAD], people[COLLEAGUE])
    _begin_meetings(people[LEAD], at)
    for number in range(len(EARLIER)):
        _write_down(number, people[LEAD], people[COLLEAGUE], at)


def _settle_night_line(project: Project, by: User, colleague: User) -> None:
    about = {"about": project.record_ptr, **NIGHT_LINE_ANSWERS}
    record = start_for_demonstration(Groundwork, SETTLED, about, by=by, at=SETTLED_AT)
    outcomes = (
        IntendedOutcome(
            position=0,
            title="Fewer unplanned nights in care",
            measured_by="Nights in emergency placements in 12 months",
            baseline="310",
            baseline_on="2025",
            target="150",
            target_on="2028-03",
        ),
        IntendedOutcome(
            position=1,
            title="Fewer teenagers come into care",
            measure="cla_rate",
            baseline="The published figure",
            baseline_on="2025-03",
            target="10% lower",
            target_on="2028-03",
        ),
    )
    activities = (
        Activity(
            position=0,
            what="A phone line until midnight, seven days a week",
            inputs="Four workers for late shifts",
            mechanism="An argument cools down when someone who knows the family listens at once",
            outcomes=[outcomes[0].key],
        ),
        Activity(
            position=1,
            what="A visit the next day to every family that called",
            inputs="Two family workers, a car",
            mechanism="What led to the argument is dealt with before the next one",
            outcomes=[outcomes[0].key, outcomes[1].key],
        ),
    )
    rows: dict[str, list[Any]] = {
        "outcomes": list(outcomes),
        "activities": list(activities),
        "assumptions": [
            Assumption(
                what="Workers stay on late shifts for a year", watched_by="Team manager", sign="A gap in the rota"
            ),
            Assumption(what="Families keep the number at hand", watched_by="Family workers", sign="Ten calls a month"),
        ],
        "before": [
            StepBefore(position=number, agency=agency, what=what)
            for number, (agency, what) in enumerate(
                (
                    ("Emergency duty team", "Takes the call"),
                    ("Police", "Visit the family"),
                    ("Emergency duty team", "Finds a placement for the night"),
                    ("Day team", "Reads about it in the morning"),
                )
            )
        ],
        "after": [
            StepAfter(position=number, agency=agency, what=what)
            for number, (agency, what) in enumerate(
                (
                    ("Night line", "Takes the call and knows the family"),
                    ("Night line", "Drives there if it must"),
                    ("Day team", "Visits the next day"),
                )
            )
        ],
        "capacity": [
            Capacity(what="Workers on late shifts", unit="hours", promised=Decimal(84), available=Decimal(96)),
            Capacity(position=1, what="Phones, car, training", unit="money", promised=9000, available=12000),
        ],
        "partners": [
            Partner(
                name="Ottenvale Police",
                role="One sergeant who is called before an officer visits",
                agreed_on="2025-12",
                shares_data="yes",
                data_basis="Data sharing agreement of December 2025, public task",
            )
        ],
        "talks": [
            Talk(who="Director and night line team", about="What is stuck", every=31),
            Talk(position=1, who="Night line and police", about="Calls of the month", every=31),
        ],
        "risks": [
            SettledRisk(
                what="No one applies for the weekend late shift",
                likelihood="high",
                stop_rule="The line closes at weekends while fewer than two people share a shift",
                owner="Head of early help",
                review_on=date(2026, 6, 1),
            )
        ],
    }
    _add(record, rows, by, SETTLED_AT)
    settle(record=record, by=by, at=SETTLED_AT)
    started = datetime(2026, 3, 2, 10, tzinfo=UTC)
    change_plan(
        record=record,
        item="planned_start",
        value="2026-03",
        reason="Two of the four workers could only start in March.",
        on=date(2026, 2, 20),
        by=by,
        at=datetime(2026, 2, 20, 10, tzinfo=UTC),
    )
    record_start(record=record, started_on="2026-03", by=by, at=started)
    talk = rows["talks"][0].key
    record_repeated(record=record, what="talk", key=talk, on=started.date(), next_on=None, by=by, at=started)
    show_to_everybody(record, by=by, colleague=colleague, at=started)


def _begin_meetings(by: User, at: datetime) -> None:
    """A draft of its team, whose gate refuses."""
    project = start_for_demonstration(Project, FAMILY_MEETINGS, MEETINGS, by=by, at=at)
    record = start_for_demonstration(Groundwork, OPEN, {"about": project.record_ptr, **OPEN_ANSWERS}, by=by, at=at)
    rows: dict[str, list[Any]] = {
        "outcomes": [IntendedOutcome(title="More children stay with relatives")],
        "activities": [Activity(what="A meeting led by the family", inputs="Two coordinators")],
        "assumptions": [Assumption(what="Relatives can be found in time")],
        "capacity": [
            Capacity(
                what="Coordinators",
                unit="hours",
                promised=Decimal(60),
                available=Decimal(74),
                competing=Decimal(37),
                competing_words="Child protection conferences",
            )
        ],
        "partners": [Partner(name="Ottenvale Family Court", shares_data="yes")],
    }
    _add(record, rows, by, at)


def _write_down(number: int, by: User, colleague: User, at: datetime) -> None:
    """What was known of one that ended: enough to say how long setting up took, and what was never settled."""
    name, group, (begun, planned, started, ended), ending, result = EARLIER[number]
    answers = {"title": f"Before it started: {name}", "target_group": group, "set_up_from": begun}
    record = start_for_demonstration(
        Groundwork, f"fictional-earlier-{number + 1}", {**answers, "planned_start": planned}, by=by, at=at
    )
    record_start(record=record, started_on=started, by=by, at=at)
    record_ending(record=record, ended_on=ended, ending=ending, result=result, by=by, at=at)
    show_to_everybody(record, by=by, colleague=colleague, at=at)


def _add(record: Groundwork, rows: dict[str, list[Any]], by: User, at: datetime) -> None:
    def fill(draft: Any) -> None:
        for name, found in rows.items():
            for number, row in enumerate(found):
                row.position = number
            getattr(draft, name).set(found)

    records.change_draft(record=record, by=by, at=at, change=fill, what="lists")
