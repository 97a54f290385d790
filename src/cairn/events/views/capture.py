"""In the room: the hosts' page of all sessions, the page on which everyone writes an action, notes for a board."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.actions.policies import UnableToAct
from cairn.boards.models import BoardPage
from cairn.boards.queries import get_topics
from cairn.common.limits import limit_rate
from cairn.common.pagination import get_page
from cairn.events.enums import NoteKind
from cairn.events.forms.capture import SessionRoomForm, WriteActionForm
from cairn.events.models import EventRoom, EventSession, LearningEvent
from cairn.events.policies.capture import UnableToCapture, can_host, can_read_notes
from cairn.events.queries.capture import (
    get_notes,
    get_notes_for_board,
    get_session_rooms,
    get_written_actions,
)
from cairn.events.services import capture as services
from cairn.records.policies import UnableToChangeRecord
from cairn.records.queries import get_own_teams
from cairn.records.views.loading import get_record
from cairn.rooms.policies import UnableToAnswerClosedRoom, UnableToUseRoom, check_is_open
from cairn.rooms.views.phones import (
    get_seconds_left,
    say_arrived,
    say_ended,
    say_problems,
    takes_answers,
    wants_json,
)

PAGE_LENGTH = 50
REFUSALS = (UnableToCapture, UnableToUseRoom, UnableToChangeRecord)


def get_hosted(request: SignedInRequest, slug: str) -> LearningEvent:
    """404 for everybody else, even where they may read it."""
    event: LearningEvent = get_record(request, slug, LearningEvent)
    if not can_host(event, request.user):
        raise Http404
    return event


@login_required
@limit_rate("session room", per_hour=30)
def capture(request: SignedInRequest, slug: str) -> HttpResponse:
    """Every session with its room and what was taken from it; a room is opened here."""
    event = get_hosted(request, slug)
    sessions = list(event.sessions.order_by("position"))
    choices = [(str(one.key), one.title) for one in sessions]
    form = SessionRoomForm(request.POST if request.method == "POST" else None, user=request.user, sessions=choices)
    if request.method == "POST" and form.is_valid():
        session = next(one for one in sessions if one.key == form.get_session())
        given = {name: form.cleaned_data[name] for name in ("hours", "has_shared_devices")}
        try:
            opened = services.open_session_room(
                event=event, session=session, team=form.get_team(), **given, by=request.user, at=now()
            )
        except REFUSALS as problem:
            form.add_error("session" if isinstance(problem, UnableToCapture) else None, str(problem))
        else:
            messages.success(request, "Room opened. Show the screen, or read out the code.")
            return redirect(opened.room)
    context = {
        "record": event,
        "form": form,
        "has_team": get_own_teams(request.user).exists(),
        "rows": _describe(event, sessions),
        "actions": get_written_actions(event).count(),
    }
    return render(request, "events/capture.html", context)


def _describe(
    event: LearningEvent, sessions: list[EventSession]
) -> list[tuple[EventSession, str, list[EventRoom], list[object]]]:
    rooms, notes, topics = get_session_rooms(event), get_notes(event), dict(get_topics())
    return [(one, topics.get(one.topic, ""), rooms.get(one.key, []), list(notes.get(one.key, []))) for one in sessions]


@require_POST
@login_required
def take_notes(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Drafts of what was released in one room."""
    event = get_hosted(request, slug)
    event_room = get_object_or_404(
        EventRoom.objects.select_related("room__team__organisation"), pk=number, event=event.pk
    )
    event_room.event = event
    try:
        taken = services.take_notes(event_room=event_room, by=request.user, at=now())
    except REFUSALS as problem:
        messages.error(request, str(problem))
    else:
        said = ", ".join(describe_taken(kind, number) for kind, number in taken.items())
        messages.success(request, f"Made: {said}." if said else "Nothing new was released in this room.")
    return redirect("events:capture", slug)


TAKEN = {
    NoteKind.INSIGHT: ("draft insight", "draft insights"),
    NoteKind.LESSON: ("draft lesson", "draft lessons"),
    NoteKind.QUESTION: ("draft question", "draft questions"),
    NoteKind.NOTE: ("note from a table", "notes from tables"),
}


def describe_taken(kind: NoteKind, number: int) -> str:
    return f"{number} {TAKEN[kind][number != 1]}"


@require_safe
@login_required
def board_notes(request: SignedInRequest, topic: str) -> HttpResponse:
    """What tables said about the topic of a board; for its editors."""
    title = dict(get_topics()).get(topic)
    if title is None or not can_read_notes(request.user):
        raise Http404
    page = get_page(get_notes_for_board(topic), request, PAGE_LENGTH)
    titles = dict(EventSession.objects.filter(key__in=[one.session for one in page]).values_list("key", "title"))
    rows = [(one, titles.get(one.session, "")) for one in page]
    board = BoardPage.objects.in_place().filter(topic=topic).first()
    return render(request, "events/board_notes.html", {"page": page, "rows": rows, "title": title, "board": board})


# --- On a phone -----------------------------------------------------------------------------------


@require_safe
@never_cache
def write_action(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One action that somebody owns; the script of rooms keeps it on the phone while there is no network."""
    return _show(request, _get_closing(key), WriteActionForm())


def _get_closing(key: uuid.UUID) -> EventRoom:
    """The room of a last session, of an event that is there."""
    rooms = EventRoom.objects.select_related("room__team__organisation", "room__opened_by", "event")
    return get_object_or_404(rooms, room__key=key, room__purpose=services.CLOSING.name, event__withdrawn_at=None)


@takes_answers
@sensitive_variables("form")
def receive_action(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """From the form of that page, or from the script of rooms, which asks for JSON."""
    event_room = _get_closing(key)
    form, status = WriteActionForm(request.POST), 422
    if form.is_valid():
        try:
            services.write_action(event_room=event_room, **form.get_answers(), at=now())
        except UnableToAnswerClosedRoom as problem:
            return say_ended(request, problem)
        except (*REFUSALS, UnableToAct) as problem:
            form.add_error(None, str(problem))
            status = 409
        else:
            return say_arrived(request, event_room.room, "action")
    elif event_room.room.has_ended(at=now()):
        return redirect(event_room.room.get_phone_url())
    return say_problems(form, status) if wants_json(request) else _show(request, event_room, form, status=status)


def _show(request: HttpRequest, event_room: EventRoom, form: WriteActionForm, *, status: int = 200) -> HttpResponse:
    room = event_room.room
    try:
        check_is_open(room, at=now())
    except UnableToAnswerClosedRoom as problem:
        return say_ended(request, problem)
    context = {
        "room": room,
        "event": event_room.event,
        "left": get_seconds_left(room),
        "form": form,
        "has_arrived": bool(request.GET.get("arrived")),
    }
    return render(request, "events/write_action.html", context, status=status)
