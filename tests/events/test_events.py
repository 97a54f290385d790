"""Writing a learning event down: its lists are part of the draft and go when it is withdrawn."""

from datetime import time

import pytest
from django.test import Client

from cairn.events import definitions as known
from cairn.events.models import EventEvidence, EventSession, LearningEvent
from cairn.events.services import load_events
from cairn.library.models import Project
from cairn.records import services
from tests.factories.accounts import UserFactory
from tests.factories.events import add, get_key, make_event
from tests.factories.records import NOON, make_draft, make_organisation, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return UserFactory()


@pytest.fixture
def writer(author):
    client = Client()
    client.force_login(author)
    return client


def test_an_empty_list_says_so_and_leads_on(writer):
    page = writer.get("/events/").content.decode()
    assert "No learning events are planned" in page
    assert "No past events yet" in page
    assert "/events/new/" in page


def test_an_event_is_written_section_by_section_and_row_by_row(author, writer):
    event = make_event(author, title="Planted")
    project = make_draft(Project, author=author, title="The house")
    rows = f"/records/{event.slug}/rows"
    given = {"title": "How it began", "topic": "methods", "starts": "9.30", "ends": "10:15"}
    assert writer.post(f"{rows}/sessions/", given | {"about": project.get_absolute_url()}).status_code == 302
    session = get_key(event, "sessions", 0)
    for name, role, organisation in (("Ada Smith", "lead", "Otterdale Council"), ("Ben Jones", "", "")):
        speaker = {"session": session, "name": name, "role": role, "organisation_name": organisation}
        assert writer.post(f"{rows}/speakers/", speaker).status_code == 302
    assert writer.post(f"{rows}/takeaways/", {"title": "Ask early"}).status_code == 302
    evidence = {
        "takeaway": get_key(event, "takeaways", 0),
        "record": project.slug,
        "says": "supports",
        "reason": "They did",
    }
    assert writer.post(f"{rows}/evidence/", evidence).status_code == 302
    page = writer.get(event.get_absolute_url()).content.decode()
    for words in ("How it began", "<b>Ada Smith</b>, lead, Otterdale Council", "Ben Jones", "Ask early", "They did"):
        assert words in page
    assert page.count(">The house</a>") == 2
    assert "No linked record contradicts it." in page


def test_a_session_that_is_changed_stays_the_same_session(author, writer):
    """Bookings and speakers name it by its key."""
    event = make_event(author)
    project = make_draft(Project, author=author, title="The house")
    add(event, "sessions", title="How it began", starts=time(9, 30), kind="breakout", about=project)
    key = get_key(event, "sessions", 0)
    address = f"/records/{event.slug}/rows/sessions/0/"
    page = writer.get(address).content.decode()
    assert 'value="09:30"' in page
    assert f'value="{project.get_absolute_url()}"' in page
    draft = event.get_draft()
    changed = {"title": "How it grew", "starts": "10:00", "about": project.slug, "seen": draft.latest_revision_id}
    assert writer.post(address, changed).status_code == 302
    session = event.get_draft().sessions.get()
    assert (session.key, session.title, session.starts) == (key, "How it grew", time(10))


@pytest.mark.parametrize(
    ("name", "given", "sentence"),
    [
        ("sessions", {"title": ""}, "Enter a few words"),
        ("sessions", {"title": "A", "topic": "weather"}, "Select a valid choice"),
        ("sessions", {"title": "A", "about": "nowhere"}, "“nowhere” does not match a record you can choose here"),
        ("sessions", {"title": "A", "starts": "half nine"}, "Enter a time in hours and minutes"),
        (
            "sessions",
            {"title": "A", "starts": "10:00", "ends": "09:30"},
            "It starts at 10:00. Enter an end that is later",
        ),
        ("sessions", {"title": "A", "ends": "09:30"}, "Enter when it starts"),
        ("sessions", {"title": "A", "places": "5"}, "Only a break-out has places of its own"),
        ("speakers", {"session": "x", "name": "Ada"}, "Select a valid choice"),
        ("takeaways", {"title": ""}, "Enter a few words"),
        ("evidence", {"takeaway": "99", "record": "x", "says": "supports"}, "Choose one from the list"),
        ("evidence", {"takeaway": "0", "record": "", "says": "supports"}, "Enter the record"),
        ("takeaways", {"title": "A boy told us that he is being hit"}, "sounds like a concern"),
    ],
)
def test_bad_input_gets_a_sentence(author, writer, name, given, sentence):
    event = make_event(author)
    assert sentence in writer.post(f"/records/{event.slug}/rows/{name}/", given).content.decode()


def test_a_record_that_one_may_not_see_cannot_be_named(author, writer):
    other = make_team(make_organisation("Brindlebridge Council"), "Other")
    hidden = make_draft(author=UserFactory(), team=other, title="Planted")
    event = make_event(author)
    add(event, "takeaways", title="Ask early")
    given = {"takeaway": get_key(event, "takeaways", 0), "record": hidden.slug, "says": "supports"}
    page = writer.post(f"/records/{event.slug}/rows/evidence/", given).content.decode()
    assert "does not match a record you can choose here" in page
    assert "Planted" not in page


def test_rows_go_when_it_is_withdrawn_and_names_follow_a_merged_record(author):
    event = make_event(author)
    kept, other = make_draft(Project, author=author), make_draft(Project, author=author)
    add(event, "sessions", title="How", about=other)
    add(event, "takeaways", title="Ask early")
    add(event, "evidence", takeaway=0, record=other, says="supports", reason="")
    services.merge_records(kept=kept, other=other, by=author, at=NOON)
    assert EventSession.objects.get().about_id == kept.pk
    assert EventEvidence.objects.get().record_id == kept.pk
    draft = event.get_draft()
    assert [one.record_id for one in draft.evidence.all()] == [kept.pk]
    services.withdraw_record(record=event, by=author, at=NOON)
    assert not EventSession.objects.exists()
    assert not EventEvidence.objects.exists()


def test_loading_again_changes_nothing_and_keeps_what_was_edited(starter):
    assert load_events(at=NOON).added == []
    event = LearningEvent.objects.get()
    assert event.evidence.count() == 11
    LearningEvent.objects.filter(pk=event.pk).update(venue="Elsewhere", starter_sha256="")
    load_events(at=NOON)
    assert LearningEvent.objects.get().venue == "Elsewhere"


def test_everything_that_the_file_names_is_there(starter):
    """A name that leads nowhere would be left out without a word."""
    (event,) = known.get_known_events()
    named = {
        one["record"] for row in event["takeaways"] for one in row.get("supports", []) + row.get("contradicts", [])
    }
    assert set(EventEvidence.objects.values_list("record__slug", flat=True)) == named
    abouts = [session["about"] for session in event["sessions"] if "about" in session]
    assert EventSession.objects.exclude(about=None).count() == len(abouts) == 9
