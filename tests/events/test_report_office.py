"""Reports in Wagtail's office: editors write their own words there, and the event says the rest."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cairn.boards.queries import get_waiting
from cairn.events.models import EventReportPage, LearningEvent
from cairn.events.services.capture import take_notes
from cairn.records.enums import Sharing
from tests.factories.accounts import UserFactory
from tests.factories.boards import make_draft_board, make_editor
from tests.factories.captured import make_public_event, make_report, open_room, say_and_release
from tests.factories.records import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_editor("Edith")


@pytest.fixture
def office(editor):
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def page(db):
    return make_report(make_public_event(UserFactory()))


def fill(**fields):
    parts = [
        ("text", {"title": "About the day", "words": "It rained."}),
        ("sessions", {"title": "Talks", "words": "", "sessions": "plenary"}),
        ("takeaways", {"title": "What people took home", "words": ""}),
    ]
    given = {
        "title": "The day of the hub",
        "introduction": "What two councils found.",
        "unapproved": "no_name",
        "decider": "",
        "body": streamfield(parts),
        "comments": inline_formset([]),
        **fields,
    }
    return nested_form_data(given)


def test_editor_changes_the_draft_and_the_event_says_the_rest(office, page):
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "Speakers who have not answered" in office.get(address).content.decode()
    assert office.post(address, fill()).status_code == 302
    draft = EventReportPage.objects.get().get_latest_revision_as_object()
    assert (draft.title, draft.unapproved, draft.event_id) == ("The day of the hub", "no_name", page.event_id)
    preview = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    shown = office.get(preview).content.decode()
    for words in ("The day of the hub", "It rained.", "How the hub began", "What people took home", "Ada Smith"):
        assert words in shown
    assert "Growing a hub" not in shown  # the editor took the break-outs off


@pytest.mark.parametrize(
    ("decider", "said"),
    [("", "Choose an approver"), ("own", "You cannot approve your own report"), ("other", "")],
)
def test_what_is_missing_for_a_decision_is_said_in_the_office(office, editor, page, decider, said):
    people = {"": "", "own": editor.pk, "other": make_editor("Dana").pk}
    sent = fill(decider=people[decider]) | {"action-submit": "1"}
    answer = office.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), sent)
    if not said:
        assert answer.status_code == 302
        assert get_waiting(page) is not None
        return
    assert said in answer.content.decode() or "Select a valid choice" in answer.content.decode()
    assert get_waiting(page) is None


def test_nobody_starts_a_report_without_an_event_and_no_editor_publishes_alone(office, page):
    shelf = page.get_parent()
    add = reverse("wagtailadmin_pages:add", args=["events", "eventreportpage", shelf.pk])
    assert office.get(add).status_code in (302, 403, 404)
    office.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), fill() | {"action-publish": "1"})
    assert not EventReportPage.objects.get().live


def test_event_that_was_made_private_is_not_read_in_a_preview(office, page):
    LearningEvent.objects.filter(pk=page.event_id).update(sharing=Sharing.TEAM)
    preview = office.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert "How the hub began" not in preview.content.decode()


def test_row_33_notes_stand_beside_the_board_that_an_editor_edits(office):
    event = make_public_event(UserFactory())
    opened = open_room(event, 1)
    say_and_release(opened, (4, "Ask who pays"))
    take_notes(event_room=opened, by=event.author, at=NOON)
    board, other = make_draft_board(topic="scaling", slug="scaling"), make_draft_board(topic="value")
    shown = office.get(reverse("wagtailadmin_pages:edit", args=[board.pk])).content.decode()
    assert "1 note from tables at learning events." in shown
    assert reverse("events:board-notes", args=["scaling"]) in shown
    shown = office.get(reverse("wagtailadmin_pages:edit", args=[other.pk])).content.decode()
    assert "No notes from learning events on this topic yet." in shown
