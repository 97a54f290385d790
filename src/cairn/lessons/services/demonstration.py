"""Lessons, a question and an action of the demonstration: invented, and told as its people would tell them."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.actions.services import start_action
from cairn.lessons.enums import Again, Happened, Tells, Viewpoint
from cairn.lessons.models import Lesson, OpenQuestion
from cairn.lessons.services.anonymous import publish_anonymous_draft, save_anonymous_draft, send_anonymous_draft
from cairn.lessons.services.questions import answer_question
from cairn.library.services.demonstration import (
    COLLEAGUE,
    COPIED,
    KEY_WORKERS,
    LEAD,
    OTHER,
    get_demonstration_people,
    show_to_everybody,
    show_to_the_circle,
    start_for_demonstration,
)
from cairn.records import services as records
from cairn.records.enums import Relation
from cairn.records.models import Record

EVALUATOR, EDITOR = "evaluator@example.org", "editor@example.org"
STAYED, PANEL, ROTA, QUESTION = (
    *("fictional-worker-who-stayed", "fictional-weekly-panel", "fictional-copied-rota", "fictional-question"),
)

# Who tells it, from which project, what it says.
LESSONS: dict[str, tuple[str, str, dict[str, Any]]] = {
    STAYED: (
        LEAD,
        KEY_WORKERS,
        {
            "title": "Families called sooner when the worker stayed the same",
            "summary": (
                "Where one worker stayed for a year, families called before an argument got out of hand. "
                "Where the worker changed, they called afterwards."
            ),
            "happened": Happened.WORKED,
            "tells": Tells.OUTCOME,
            "viewpoint": Viewpoint.PROJECT,
            "why": "Families told us that they call a person, not a service.",
            "differently": "Plan from day one who takes over when a worker leaves.",
            "again": Again.YES,
            "topic": "value",
        },
    ),
    PANEL: (
        COLLEAGUE,
        KEY_WORKERS,
        {
            "title": "A panel that met on Tuesdays was no help on Fridays",
            "summary": "A panel had to approve every night of help. It met once a week, so most help came too late.",
            "happened": Happened.DID_NOT_WORK,
            "tells": Tells.IMPLEMENTATION,
            "viewpoint": Viewpoint.PRACTITIONER,
            "context": "The panel was there before the project, and no one had asked what it was for.",
            "why": "Most of the nights people asked for were over before the panel met.",
            "differently": "Let the worker approve the first night, and review it together afterwards.",
            "again": Again.CHANGED,
            "topic": "conditions",
        },
    ),
    ROTA: (
        OTHER,
        COPIED,
        {
            "title": "We copied the rota but not the small caseloads",
            "summary": (
                "We adopted another council’s hours but kept our own caseloads. Workers were on duty at "
                "night and had no time during the day."
            ),
            "happened": Happened.DID_NOT_WORK,
            "tells": Tells.IMPLEMENTATION,
            "viewpoint": Viewpoint.PROJECT,
            "why": "We could see the hours from outside. We could not see what made them possible.",
            "differently": "Ask the other council first what they would never give up.",
            "again": Again.CHANGED,
            "topic": "adopting",
        },
    ),
}
ANONYMOUS = {
    "title": "We promised results before there could be any",
    "summary": (
        "The application promised fewer children in care within six months. It took that long to find "
        "staff. What we learnt in that time was not in any report."
    ),
    "happened": Happened.MIXED,
    "tells": Tells.IMPLEMENTATION,
    "context": "Invented for the demonstration, like everything its people say.",
    "why": "The people who wrote the application did not run the project.",
    "differently": "Say at the start what will be visible when, and report what we learn along the way.",
    "again": Again.CHANGED,
    "topic": "value",
}
ASKED = {
    "title": "How do you hand a family over when its worker leaves?",
    "summary": "Our families stay with one worker, but workers leave. We want to handle this well.",
    "tried": "A letter and one joint visit. Families said it was not enough.",
}
ANSWER = (
    "Two workers get to know each family from the start.\n\nThe second visits once a month. When the first leaves, the "
    "family already knows someone. It takes about a day a month for each family."
)
ACTION = {
    "what": "Workers can approve the first night of help themselves",
    "why": "Because help that waits for a weekly panel comes too late.",
    "first_step": "Try it in one team for three months, and record each night.",
}


@transaction.atomic
def load_demonstration_lessons(*, at: datetime) -> None:
    """Told once; what somebody changed or withdrew in the demonstration stays so."""
    if Record.objects.filter(slug=STAYED).exists():
        return
    people = get_demonstration_people()
    lessons = {key: _share_lesson(key, people, at) for key in LESSONS}
    show_to_everybody(lessons[STAYED], by=people[LEAD], colleague=people[COLLEAGUE], at=at)
    show_to_everybody(lessons[PANEL], by=people[COLLEAGUE], colleague=people[LEAD], at=at)
    show_to_the_circle(lessons[ROTA], by=people[OTHER], at=at)
    _share_without_names(people, at)
    _ask_question(people, at)
    _act_on(lessons[PANEL], people, at)


def _share_lesson(key: str, people: dict[str, User], at: datetime) -> Lesson:
    email, project, answers = LESSONS[key]
    lesson: Lesson = start_for_demonstration(Lesson, key, answers, by=people[email], at=at)
    about = Record.objects.get(slug=project)
    records.link(source=lesson, target=about, relation=Relation.COMES_FROM, reason="", by=people[email], at=at)
    return lesson


def _share_without_names(people: dict[str, User], at: datetime) -> None:
    draft = save_anonymous_draft(draft=None, answers=ANONYMOUS, by=people[EVALUATOR], at=at)
    send_anonymous_draft(draft=draft, by=people[EVALUATOR], at=at)
    publish_anonymous_draft(draft=draft, answers={}, by=people[EDITOR], at=at)


def _ask_question(people: dict[str, User], at: datetime) -> None:
    question: OpenQuestion = start_for_demonstration(OpenQuestion, QUESTION, ASKED, by=people[LEAD], at=at)
    show_to_everybody(question, by=people[LEAD], colleague=people[COLLEAGUE], at=at)
    answer_question(question=question, text=ANSWER, may_become_lesson=True, by=people[OTHER], at=at)


def _act_on(lesson: Lesson, people: dict[str, User], at: datetime) -> None:
    lead = people[LEAD]
    due = localdate(at) + timedelta(days=60)
    answers: dict[str, Any] = {**ACTION, "due_date": due}
    action = start_action(**answers, owner=lead, team=lesson.team, by=lead, at=at, because_of=[lesson])
    show_to_everybody(action, by=lead, colleague=people[COLLEAGUE], at=at)
