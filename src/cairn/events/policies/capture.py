"""What may be captured of a session, and what makes an action of somebody who was there."""

from datetime import date, datetime

from django.utils.timezone import localdate

from cairn.accounts.models import Reader, User
from cairn.boards.policies import is_editor_now
from cairn.events.models import EventAction, EventRoom, EventSession, LearningEvent
from cairn.records.policies import can_edit, check_can_edit
from cairn.rooms.models import Room
from cairn.rooms.policies import check_is_open

MOST_ACTIONS = 500  # of one room: each sends a mail to the address that was typed


class UnableToCapture(Exception):
    """The sentence says why, and what to do instead."""


def check_can_capture(event: LearningEvent, session: EventSession, by: User, *, at: datetime) -> None:
    check_can_edit(event, by)
    if session.off_record:
        raise UnableToCapture(
            f"“{session.title}” is off the record, so nothing said there is captured. Choose another session."
        )
    if EventRoom.objects.filter(event=event, session=session.key, room__in=Room.objects.open(at=at)).exists():
        raise UnableToCapture(f"A room for “{session.title}” is already open. Use that one, or close it first.")


def check_can_take_notes(event_room: EventRoom, by: User) -> None:
    """By whoever may change the event; what was released in the room was chosen by those who run it."""
    check_can_edit(event_room.event, by)


def can_read_notes(user: Reader) -> bool:
    """Notes of a topic, across events, are for the editors of its board."""
    return is_editor_now(user)


def can_host(event: LearningEvent, user: Reader) -> bool:
    return not event.is_withdrawn and can_edit(event, user)


def check_can_write_action(event_room: EventRoom, *, due: date, at: datetime) -> None:
    """Asked when it arrives: it may have been written while the room was open, and sent after."""
    check_is_open(event_room.room, at=at)
    if event_room.event.is_withdrawn or event_room.room.opened_by is None:
        raise UnableToCapture("This event was withdrawn, so it takes no actions. Tell the person running the room.")
    if due < localdate(at):
        raise UnableToCapture(f"{due:%-d %B %Y} is past. Enter a date that is still to come.")
    if EventAction.objects.filter(event=event_room.event).count() >= MOST_ACTIONS:
        raise UnableToCapture(
            f"This event already has {MOST_ACTIONS} actions and takes no more. Tell the person running the room."
        )
