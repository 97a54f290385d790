"""Learning events with what was captured there, their report, and what follows."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import now

from cairn.accounts.models import User
from cairn.events.models import EventAction, EventReportPage, EventRoom, EventSession, LearningEvent
from cairn.events.presenters.report import make_parts
from cairn.events.services import capture, reports
from cairn.records.enums import Sharing
from cairn.rooms.models import Item
from tests.factories.accounts import UserFactory
from tests.factories.events import add, arrange, get_key, make_booking, make_event
from tests.factories.records import NOON, make_team
from tests.factories.rooms import release, say

SPEAKER = {"name": "Ada Smith", "role": "Head of Hubs", "organisation_name": "Otterdale Council"}


def make_public_event(author: User | None = None, **answers: Any) -> LearningEvent:
    """Three sessions, a speaker, a barrier and a takeaway, for everybody to read."""
    author = author or UserFactory()
    event = make_event(author, team=make_team(None, "Hosts", author), **answers)
    add(event, "sessions", title="How the hub began", topic="value", notes="It began with a kitchen.")
    add(event, "sessions", title="Growing a hub", kind="breakout", topic="scaling", notes="It took two years.")
    add(event, "sessions", title="What we will do", kind="closing")
    add(event, "speakers", session=0, **SPEAKER)
    add(event, "conditions", side="hinders", title="Setting up took long")
    add(event, "takeaways", title="Ask early", words="It saves time.")
    LearningEvent.objects.filter(pk=event.pk).update(sharing=Sharing.PUBLIC)
    event.get_draft().latest_revision.publish()
    LearningEvent.objects.filter(pk=event.pk).update(sharing=Sharing.PUBLIC)
    return LearningEvent.objects.get(pk=event.pk)


def get_session(event: LearningEvent, number: int) -> EventSession:
    return event.sessions.get(position=number)


def make_report(event: LearningEvent, *, by: User | None = None) -> EventReportPage:
    return reports.draft_report(event=event, parts=make_parts(event), by=by or event.author, at=NOON)


def change_report(page: EventReportPage, **fields: Any) -> EventReportPage:
    """A new draft of it."""
    draft = EventReportPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(clean=False)
    return EventReportPage.objects.get(pk=page.pk)


def submit_report(event: LearningEvent, *, decider: User, by: User) -> EventReportPage:
    page = change_report(event.report_page, decider=decider)
    page.get_workflow().start(page, by)
    return EventReportPage.objects.get(pk=page.pk)


def publish_report(event: LearningEvent, *, decider: User, by: User) -> EventReportPage:
    page = submit_report(event, decider=decider, by=by)
    reports.decide_report(page=page, by=decider, at=NOON, approved=True)
    return EventReportPage.objects.get(pk=page.pk)


def open_room(event: LearningEvent, number: int = 1, *, at: datetime | None = None, **given: Any) -> EventRoom:
    session = given.pop("session", None) or get_session(event, number)
    values = {"team": event.team, "hours": 2, "has_shared_devices": False, "by": event.author, **given}
    return capture.open_session_room(event=event, session=session, at=at or now(), **values)


def say_and_release(opened: EventRoom, *said: tuple[int, str]) -> list[Item]:
    """Answers by the number of the question, counted from 1."""
    items = [say(opened.room, words, position=position) for position, words in said]
    release(opened.room, *items)
    return items


ACTION = {
    "what": "Ask our young people what the hub is for",
    "first_step": "Ring Jo",
    "name": "Ben Jones",
    "organisation": "Brindlebridge Council",
    "email": "ben@example.org",
    "keeper": "link",
}


def write_action(opened: EventRoom, *, at: datetime | None = None, **given: Any) -> EventAction:
    at = at or now()
    values = {"key": uuid.uuid4(), "due": (at + timedelta(days=20)).date(), **ACTION, **given}
    written = capture.write_action(event_room=opened, at=at, **values)
    assert written is not None
    return written


def make_everything(author: User) -> Any:
    """`keys` has the secret of each link; the event was yesterday."""
    event = make_public_event(author)
    arrange(event, starts_at=now() - timedelta(hours=30), state="held", ends_at=now() - timedelta(hours=24))
    said = open_room(event)
    say_and_release(said, (1, "Carers need to meet each other"), (4, "Ask who pays after year two"))
    say(said.room, "Not released", position=2)
    capture.take_notes(event_room=said, by=author, at=now())
    last = open_room(event, 2)
    written = write_action(last)
    make_report(event)
    asked = reports.ask_speaker(
        event=event, speaker=get_key(event, "speakers", 0), email="ada@example.org", by=author, at=now()
    )
    booking = make_booking(event)
    event = LearningEvent.objects.get(pk=event.pk)
    event.keys = {"room": last.room.key, "action": written.key, "line": asked.key, "booking": booking.key}
    return event
