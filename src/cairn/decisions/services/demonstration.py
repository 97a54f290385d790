"""Decisions of an invented council: one with all that one should have, others that lack something. All fictional."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.decisions.models import (
    Decision,
    DecisionFigure,
    DecisionOption,
    DecisionParticipant,
    DecisionTold,
)
from cairn.decisions.services.co_design import add_stage
from cairn.decisions.services.decisions import close_recruitment, start_decision
from cairn.indicators.definitions import get_definition
from cairn.indicators.queries import get_place_series
from cairn.library.services.demonstration import (
    COLLEAGUE,
    KEY_WORKERS,
    LEAD,
    NIGHT_LINE,
    OTTENVALE,
    get_demonstration_people,
    show_to_everybody,
)
from cairn.places.models import Place
from cairn.records import services as records
from cairn.records.models import Record
from cairn.records.queries import get_default_team

NIGHT_HOURS = "fictional-decision-night-hours"
MEASURE = "cla_rate"
ALL_FOUR = ["space", "voice", "audience", "influence"]
# Address, what it is about, answers, rows, and how many years old its figure is (none: no figure).
DECISIONS: tuple[tuple[str, str, dict[str, Any], dict[str, list[Any]], int | None], ...] = (
    (
        NIGHT_HOURS,
        NIGHT_LINE,
        {
            "title": "The night line stays open until 2 am",
            "summary": "Two hours longer on Fridays and Saturdays, for a trial of six months.",
            "question": "Should the line close at midnight, or later at weekends?",
            "reason": "Most calls that no one answered came between midnight and 2 am.",
            "made_on": "2026-09",
            "you_said": "Things go wrong after midnight, and then no one picks up the phone.",
            "changed_by_view": "changed",
            "influence": "We had planned to close at midnight all week. Young people showed us when they call.",
            "we_did": "You can now call until 2 am on Fridays and Saturdays.",
            "not_done": "We cannot answer all night. We do not have enough workers for that.",
        },
        {
            "options": [
                DecisionOption(title="Close at midnight", why="Costs less; misses the hours with most calls"),
                DecisionOption(title="Stay open until 2 am at weekends", why="Two more shifts a week", is_chosen=True),
                DecisionOption(title="Stay open all night", why="Needs eight more workers"),
            ],
            "participants": [
                DecisionParticipant(who="young_people", group="Young people’s forum", number=9, took=ALL_FOUR),
                DecisionParticipant(who="families", number=6, took=["voice", "audience"]),
                DecisionParticipant(who="practitioners", group="Night line team", number=4, took=ALL_FOUR),
            ],
            "told": [
                DecisionTold(
                    who="young_people", group="Young people’s forum", how="A visit, with the poster", told_on="2026-10"
                ),
                DecisionTold(who="families", how="A card in the post", told_on="2026-10"),
            ],
        },
        0,
    ),
    (
        "fictional-decision-caseloads",
        KEY_WORKERS,
        {
            "title": "Each key worker supports ten teenagers",
            "summary": "Two more than before, because two posts are vacant.",
            "question": "How many teenagers should one key worker support?",
            "made_on": "2026-05",
            "you_said": "Our workers have too little time already.",
        },
        {
            "participants": [
                DecisionParticipant(
                    who="young_people", group="Young people’s forum", number=7, took=["space", "voice"]
                ),
                DecisionParticipant(who="leaders", number=5, took=["voice", "audience", "influence"]),
            ],
        },
        2,
    ),
    (
        "fictional-decision-meeting-times",
        KEY_WORKERS,
        {
            "title": "Meetings start after school",
            "summary": "No meeting about a young person takes place during lessons.",
            "made_on": "2026-06",
            "you_said": "We miss lessons because of your meetings.",
            "changed_by_view": "changed",
            "influence": "All meetings moved to after 3 pm.",
            "we_did": "Meetings now start after 3 pm, or at a time you choose.",
        },
        {
            "participants": [
                DecisionParticipant(who="young_people", group="School council", number=3, took=ALL_FOUR),
                DecisionParticipant(who="practitioners", number=12, took=["voice"]),
            ],
            "told": [DecisionTold(who="young_people", how="A letter to each school", told_on="2026-07")],
        },
        None,
    ),
    (
        "fictional-decision-new-rooms",
        NIGHT_LINE,
        {
            "title": "The team moves to the town hall",
            "summary": "The lease of the old office ends in March.",
            "made_on": "2026-08",
        },
        {"participants": [DecisionParticipant(who="leaders", number=4, took=["influence"])]},
        None,
    ),
    (
        "fictional-recruitment-participation-worker",
        KEY_WORKERS,
        {
            "title": "Young people help to choose a participation worker",
            "summary": "A panel of the forum asked their own questions and scored the answers with the managers.",
            "made_on": "2026-10",
            "role": "Participation worker",
            "result": "appointed",
            "you_said": "We want someone who listens, and who does not give up on us.",
            "changed_by_view": "partly",
            "influence": "The forum’s questions counted for half of the decision.",
            "we_did": "Your new participation worker starts in January. They answered your questions best.",
            "not_done": "You asked for two workers. There is money for one.",
        },
        {
            "participants": [
                DecisionParticipant(who="young_people", group="Young people’s forum", number=6, took=ALL_FOUR),
                DecisionParticipant(who="leaders", number=2, took=["voice", "influence"]),
            ],
            "told": [DecisionTold(who="young_people", how="At the forum’s next meeting", told_on="2026-10-20")],
        },
        0,
    ),
)
STAGES: tuple[dict[str, Any], ...] = (
    {
        "stage": "mobilising",
        "held_on": "2025-09",
        "what": "The bid for the money",
        "young_people": 0,
        "others": "Managers, finance officers",
    },
    {
        "stage": "designing",
        "held_on": "2025-11",
        "what": "Who answers, and how they start a call",
        "young_people": 9,
        "groups": ["edge"],
        "others": "Night line team",
        "took": ["space", "voice", "audience"],
        "changed": "Callers are asked first whether they want to talk or want someone to come.",
    },
)


@transaction.atomic
def load_demonstration_decisions(*, at: datetime) -> None:
    """Made once; what somebody changed or withdrew in the demonstration stays so."""
    projects = {one.slug: one for one in Record.objects.filter(slug__in=(NIGHT_LINE, KEY_WORKERS))}
    people = get_demonstration_people()
    if Record.objects.filter(slug=NIGHT_HOURS).exists() or len(projects) < 2 or LEAD not in people:
        return
    by, colleague = people[LEAD], people[COLLEAGUE]
    for key, about, answers, rows, age in DECISIONS:
        _make(key, projects[about], answers, rows, age, by=by, colleague=colleague, at=at)
    for given in STAGES:
        add_stage(record=projects[NIGHT_LINE], by=by, at=at, **given)


def _make(
    key: str,
    about: Record,
    answers: dict[str, Any],
    rows: dict[str, list[Any]],
    age: int | None,
    *,
    by: User,
    colleague: User,
    at: datetime,
) -> None:
    decision = start_decision(team=get_default_team(by), about=about, by=by, at=at, slug=key, **answers)
    every = rows | {"figures": _find_figures(age)}

    def fill(draft: Any) -> None:
        for name, found in every.items():
            for number, row in enumerate(found):
                row.position = number
            getattr(draft, name).set(found)

    records.change_draft(record=decision, by=by, at=at, change=fill, what="lists")
    show_to_everybody(decision, by=by, colleague=colleague, at=at)
    if decision.is_recruitment:
        close_recruitment(decision=Decision.objects.get(pk=decision.pk), by=by, at=at)


def _find_figures(age: int | None) -> list[DecisionFigure]:
    """The newest figure of the council, or one so many years older; none where no figures were made."""
    place = Place.objects.fictional().filter(code=OTTENVALE).first()
    series = get_place_series(get_definition(MEASURE), place) if place and age is not None else []
    if age is None or len(series) <= age:
        return []
    found = series[-1 - age]
    return [DecisionFigure(measure=MEASURE, place=place, year=found.year, release=found.release)]
