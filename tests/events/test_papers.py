"""Papers of an event: what is on them, who may have them, and how long they are kept."""

import io
from contextlib import closing
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.utils.timezone import now
from pypdf import PdfReader

from cairn.accounts.services import erase_account
from cairn.common.lanes import Lane
from cairn.events.models import EventFile, EventSession, LearningEvent, SessionChoice
from cairn.events.presenters.papers import write_paper
from cairn.events.services import files
from cairn.events.signals import booking_changed
from tests.events.reading import publish
from tests.factories.accounts import UserFactory, client_of
from tests.factories.events import arrange, make_booking, make_event
from tests.factories.records import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    found = publish(make_event(title="A day to share"))
    arrange(found, joining="planted-joining", access_words="Step-free from Mill Lane")
    rows = [
        ("plenary", "Welcome", None, False),
        ("breakout", "Scaling", "11:00", False),
        ("breakout", "Value", "11:00", True),
    ]
    for number, (kind, title, starts, off) in enumerate(rows):
        EventSession.objects.create(
            event=found,
            position=number,
            kind=kind,
            title=title,
            starts=starts,
            off_record=off,
            room_name=f"Room {number}",
        )
    return LearningEvent.objects.get(pk=found.pk)


@pytest.fixture(autouse=True)
def connection_of_the_test(monkeypatch):
    """The worker closes a connection that is not as it was opened, and in a test it is inside a transaction."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)


def fill(event):
    """Two with a place, one of them in a break-out; a group; one online; and one for each way of having no place."""
    first = make_booking(event, name="Ada Attending", organisation_name="Otterdale Council")
    make_booking(event, name="Wanda Worker", audience="young", places=3)
    make_booking(event, name="Olive Online", attends="online")
    for state in ("waiting", "offered", "cancelled", "declined"):
        until = now() + timedelta(days=1) if state == "offered" else None
        other = make_booking(event, name=f"Planted {state}", state=state, offered_until=until)
        _choose(event, other, "Scaling")
    _choose(event, first, "Scaling")
    second = make_booking(event, name="Ben Attending")
    _choose(event, second, "Scaling", state="waiting")


def _choose(event, booking, title, state="confirmed"):
    session = event.sessions.get(title=title)
    SessionChoice.objects.create(booking=booking, session=session.key, state=state, queued_at=NOON)


def read(event, form):
    paper = write_paper(event, form, at=NOON)
    pdf = PdfReader(io.BytesIO(files.MAKE[form](paper)))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712 (an object of the PDF)
    assert pdf.trailer["/Root"]["/Lang"] == "en-GB"
    return [" ".join(page.extract_text().split()) for page in pdf.pages]


def test_programme_says_what_is_public_on_a4_and_on_a_folded_sheet(event):
    fill(event)
    for form in ("programme", "folded"):
        pages = read(event, form)
        assert len(pages) == 1
        for words in ("A day to share", "Welcome", "Scaling", "Value", "Off the record", "Step-free from Mill Lane"):
            assert words in pages[0], (form, words)
        assert "planted" not in pages[0].lower()
        assert "Attending" not in pages[0]


def test_a_long_programme_still_fits_on_a_folded_sheet_with_every_session(event):
    for number in range(24):
        EventSession.objects.create(
            event=event,
            position=9 + number,
            title=f"Session number {number:02}",
            notes="A note of some length. " * 15,
            starts=f"{9 + number // 4:02}:{15 * (number % 4):02}",
        )
    [page] = read(LearningEvent.objects.get(pk=event.pk), "folded")
    assert [number for number in range(24) if f"Session number {number:02}" not in page] == []


def test_badges_are_for_those_in_the_room_and_blank_for_young_people(event):
    fill(event)
    paper = write_paper(event, "badges", at=NOON)
    assert [(one.name, one.is_group, one.places) for one in paper.guests] == [
        ("Ada Attending", False, 1),
        ("Ben Attending", False, 1),
        ("Wanda Worker", True, 3),
    ]
    text = " ".join(read(event, "badges"))
    assert text.count("A day to share") == 5  # two with names, three blank
    assert "Wanda" not in text
    assert "Olive" not in text
    assert "Planted" not in text


def test_door_sheet_has_those_who_attend_and_marks_what_is_off_the_record(event):
    fill(event)
    pages = read(event, "door-sheet")
    assert "In the room: 5 people" in pages[0]
    assert "Online: 1 person" in pages[0]
    assert "Group booked by Wanda Worker" in pages[0]
    assert "Off the record Nothing is written down or recorded in these sessions" in pages[0]
    assert "Value, 11:00, Room 2" in pages[0]
    [scaling] = [page for page in pages[1:] if page.startswith("Scaling")]
    assert "In this break-out: 1 person" in scaling
    assert "Ada Attending" in scaling
    assert "Ben" not in scaling
    [value] = [page for page in pages[1:] if page.startswith("Value")]
    assert "Off the record: nothing is written down or recorded" in value
    assert "Planted" not in " ".join(pages)


# --- Who may have them ----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["badges", "door-sheet"])
def test_lists_of_people_are_for_hosts_alone(event, form, django_capture_on_commit_callbacks):
    fill(event)
    path = f"/events/{event.slug}/papers/{form}/"
    holder = UserFactory()
    make_booking(event, user=holder)
    for client, status in ((Client(), 302), (client_of(holder), 404)):
        assert client.get(path).status_code == status
        assert client.post(path).status_code == status
    assert not EventFile.objects.exists()
    host = client_of(event.author)
    assert "Create the file" in host.get(path).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        host.post(path)
    assert "Creating the file" in host.get(path).content.decode()
    call_command("worker", lanes=[Lane.FILES], batch=True)
    with closing(host.get(path)) as answer:
        assert answer["Content-Type"] == "application/pdf"
        assert "no-store" in answer["Cache-Control"]
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert Client().get(path).status_code == 302


def test_anybody_can_have_the_programme(event, django_capture_on_commit_callbacks):
    path = f"/events/{event.slug}/papers/programme/"
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(path)
    call_command("worker", lanes=[Lane.FILES], batch=True)
    with closing(Client().get(path)) as answer:
        assert answer["Content-Type"] == "application/pdf"
    assert Client().get(f"/events/{event.slug}/papers/nothing/").status_code == 404


# --- How long they are kept -------------------------------------------------------------------------------


def print_lists(event):
    for form in EventFile.Form.values:
        paper = write_paper(event, form, at=NOON)
        made = files.request_file(event=event, form=form, fingerprint="1", at=NOON)
        files.make_file(event_file=made, paper=paper, fingerprint="1", at=NOON)
    return {one.form: one.file.name for one in EventFile.objects.all()}


def check_gone(paths):
    assert sorted(EventFile.objects.values_list("form", flat=True)) == ["folded", "programme"]
    assert [form for form, name in paths.items() if default_storage.exists(name)] == ["programme", "folded"]


def test_lists_of_people_go_when_a_booking_changes(event, django_capture_on_commit_callbacks):
    fill(event)
    paths = print_lists(event)
    with django_capture_on_commit_callbacks(execute=True):
        booking_changed.send(sender=None, booking=event.bookings.first(), was="confirmed", now="cancelled")
    check_gone(paths)


def test_lists_of_people_go_after_a_day(event, django_capture_on_commit_callbacks):
    fill(event)
    paths = print_lists(event)
    with django_capture_on_commit_callbacks(execute=True):
        files.delete_old_files_with_names(NOON)
    assert EventFile.objects.count() == 4
    with django_capture_on_commit_callbacks(execute=True):
        files.delete_old_files_with_names(NOON + timedelta(minutes=1))
    check_gone(paths)


def test_lists_of_people_go_with_the_account_of_somebody_on_them(event, own_ledger, django_capture_on_commit_callbacks):
    person = UserFactory(name="Ada Erased")
    make_booking(event, user=person, name="Ada Erased")
    paths = print_lists(event)
    with django_capture_on_commit_callbacks(execute=True):
        erase_account(user=person, at=NOON)
    check_gone(paths)
