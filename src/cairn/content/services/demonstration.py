"""What a fictional council did because of insights of the library, at every stage: accepted, begun, stuck, done."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.actions import services as actions
from cairn.actions.models import Action
from cairn.lessons.enums import WhyNot
from cairn.lessons.models import Insight
from cairn.lessons.services import say_why_not
from cairn.library.services.demonstration import COLLEAGUE, LEAD, get_demonstration_people, show_to_everybody
from cairn.records.queries import get_default_team

STARTED, STUCK, DONE = "started", "stuck", "done"


@dataclass(frozen=True)
class Plan:
    """One action, how far it came, and what changed."""

    insight: str
    what: str
    first_step: str
    stage: str = ""
    outcome: str = ""


PLANS = (
    Plan(
        "insight-starting-takes-longer",
        "Allow nine months before helping the first family",
        "Ask two councils how long they needed",
        DONE,
        "The start date moved by four months and the panel agreed to it. We do not know yet whether it will be enough.",
    ),
    Plan(
        "insight-leaders-who-stay",
        "Give each project a deputy lead",
        "Name a deputy for the night line",
        DONE,
        "Three of four projects have a deputy. In the fourth no one had the time.",
    ),
    Plan(
        "insight-relationships-last",
        "Keep the same key worker for a year",
        "Count how often key workers changed last year",
        STARTED,
    ),
    Plan(
        "insight-figures-in-the-open",
        "Show the whole team the night line figures each month",
        "Agree on three figures",
        STUCK,
    ),
    Plan(
        "insight-clear-aims-and-time",
        "Write down who a project is for before it begins",
        "Use the list for the next project",
    ),
)
REASONS = {
    "insight-trial-needs-size-and-data": (WhyNot.PEOPLE, WhyNot.HOW),
    "insight-no-single-way-to-spread": (WhyNot.NOT_LOCAL,),
    "insight-one-grant-one-end": (WhyNot.MONEY, WhyNot.PRIORITY),
}


@transaction.atomic
def load_demonstration_chain(*, at: datetime) -> None:
    """Once: whoever plays with the demonstration may change all of it."""
    people = get_demonstration_people()
    lead, colleague = people.get(LEAD), people.get(COLLEAGUE)
    if lead is None or colleague is None or Action.objects.filter(title__in=[one.what for one in PLANS]).exists():
        return
    insights = {one.starter_key: one for one in Insight.objects.filter(starter_key__in=[one.insight for one in PLANS])}
    for number, plan in enumerate(PLANS):
        if plan.insight in insights:
            _act(plan, insights[plan.insight], number, lead=lead, colleague=colleague, at=at)
    for one in Insight.objects.filter(starter_key__in=REASONS):
        for why in REASONS[one.starter_key]:
            say_why_not(insight=one, why=why, words="", by=colleague, at=at)


def _act(plan: Plan, insight: Insight, number: int, *, lead: User, colleague: User, at: datetime) -> None:
    day = localdate(at)
    action = actions.start_action(
        what=plan.what,
        why="",
        first_step=plan.first_step,
        due_date=day + timedelta(days=30 + number),
        owner=lead,
        team=get_default_team(lead),
        by=lead,
        at=at,
        because_of=[insight],
    )
    if plan.stage:
        actions.start_work(action=action, by=lead, at=at)
    if plan.stage == STUCK:
        actions.say_stuck(action=action, on="Two systems count the calls differently", by=lead, at=at)
    if plan.stage == DONE:
        actions.finish_action(action=action, done_date=day, outcome=plan.outcome, by=lead, at=at)
    action.refresh_from_db()
    show_to_everybody(action, by=lead, colleague=colleague, at=at)
