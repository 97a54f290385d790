"""What lies on the desks of the demonstration: work under way in its fictional councils, all of it invented."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.evaluation import services as evaluation
from cairn.indicators.services import follow_measure
from cairn.lessons.enums import Again, Happened, Tells, Viewpoint
from cairn.lessons.models import Lesson, OpenQuestion
from cairn.lessons.services.demonstration import EVALUATOR
from cairn.library.models import PracticeModel, Project
from cairn.library.services import add_to_short_list
from cairn.library.services.demonstration import (
    BRINDLEBRIDGE,
    COLLEAGUE,
    LEAD,
    OTHER,
    OTTENVALE,
    get_demonstration_people,
    show_to_the_circle,
    start_for_demonstration,
)
from cairn.papers.management.doing import DIRECTOR, open_demonstration_room, start_actions
from cairn.papers.models import Paper
from cairn.papers.presenters.drafting import draft_again, draft_summary
from cairn.papers.queries import take_snapshot
from cairn.papers.services import start_paper
from cairn.places.models import Place
from cairn.records import services as records
from cairn.records.models import Record
from cairn.records.queries import get_default_team
from cairn.voice.models import Challenge, Need

FLAT, HANDOVER = "fictional-practice-flat", "fictional-handover"
CHALLENGE, MODELS = "fewer-teenagers-coming-into-care", ("no-wrong-door", "family-valued")
FOLLOWED, HARM = "cla_rate", "cin_rate"


DRAFTS: tuple[tuple[str, type[Record], str, dict[str, Any]], ...] = (
    (
        LEAD,
        Project,
        FLAT,
        {
            "title": "A flat where young people practise living alone",
            "summary": "Young people spend four weeks in a furnished flat before they move, with a worker next door.",
        },
    ),
    (
        LEAD,
        Lesson,
        "fictional-letter",
        {
            "title": "A shorter letter brought more families to the first meeting",
            "summary": "We cut the letter from two pages to eight lines. More families came, and fewer called first.",
            "happened": Happened.WORKED,
            "tells": Tells.IMPLEMENTATION,
            "viewpoint": Viewpoint.PRACTITIONER,
            "again": Again.YES,
        },
    ),
    (
        COLLEAGUE,
        Challenge,
        "fictional-heard",
        {
            "title": "Young people hear about decisions too late",
            "summary": "They often learn in the meeting what was decided before it, and then say nothing.",
        },
    ),
    (
        COLLEAGUE,
        Need,
        "fictional-same-bedroom",
        {
            "title": "To keep the same bedroom after a night away",
            "summary": "Young people told us that a night away can mean another room, so they pack everything.",
            "for_whom": "Young people in residential care",
        },
    ),
    (
        OTHER,
        Lesson,
        "fictional-start",
        {
            "title": "We started before the managers had read the plan",
            "summary": "Two of the five managers heard of the project from their own staff.",
            "happened": Happened.DID_NOT_WORK,
            "tells": Tells.IMPLEMENTATION,
            "viewpoint": Viewpoint.PROJECT,
            "again": Again.CHANGED,
        },
    ),
    (
        EVALUATOR,
        Lesson,
        "fictional-baseline",
        {
            "title": "No one had counted before the start",
            "summary": "The first count was made three months in, so nothing could be said about the time before.",
            "happened": Happened.MIXED,
            "tells": Tells.OUTCOME,
            "viewpoint": Viewpoint.EVALUATOR,
            "again": Again.CHANGED,
        },
    ),
)
ASKED = {
    "title": "How do you keep caseloads small when a colleague is off sick?",
    "summary": "Caseloads stay small until someone is off long term. Then their cases are shared out for good.",
    "tried": "Agency workers, who did not stay long enough to know a family.",
}
# Whose, where, what, since when; whether it is locked.
PLANS = (
    (LEAD, OTTENVALE, "cla_rate", date(2026, 9, 1), True),
    (OTHER, BRINDLEBRIDGE, "rereferral_pct", date(2024, 1, 1), False),
    (EVALUATOR, OTTENVALE, "repeat_plan_pct", date(2018, 6, 1), False),
)


@transaction.atomic
def load_demonstration_desks(*, at: datetime) -> None:
    """Made once; what somebody changed or withdrew in the demonstration stays so."""
    if Record.objects.filter(slug=FLAT).exists():
        return
    people = get_demonstration_people()
    start_actions(people, at)
    open_demonstration_room(people[LEAD], at)
    drafts = {
        slug: start_for_demonstration(kind, slug, texts, by=people[who], at=at) for who, kind, slug, texts in DRAFTS
    }
    records.ask_for_review(record=drafts[FLAT], by=people[LEAD], at=at)
    question = start_for_demonstration(OpenQuestion, HANDOVER, ASKED, by=people[OTHER], at=at)
    show_to_the_circle(question, by=people[OTHER], at=at)
    for who, code, measure, start, is_locked in PLANS:
        _plan(people[who], code, measure, start, is_locked=is_locked, at=at)
    _start_paper(people[LEAD], at)
    _follow(people, at)


def _plan(who: User, code: str, measure: str, start: date, *, is_locked: bool, at: datetime) -> None:
    answers = {
        "place": Place.objects.fictional().get(code=code),
        "measure": measure,
        "start_date": start,
        "direction": -1,
        "smallest_change": 10.0,
        "harm_measure": HARM,
    }
    plan = evaluation.draft_plan(author=who, at=at, answers=answers)
    if is_locked:
        evaluation.lock_plan(plan=plan, by=who, at=at, had_figures=False)


def _start_paper(by: User, at: datetime) -> None:
    """As the form does it: drafted from the library and the figures, for somebody to change."""
    about = Challenge.objects.get(slug=CHALLENGE)
    place = Place.objects.fictional().get(code=OTTENVALE)
    options = list(PracticeModel.objects.filter(slug__in=MODELS).order_by("-slug"))
    measures = [FOLLOWED]
    snapshot = take_snapshot(about=about, options=options, place=place, measures=measures, user=by, on=localdate(at))
    unsaved = Paper(about=about, place=place, options=[record.slug for record in options], snapshot=snapshot)
    start_paper(
        about=about,
        title="Options paper: teenagers coming into care",
        summary=draft_summary(place, is_case=False),
        place=place,
        options=options,
        measures=measures,
        snapshot=snapshot,
        texts=draft_again(unsaved, about),
        team=get_default_team(by),
        by=by,
        at=at,
    )


def _follow(people: dict[str, User], at: datetime) -> None:
    """Some of the first steps are done, and some are left for whoever looks."""
    challenge = Record.objects.get(slug=CHALLENGE)
    model = Record.objects.get(slug=MODELS[0])
    for email in (LEAD, DIRECTOR, OTHER):
        records.follow(record=challenge, user=people[email], at=at)
    records.follow(record=model, user=people[LEAD], at=at)
    follow_measure(user=people[DIRECTOR], measure=FOLLOWED, at=at)
    add_to_short_list(record=model, by=people[LEAD], at=at)
