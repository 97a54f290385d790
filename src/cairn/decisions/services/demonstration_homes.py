"""A fictional project whose homes are counted, and a decision there that a story of change influenced."""

from datetime import date, datetime

from django.db import transaction

from cairn.accounts.models import User
from cairn.decisions.enums import Influence, Took, Who
from cairn.decisions.models import Decision, DecisionParticipant
from cairn.decisions.services.homes import count_homes
from cairn.decisions.services.stories import name_story
from cairn.library.models import Project
from cairn.library.services.demonstration import (
    COLLEAGUE,
    LEAD,
    get_demonstration_people,
    show_to_everybody,
    start_for_demonstration,
)
from cairn.records import services as records
from cairn.records.models import Record
from cairn.records.services.ties import tie_for_good
from cairn.voice.models import Story

FLATS, KITCHENS = "fictional-shared-flats", "fictional-kitchens-stay-open"
PROJECT = {
    "title": "Flats that care leavers look after together",
    "summary": "Care leavers choose, furnish and look after flats with a housing association, and decide at a meeting "
    "every second week how they live there.",
}
DECISION = {
    "title": "Kitchens stay open at night",
    "made_on": "2026-06-25",
    "question": "Whether the kitchens of the council’s children’s homes are locked at ten in the evening.",
    "reason": "No accident at night was known. Young people said that a locked kitchen makes a house, not a home.",
    "you_said": "We want to be able to cook at night, as other people do.",
    "changed_by_view": Influence.CHANGED,
    "influence": "The board wanted to buy locks. After it had heard the story, it asked each home to try without.",
    "we_did": "All three homes have kept their kitchens open since September. Each has agreed who turns off the gas.",
}
TOOK_PART = {
    "who": Who.YOUNG_PEOPLE,
    "group": "The children in care council",
    "number": 7,
    "took": [Took.SPACE, Took.VOICE, Took.AUDIENCE, Took.INFLUENCE],
}
# First and last day; offered, moved in, ended, still home
COUNTS = (
    (date(2024, 4, 1), date(2024, 9, 30), (10, 8, 0, 8)),
    (date(2024, 10, 1), date(2025, 3, 31), (9, 7, 1, 14)),
    (date(2025, 4, 1), date(2025, 9, 30), (12, 9, 0, 23)),
    (date(2025, 10, 1), date(2026, 3, 31), (8, 7, 2, 28)),
    (date(2026, 4, 1), date(2026, 9, 30), (11, 9, 0, 37)),
)


@transaction.atomic
def load_demonstration_homes(*, at: datetime) -> None:
    """Made once; what somebody changed or withdrew in the demonstration stays so."""
    if Record.objects.filter(slug=FLATS).exists():
        return
    people = get_demonstration_people()
    lead, colleague = people[LEAD], people[COLLEAGUE]
    project = start_for_demonstration(Project, FLATS, PROJECT, by=lead, at=at)
    show_to_everybody(project, by=lead, colleague=colleague, at=at)
    for first, last, (offered, moved_in, ended, still_home) in COUNTS:
        count_homes(
            record=project,
            first=first,
            last=last,
            offered=offered,
            moved_in=moved_in,
            ended=ended,
            still_home=still_home,
            by=lead,
            at=at,
        )
    _decide(project, lead, colleague, at)


def _decide(project: Project, lead: User, colleague: User, at: datetime) -> None:
    answers = {**DECISION, "about": Record.objects.get(pk=project.pk)}
    decision: Decision = start_for_demonstration(Decision, KITCHENS, answers, by=lead, at=at)
    tie_for_good(source=decision, target=project, at=at)
    taking_part = DecisionParticipant(decision=decision, **TOOK_PART)
    records.change_draft(
        record=decision, by=lead, at=at, change=lambda draft: draft.participants.add(taking_part), what="participants"
    )
    show_to_everybody(decision, by=lead, colleague=colleague, at=at)
    story = Story.objects.readable(day=at.date()).filter(team__organisation=project.organisation).first()
    if story is not None:
        name_story(decision=decision, story=story, by=lead, at=at)
