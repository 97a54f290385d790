"""What the fictional councils of the demonstration are trying, and how one of them was judged: all of it invented."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.library.models import (
    Answer,
    Grade,
    Guidance,
    Project,
    Recommendation,
    ReportedJudgement,
    SelfCheck,
    Source,
)
from cairn.library.services.guidance import save_answers
from cairn.library.services.updates import make_update
from cairn.places.models import Circle, Place
from cairn.records import services as records
from cairn.records.enums import Sharing
from cairn.records.models import Record, Review
from cairn.records.queries import get_default_team

LEAD, COLLEAGUE, OTHER = "lead@ottenvale.example", "voice@ottenvale.example", "lead@brindlebridge.example"
KEY_WORKERS, NIGHT_LINE, COPIED = "fictional-key-workers", "fictional-night-line", "fictional-key-workers-copied"
OTTENVALE, BRINDLEBRIDGE = "F002", "F008"

PROJECTS: dict[str, tuple[str, dict[str, Any]]] = {
    KEY_WORKERS: (
        OTTENVALE,
        {
            "title": "One key worker for each teenager",
            "summary": "Teenagers at risk of coming into care get one worker who stays with them and their family.",
            "target_group": "Teenagers at the edge of care",
            "needs": ["edge_of_care"],
            "age_from": 12,
            "age_to": 17,
            "aims": "Fewer teenagers coming into care because help came too late.",
            "helps": "Small caseloads, and a manager who kept them small.",
            "hinders": "Workers left, and no one had planned who would take over.",
            "not_known": "Whether it helps families that do not want a worker.",
            "led_by": "Ottenvale Council",
            "started": "2018-06",
        },
    ),
    NIGHT_LINE: (
        OTTENVALE,
        {
            "title": "A number that families can call at night",
            "summary": "Families can call someone who knows them, until midnight, seven days a week.",
            "target_group": "Families with a teenager at the edge of care",
            "needs": ["edge_of_care", "family_support"],
            "age_from": 12,
            "age_to": 17,
            "aims": "Fewer arguments that end with a night in care.",
            "led_by": "Ottenvale Council",
            "started": "2026-03",
        },
    ),
    COPIED: (
        BRINDLEBRIDGE,
        {
            "title": "Key workers, based on Ottenvale",
            "summary": "We adopted Ottenvale’s way of working with teenagers and changed the hours.",
            "target_group": "Teenagers at the edge of care",
            "needs": ["edge_of_care"],
            "led_by": "Brindlebridge Council",
            "started": "2024-01",
            "ended": "2025-06",
        },
    ),
}
UPDATE = {
    "moved": "Two workers answer the phone from Monday to Thursday.",
    "stuck": "No one applies for the weekend late shift.",
    "needs": "Half an hour with a council that manages to fill its late shifts.",
}
SELF_CHECK = "fictional-check-national-framework"
CHECKED = {  # what Ottenvale says of itself, by the number of the recommendation
    "Outcome 1": (Answer.PARTLY, "The key workers began it. Families with younger children wait for the same help."),
    "Outcome 2": (Answer.PARTLY, "Every family is offered a meeting of its network; half of the offers come too late."),
    "Outcome 3": (Answer.NOT_YET, "No one yet sees what happens to teenagers outside the home at night."),
    "Outcome 4": (Answer.MET, ""),
    "Enabler 1": (Answer.PARTLY, "Schools and health are in the team; the police are not."),
    "Enabler 2": (Answer.MET, "The director visits the team each month."),
    "Enabler 3": (Answer.NOT_YET, "The late shift at the weekend is still empty."),
}
JUDGEMENT = {"judged_on": "2024-11", "area": "overall", "grade": "good", "framework": "Invented for the demonstration"}


def get_demonstration_people() -> dict[str, User]:
    return {user.email: user for user in User.objects.filter(is_demonstration=True)}


@transaction.atomic
def load_demonstration_projects(*, at: datetime) -> None:
    """Made once; what somebody changed or withdrew in the demonstration stays so."""
    if Record.objects.filter(slug=KEY_WORKERS).exists():
        return
    people = get_demonstration_people()
    own = [_start(key, by=people[LEAD], at=at) for key in (KEY_WORKERS, NIGHT_LINE)]
    for project in own:
        show_to_everybody(project, by=people[LEAD], colleague=people[COLLEAGUE], at=at)
    show_to_the_circle(_start(COPIED, by=people[OTHER], at=at), by=people[OTHER], at=at)
    make_update(project=own[1], **UPDATE, shows_need=True, by=people[LEAD], at=at)
    _check_themselves(people[LEAD], at)
    _judge(at)


def _check_themselves(by: User, at: datetime) -> None:
    """A check that only its team reads, as most are. Without the starter library there is nothing to check against."""
    document = Guidance.objects.published().filter(slug="national-framework").first()
    if document is None:
        return
    named = {"title": f"Self-check: {document.title}", "checked_on": f"{at:%Y-%m-%d}", "guidance": document}
    check = start_for_demonstration(SelfCheck, SELF_CHECK, named, by=by, at=at)
    asked = [one for one in Recommendation.objects.filter(guidance=document) if one.number in CHECKED]
    answers = {one.pk: CHECKED[one.number] for one in asked}
    save_answers(self_check=check, recommendations=asked, answers=answers, confirmed=set(), by=by, at=at)


def _start(key: str, *, by: User, at: datetime) -> Project:
    code, texts = PROJECTS[key]
    project = start_for_demonstration(Project, key, texts, by=by, at=at)
    place = Place.objects.fictional().get(code=code)
    records.change_draft(record=project, by=by, at=at, change=lambda draft: draft.places.set([place]), what="places")
    return project


def _judge(at: datetime) -> None:
    """A strong council tells what did not work, so that everybody sees that this is no mark."""
    source, _ = Source.objects.get_or_create(
        key="fictional-inspectorate", defaults={"title": "Invented for the demonstration", "year": f"{at:%Y}"}
    )
    place = Place.objects.fictional().get(code=OTTENVALE)
    ReportedJudgement.objects.get_or_create(
        place=place, source=source, defaults={**JUDGEMENT, "source_grade": Grade.COUNCIL}
    )


def start_for_demonstration(
    model: type[Record], key: str, answers: Mapping[str, Any], *, by: User, at: datetime
) -> Any:
    """Its address says that it is fictional, and that it is there already."""
    return records.start_record(model, by=by, at=at, team=get_default_team(by), answers={**answers, "slug": key})


def show_to_everybody(record: Record, *, by: User, colleague: User, at: datetime) -> None:
    """As a team does it: a colleague looks at it first."""
    review = records.ask_for_review(record=record, by=by, at=at)
    records.decide_review(review=review, decision=Review.Decision.APPROVED, comment="", by=colleague, at=at)
    records.share_record(record=record, by=by, at=at, sharing=Sharing.PUBLIC)


def show_to_the_circle(record: Record, *, by: User, at: datetime) -> None:
    """Of a council whose only person in the demonstration has no colleague who could look at it."""
    circle = Circle.objects.get(slug="edge-of-care")
    records.share_record(record=record, by=by, at=at, sharing=Sharing.CIRCLE, circle=circle)
