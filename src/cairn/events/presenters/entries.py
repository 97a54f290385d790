"""Learning events, sessions and bookings as entries of a calendar."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings

from cairn.common.addresses import get_host_name, make_absolute
from cairn.events.enums import ArrangementState, Attends
from cairn.events.models import Booking, EventArrangements, EventSession, LearningEvent
from cairn.events.presenters.calendar import CalendarEntry
from cairn.events.presenters.facts import describe_place, list_chosen
from cairn.events.presenters.when import describe_hours


def make_event_entry(event: LearningEvent) -> CalendarEntry:
    """As everybody may have it: nothing of how to join."""
    held = event.arrangements
    lines = [event.summary, *_write_programme(event.sessions.all())]
    return CalendarEntry(
        uid=f"event-{held.key}@{get_host_name()}",
        title=event.title,
        starts_at=held.starts_at,
        ends_at=held.ends_at,
        time_zone=held.time_zone,
        sequence=held.sequence,
        place=describe_public_place(event),
        words="\n".join(line for line in lines if line),
        address=make_absolute(event.get_absolute_url()),
        is_cancelled=held.state == ArrangementState.CANCELLED,
    )


def make_session_entries(event: LearningEvent, keys: set[UUID] | None = None) -> list[CalendarEntry]:
    """Sessions that have their hours; they take no time beside the event itself."""
    sessions = [one for one in event.sessions.all() if keys is None or one.key in keys]
    timed = [one for one in sessions if one.starts is not None and one.ends is not None]
    return [_make_session_entry(event, one) for one in sorted(timed, key=lambda one: (one.starts, one.position))]


def _make_session_entry(event: LearningEvent, session: EventSession) -> CalendarEntry:
    held: EventArrangements = event.arrangements
    return CalendarEntry(
        uid=f"session-{session.key}@{get_host_name()}",
        title=f"{session.title} ({event.title})",
        starts_at=_get_moment(held, session.starts or time(0)),
        ends_at=_get_moment(held, session.ends or time(0), after=session.starts),
        time_zone=held.time_zone,
        sequence=held.sequence,
        place=", ".join(part for part in (session.room_name, describe_public_place(event)) if part),
        address=make_absolute(event.get_absolute_url()),
        is_cancelled=held.state == ArrangementState.CANCELLED,
        is_free=True,
    )


def _get_moment(held: EventArrangements, hour: time, after: time | None = None) -> datetime:
    """On the day of the event; a session that ends before it starts runs past midnight."""
    day = held.day + timedelta(days=1 if after is not None and hour <= after else 0)
    return datetime.combine(day, hour, tzinfo=held.zone)


def make_booking_entry(booking: Booking, *, sequence: int | None = None) -> CalendarEntry:
    """For somebody with a place: with their break-outs, and how to join."""
    held, event = booking.event.arrangements, booking.event
    in_room = booking.attends == Attends.ROOM
    lines = [event.summary, *_write_programme(list_chosen(booking), title="Your break-outs:")]
    if held.joining and booking.attending:
        lines += ["", "Joining details:", held.joining]
    public = make_event_entry(event)
    return CalendarEntry(
        uid=public.uid,
        title=public.title,
        starts_at=public.starts_at,
        ends_at=public.ends_at,
        time_zone=public.time_zone,
        sequence=public.sequence if sequence is None else sequence,
        place=describe_place(booking) if in_room else "Online",
        words="\n".join(lines).strip(),
        address=public.address,
        organiser=held.contact_email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        attendee=booking.email,
        is_cancelled=public.is_cancelled or not booking.attending,
    )


def describe_public_place(event: LearningEvent) -> str:
    held = event.arrangements
    if not held.has_room:
        return "Online"
    lines = (line.strip(" ,") for line in (event.venue, *held.address.splitlines()))
    place = ", ".join(dict.fromkeys(line for line in lines if line))
    return f"{place or 'In the room'} and online" if held.is_online else place


def _write_programme(sessions: Iterable[EventSession], title: str = "Programme:") -> list[str]:
    ordered = sorted(sessions, key=lambda one: (one.starts is None, one.starts or time(0), one.position))
    lines = [" ".join(part for part in (describe_hours(one.starts, one.ends), one.title) if part) for one in ordered]
    return ["", title, *lines] if lines else []
