"""What goes on the papers of an event: the programme for everybody, badges and door sheet for its hosts."""

import json
from dataclasses import asdict, replace
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.utils.timezone import localdate

from cairn.common.addresses import make_absolute
from cairn.common.canonical import sha256_of
from cairn.common.dates import show_date
from cairn.events.enums import Attends, ChoiceState
from cairn.events.models import Booking, EventFile, EventSession, LearningEvent
from cairn.events.presenters.entries import describe_public_place
from cairn.events.presenters.events import SessionView, list_sessions
from cairn.events.presenters.facts import describe_session, list_chosen
from cairn.events.presenters.programme import list_slots
from cairn.events.presenters.report import name_hosts
from cairn.events.presenters.when import describe_hours, describe_when
from cairn.events.printing import (
    BadgesOnPaper,
    DoorSheetOnPaper,
    Guest,
    ProgrammeOnPaper,
    RoomList,
    SessionOnPaper,
    SlotOnPaper,
)
from cairn.events.queries import get_named_records
from cairn.events.queries.booking import get_attending

FOR_HOSTS = (EventFile.Form.BADGES, EventFile.Form.DOOR)
Paper = ProgrammeOnPaper | BadgesOnPaper | DoorSheetOnPaper


def write_paper(event: LearningEvent, form: str, *, at: datetime) -> Paper:
    """What it says today."""
    if form not in FOR_HOSTS:
        return write_programme(event)
    attending = list(get_attending(event).prefetch_related("choices"))
    write = _write_badges if form == EventFile.Form.BADGES else _write_door_sheet
    return write(event, attending, at=at)


def get_fingerprint(paper: Paper) -> str:
    """The same for papers that say the same; the day on which it was printed does not count."""
    if isinstance(paper, DoorSheetOnPaper):
        paper = replace(paper, made_on="")
    return sha256_of(json.dumps(asdict(paper), sort_keys=True))


def write_programme(event: LearningEvent) -> ProgrammeOnPaper:
    """Of what everybody may read."""
    held = getattr(event, "arrangements", None)
    anyone = AnonymousUser()
    sessions = list_sessions(event, get_named_records(event, anyone))
    return ProgrammeOnPaper(
        title=event.title,
        summary=event.summary,
        when=describe_when(held.starts_at, held.ends_at, held.time_zone) if held else show_date(event.held_on),
        place=describe_public_place(event) if held else event.venue,
        theme=event.theme,
        hosts=name_hosts(event),
        access=held.access_words if held else "",
        contact=held.contact_email if held else "",
        address=make_absolute(event.get_absolute_url()),
        slots=tuple(
            SlotOnPaper(slot.hours, tuple(_write_session(view) for view in slot.sessions))
            for slot in list_slots(sessions)
        ),
    )


def _write_session(view: SessionView) -> SessionOnPaper:
    session = view.session
    return SessionOnPaper(
        title=session.title,
        kind="Break-out" if session.kind == session.Kind.BREAKOUT else "",
        room=session.room_name,
        topic=view.topic.title if view.topic else "",
        topic_number=view.topic_number,
        speakers=tuple(str(speaker) for speaker in view.speakers),
        notes=session.notes,
        off_record=session.off_record,
    )


def _write_badges(event: LearningEvent, attending: list[Booking], *, at: datetime) -> BadgesOnPaper:
    held = event.arrangements
    guests = tuple(_make_guest(event, one) for one in attending if one.attends == Attends.ROOM)
    return BadgesOnPaper(event.title, describe_when(held.starts_at, held.ends_at, held.time_zone), guests)


def _write_door_sheet(event: LearningEvent, attending: list[Booking], *, at: datetime) -> DoorSheetOnPaper:
    held = event.arrangements
    in_room = [one for one in attending if one.attends == Attends.ROOM]
    sessions = sorted(event.sessions.all(), key=lambda one: (one.starts is None, one.starts, one.position))
    return DoorSheetOnPaper(
        title=event.title,
        when=describe_when(held.starts_at, held.ends_at, held.time_zone),
        place=describe_public_place(event),
        made_on=f"{localdate(at):%-d %B %Y}",
        in_room=tuple(_make_guest(event, one) for one in in_room),
        online=tuple(_make_guest(event, one) for one in attending if one.attends != Attends.ROOM),
        off_record=tuple(describe_session(one) for one in sessions if one.off_record),
        rooms=tuple(
            RoomList(
                one.title,
                describe_hours(one.starts, one.ends),
                one.room_name,
                one.off_record,
                tuple(_make_guest(event, booking) for booking in in_room if _is_in(booking, one)),
            )
            for one in sessions
            if one.kind == one.Kind.BREAKOUT
        ),
        erased_on=f"{held.needs_erased_on:%-d %B %Y}",
    )


def _is_in(booking: Booking, session: EventSession) -> bool:
    return any(one.session == session.key and one.state == ChoiceState.CONFIRMED for one in booking.choices.all())


def _make_guest(event: LearningEvent, booking: Booking) -> Guest:
    booking.event = event  # with its sessions, which are read once
    return Guest(
        name=booking.name,
        organisation=booking.organisation.name if booking.organisation else booking.organisation_name,
        places=booking.places,
        is_group=booking.is_group,
        sessions=tuple(one.title for one in list_chosen(booking)),
    )
