"""Rooms of sessions, what was taken from them, and notes for the editors of a board."""

from uuid import UUID

from django.db.models import Count, Q, QuerySet

from cairn.events.enums import NoteKind
from cairn.events.models import EventAction, EventRoom, LearningEvent, SessionNote
from cairn.rooms.enums import ItemState


def get_session_rooms(event: LearningEvent) -> dict[UUID, list[EventRoom]]:
    """By the key of the session, the newest first, each with how many answers were released."""
    released = Count("room__prompts__items", filter=Q(room__prompts__items__state=ItemState.RELEASED))
    rooms = EventRoom.objects.filter(event=event.pk).select_related("room").annotate(released=released)
    found: dict[UUID, list[EventRoom]] = {}
    for one in rooms.order_by("-pk"):
        found.setdefault(one.session, []).append(one)
    return found


def get_notes(event: LearningEvent) -> dict[UUID, list[SessionNote]]:
    """By the key of the session, in the order in which they were taken."""
    found: dict[UUID, list[SessionNote]] = {}
    for one in SessionNote.objects.filter(event=event.pk).select_related("record").order_by("pk"):
        found.setdefault(one.session, []).append(one)
    return found


def get_notes_for_board(topic: str) -> QuerySet[SessionNote]:
    """What tables said in sessions on its topic, the newest first."""
    found = SessionNote.objects.filter(topic=topic, kind=NoteKind.NOTE, event__withdrawn_at=None)
    return found.select_related("event").order_by("-made_at", "-pk")


def get_written_actions(event: LearningEvent) -> QuerySet[EventAction]:
    found = EventAction.objects.filter(event=event.pk, action__withdrawn_at=None)
    return found.select_related("action__owner").order_by("action__due_date", "pk")
