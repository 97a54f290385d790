"""The desks of the demonstration: full for each of its people, made once, and all of it invented."""

import pytest
from django.utils.timezone import now

from cairn.accounts.models import User
from cairn.accounts.services import create_demonstration_users
from cairn.actions.enums import State
from cairn.actions.models import Action
from cairn.actions.queries import count_shown
from cairn.adoption.services import load_demonstration_checks
from cairn.evaluation import analysis
from cairn.indicators.services import load_simulated
from cairn.lessons.services import load_demonstration_lessons
from cairn.library.services import load_demonstration_projects, load_starter
from cairn.papers.management.desks import DIRECTOR, load_demonstration_desks
from cairn.places.models import Organisation
from cairn.places.services import load_demonstration_organisations, load_fictional_places, load_places
from cairn.records.desk import Column, get_digest, get_due, get_first_steps, get_question, get_work
from cairn.records.models import Record
from cairn.rooms.models import Room
from cairn.voice.definitions import sounds_like_a_safeguarding_concern
from tests.factories.accounts import client_of
from tests.factories.records import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(settings):
    settings.DEMONSTRATION = True
    load_places()
    load_fictional_places()
    load_starter(at=NOON)
    load_simulated(analysis.simulate_figures(), at=NOON)
    create_demonstration_users()
    load_demonstration_organisations(at=NOON)
    load_demonstration_projects(at=NOON)
    load_demonstration_lessons(at=NOON)
    load_demonstration_checks(at=NOON)
    load_demonstration_desks(at=NOON)
    return {user.email: user for user in User.objects.filter(is_demonstration=True)}


@pytest.mark.nightly
def test_desks_of_the_demonstration_are_full_and_made_once(people):
    before = Record.objects.count()
    load_demonstration_desks(at=NOON)
    assert Record.objects.count() == before

    states = {email: [(one.kind, one.state) for one in get_work(user)] for email, user in people.items()}
    lead = states["lead@ottenvale.example"]
    for expected in (("Action", "Overdue"), ("Project", "In review"), ("Paper", "Draft"), ("Lesson", "Draft")):
        assert expected in lead
    assert any(kind == "Plan" for kind, _ in lead)
    colleague = people["voice@ottenvale.example"]
    assert "A flat where young people practise living alone" in [one.title for one in get_due(colleague)]
    for email in (
        "lead@ottenvale.example",
        colleague.email,
        DIRECTOR,
        "lead@brindlebridge.example",
        "evaluator@example.org",
    ):
        assert len(states[email]) >= 2, email
    # One question for everybody; for those without an organisation that of a council.
    assert [email for email, user in people.items() if get_question(user) is None] == []
    done = [step.is_done for step in get_first_steps(people["lead@ottenvale.example"])]
    assert any(done)
    assert not all(done)

    digest = get_digest(people[DIRECTOR], Organisation.objects.get(slug="ottenvale-council"))
    numbers = {column: [part.number for part in parts] for column, parts in digest.items()}
    assert numbers[Column.TRIED] == [2]
    assert numbers[Column.STUCK] == [2, 1]
    board = Action.objects.visible_to(people[DIRECTOR]).filter(organisation__slug="ottenvale-council", live=True)
    assert set(board.values_list("state", flat=True)) == set(State)
    shown = count_shown(board, day=NOON.date())
    assert [key for key, number in shown.items() if not number] == []
    page = client_of(people[DIRECTOR]).get("/actions/organisation/ottenvale-council/").content.decode()
    assert "Buy tablets for family meetings" in page
    (done,) = board.filter(state=State.DONE_DIFFERENTLY)
    page = client_of(people["lead@ottenvale.example"]).get(done.get_absolute_url()).content.decode()
    assert "Since then:" in page
    assert "does not prove that the action caused it" in page

    room = Room.objects.get()
    desk = client_of(people["lead@ottenvale.example"]).get("/desk/").content.decode()
    assert (room.spaced_code in desk) == (not room.has_ended(at=now()))
    assert numbers[Column.LEARNED] == [1]
    assert digest[Column.MOVED]

    for email, user in people.items():
        page = client_of(user).get("/desk/").content.decode()
        assert "New from others" in page, email
        assert "What other councils share will appear here." not in page, email
    for record in Record.objects.filter(author__isnull=False):
        specific = record.get_specific()
        assert record.is_fictional or record.kind in ("paper", "evaluation_plan", "evaluation"), record.title
        assert not sounds_like_a_safeguarding_concern(" ".join(str(getattr(specific, name)) for name in specific.TEXTS))
