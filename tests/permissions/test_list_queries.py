"""Every list page asks the database as often for three rows as for one."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from cairn.actions.models import Action
from cairn.adoption.models import ScalingStrategy, UseProposal
from cairn.conditions.models import ConditionProfile
from cairn.decisions.models import Decision
from cairn.events.models import LearningEvent
from cairn.lessons.models import Insight, Lesson, OpenQuestion
from cairn.library.models import (
    EvaluationReport,
    Guidance,
    Method,
    PracticeModel,
    Project,
    ProjectMove,
    Recommendation,
    SelfCheck,
)
from cairn.library.services import add_to_short_list, make_update
from cairn.records import services
from cairn.records.models import Record, Tie
from cairn.voice.models import Challenge, Need
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.peers import make_ask, make_offer
from tests.factories.places import FictionalCouncilFactory
from tests.factories.records import NOON, join, make_circle, make_draft, make_organisation, make_record
from tests.factories.rooms import make_room
from tests.factories.suggestions import answer, make_suggestion
from tests.factories.together import make_assembly

pytestmark = pytest.mark.django_db

# List page -> how often it asks; four of them are for the session, the person, their council and
# what they belong to.
PINNED = {
    "records:records": 6,
    "voice:needs": 6,
    "voice:challenges": 6,
    "records:reports": 7,
    "records:audit": 8,
    "records:desk": 68,  # 16 of them what is left to set up, for a host only; 6 the first steps, for four weeks only
    "records:work": 30,
    "records:digest": 12,
    "actions:actions": 11,
    "lessons:lessons": 8,
    "lessons:insights": 8,
    "lessons:questions": 6,
    "library:library": 9,
    "library:models": 12,  # what is known of every model on the page, at once
    "library:projects": 15,
    "library:methods": 6,
    "library:reports": 11,
    "adoption:scaling-strategies": 8,
    "library:short-list": 6,
    "library:guidance-documents": 6,
    "library:self-checks": 9,
    "adoption:proposals": 7,
    "events:events": 7,  # those that are coming, and those that are over
    "events:suggestions": 7,
    "events:sort-suggestions": 7,
    "library:help-wanted": 7,
    "peers:peers": 10,
    "peers:matches": 7,
    "places:organisations": 5,
    "places:members": 8,
    "places:users": 9,
    "places:circles": 6,  # those one is in, and invitations
    "notices:jobs": 11,
    "rooms:rooms": 6,
    "decisions:together": 6,
    "conditions:reflections": 6,
    "decisions:decisions": 12,
    "decisions:you-said": 6,
    "decisions:without-needs": 7,
}


def add_insight(support, number):
    given = {"viewpoints": ["project"], "confidence": "sure"}
    insight = make_draft(Insight, title=f"Insight {number}", **given)
    Tie.objects.create(source_id=support.pk, target_id=insight.pk, relation="supports", made_at=NOON)
    services.share_record(record=insight, by=insight.author, at=NOON, sharing="organisation")


def add_peers(number):
    elsewhere = make_organisation(f"Ashmere Council {number}")
    make_ask(elsewhere, "edge_of_care", shown_to="members")
    make_offer(elsewhere, "leaving_care", shown_to="members")


def plant(reader, number):
    """One more row for every list."""
    record = make_record(Challenge, title=f"Challenge {number}")
    make_record(Need, title=f"Need {number}")
    for model in (LearningEvent, PracticeModel, Project, Method, EvaluationReport, Action, ScalingStrategy):
        make_record(model, title=f"Entry {number}")
    document = make_record(Guidance, title=f"Guide {number}")
    make_record(Recommendation, title=f"Advice {number}", guidance=document)
    make_record(SelfCheck, title=f"Check {number}", guidance=document)
    project = Project.objects.get(title=f"Entry {number}")
    ProjectMove.objects.create(project=project, position=0, move="growing", moved_on="2025")
    make_update(
        project=project, moved="", stuck="", needs="A joint budget", shows_need=True, by=project.author, at=NOON
    )
    add_to_short_list(record=Record.objects.get(title=f"Entry {number}", kind="practice_model"), by=reader, at=NOON)
    services.make_report(record=record, by=reader, text="It is not so.", at=NOON)
    make_record(Lesson, title=f"Lesson {number}", happened="mixed")
    add_insight(record, number)
    make_record(OpenQuestion, title=f"Question {number}")
    make_circle(reader, name=f"Circle{number}")
    make_organisation(f"Council {number}")
    join(UserFactory(), make_organisation())
    make_room(reader)
    make_assembly(reader, names=("Ash",))
    make_record(ConditionProfile, title=f"Reflection {number}")
    make_record(Decision, title=f"Decision {number}", we_did="It is done.")
    add_peers(number)
    make_suggestion(title=f"Suggestion {number}", is_released=True)
    answer(make_suggestion(title=f"Answered {number}", is_released=True))
    model = PracticeModel.objects.get(title=f"Entry {number}")
    for by in (reader, UserFactory()):
        UseProposal.objects.create(
            practice_model=model,
            place=FictionalCouncilFactory(),
            status="starting",
            grade="C",
            source_title="A report",
            by=by,
            at=NOON,
        )
    DBTaskResult.objects.create(task_path="x.y", args_kwargs={}, backend_name="default", run_after=NOON)


@pytest.fixture(scope="module", params=[1, 3])
def reader(request, django_db_setup, django_db_blocker):
    """Somebody whose every list has so many rows, planted once for all of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        person = give_site_role(give_site_role(UserFactory(), "moderator"), "host")
        join(person, make_organisation(), role="coordinator")
        for number in range(request.param):
            plant(person, number)
        yield person
        transaction.set_rollback(True)


@pytest.mark.parametrize("page", PINNED)
def test_list_asks_as_often_for_three_rows_as_for_one(page, reader, django_assert_num_queries):
    client = Client()
    client.force_login(reader)
    address = reverse(page, args=[make_organisation().slug] if page in ("places:members", "records:digest") else [])
    client.get(address)  # what stays in memory from then on
    with django_assert_num_queries(PINNED[page]):
        assert client.get(address).status_code == 200
