"""From what is said in a session to drafts that its hosts can work on, and to the editors of a board."""

import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from cairn.accounts.models import User
from cairn.actions.models import Action
from cairn.actions.services import Ownership, start_action
from cairn.audit import services as audit
from cairn.boards.models.tasks import get_possible_deciders
from cairn.common.canonical import sha256_of
from cairn.events.enums import Keeper, NoteKind
from cairn.events.models import EventAction, EventRoom, EventSession, LearningEvent, SessionNote
from cairn.events.policies import capture as policies
from cairn.events.signals import action_written
from cairn.lessons.models import Insight, Lesson, OpenQuestion
from cairn.notices.services import notify
from cairn.places.models import Team
from cairn.records import services as records
from cairn.records.enums import Relation
from cairn.records.models import Record
from cairn.rooms.enums import ItemState, PromptKind
from cairn.rooms.models import Room
from cairn.rooms.purposes import Purpose
from cairn.rooms.queries import get_answers
from cairn.rooms.services import PromptWords, open_room

CAPTURE = Purpose(
    "learning-event",
    "A session of a learning event",
    "What people heard, what did not work, their questions, and the notes of their table.",
    keep_days=30,
    is_offered=False,
)
CLOSING = Purpose(
    "learning-event-actions",
    "The last session of a learning event",
    "Everyone writes one action that they own.",
    keep_days=30,
    page="events:write-action",
    is_offered=False,
)
# What is asked in a session, in its order, and what becomes of the answers.
ASKED: tuple[tuple[NoteKind, str], ...] = (
    (NoteKind.INSIGHT, "What did you hear that other councils should know?"),
    (NoteKind.LESSON, "What did not work, or was harder than expected?"),
    (NoteKind.QUESTION, "What question are you left with?"),
    (NoteKind.NOTE, "Notes from your table"),
)
ASKED_AT_THE_END = ("What will you do?", "What is your first step?", "By when?", "Your name and e-mail address")
KINDS: dict[str, type[Record]] = {
    NoteKind.INSIGHT: Insight,
    NoteKind.LESSON: Lesson,
    NoteKind.QUESTION: OpenQuestion,
}
LONGEST_TITLE = 150


@transaction.atomic
def open_session_room(
    *,
    event: LearningEvent,
    session: EventSession,
    team: Team | None,
    hours: int,
    has_shared_devices: bool,
    by: User,
    at: datetime,
) -> EventRoom:
    policies.check_can_capture(event, session, by, at=at)
    is_last = session.kind == EventSession.Kind.CLOSING
    asked = ASKED_AT_THE_END if is_last else [question for _, question in ASKED]
    room = open_room(
        title=session.title[:150],
        purpose=CLOSING if is_last else CAPTURE,
        prompts=[PromptWords(question, PromptKind.TEXT) for question in asked],
        hours=hours,
        has_shared_devices=has_shared_devices,
        team=team,
        by=by,
        at=at,
    )
    opened = EventRoom.objects.create(event=event, session=session.key, room=room)
    audit.record("event.room_opened", target="record", key=event.slug, by=by, at=at)
    return opened


# --- Drafts of what was released ------------------------------------------------------------------


@transaction.atomic
def take_notes(*, event_room: EventRoom, by: User, at: datetime) -> Counter[NoteKind]:
    """Make a draft of everything that was released in the room and is not taken yet; how many of each kind."""
    policies.check_can_take_notes(event_room, by)
    Room.objects.select_for_update().get(pk=event_room.room_id)
    event, session = event_room.event, _find_session(event_room)
    taken: Counter[NoteKind] = Counter()
    for kind, words, times in _list_released(event_room.room):
        sha256 = sha256_of(words)
        if SessionNote.objects.filter(event=event, session=session.key, kind=kind, sha256=sha256).exists():
            continue
        record = _start(kind, words, event, session, team=event_room.room.team, by=by, at=at)
        SessionNote.objects.create(
            event=event,
            session=session.key,
            kind=kind,
            topic=session.topic,
            words="" if record else words,
            times=times,
            sha256=sha256,
            record=record,
            made_by=by,
            made_at=at,
        )
        taken[kind] += 1
    if taken:
        audit.record("event.notes_taken", target="record", key=event.slug, by=by, at=at, number=taken.total())
        _tell_editors(event, session, at=at)
    return taken


def _find_session(event_room: EventRoom) -> EventSession:
    found = event_room.event.sessions.filter(key=event_room.session).first()
    if found is None:
        raise policies.UnableToCapture(
            "This session is no longer part of the event. Add it again, then make the drafts."
        )
    return found


def _list_released(room: Room) -> Iterator[tuple[NoteKind, str, int]]:
    for number, answers in enumerate(get_answers(room, ItemState.RELEASED)):
        for item, times in answers.get_words(ItemState.RELEASED):
            yield ASKED[number][0], item.text.strip(), times


def _start(
    kind: NoteKind, words: str, event: LearningEvent, session: EventSession, *, team: Team, by: User, at: datetime
) -> Record | None:
    """A draft of the team, linked to the event and to what the session was about; a note of a table is none."""
    if kind == NoteKind.NOTE:
        return None
    title = make_title(words)
    answers: dict[str, Any] = {"title": title, "summary": "" if title == words else words}
    if kind != NoteKind.QUESTION:
        answers["topic"] = session.topic
    record = records.start_record(KINDS[kind], by=by, at=at, team=team, answers=answers)
    about = Record.objects.visible_to(by).filter(pk=session.about_id).first() if session.about_id else None
    for target in (event, about):
        if target is not None:
            records.link(source=record, target=target, relation=Relation.COMES_FROM, reason="", by=by, at=at)
    return record


def make_title(words: str) -> str:
    """The first line where it is short enough, else as many whole words as a title takes."""
    line = " ".join(words.split())
    if len(line) <= LONGEST_TITLE:
        return line
    return line[: LONGEST_TITLE - 1].rpartition(" ")[0] + "…"


def _tell_editors(event: LearningEvent, session: EventSession, *, at: datetime) -> None:
    """Once a day for each topic of an event, however often notes are taken."""
    if session.topic:
        about = f"{session.topic}/{event.pk}"
        notify(users=get_possible_deciders(), kind="event.notes", about=about, at=at, key=f"{at:%Y-%m-%d}")


# --- Actions --------------------------------------------------------------------------------------


@transaction.atomic
def write_action(
    *,
    event_room: EventRoom,
    key: uuid.UUID,
    what: str,
    first_step: str,
    due: date,
    name: str,
    organisation: str,
    email: str,
    keeper: str,
    at: datetime,
) -> EventAction | None:
    """One action of somebody who was there, kept by their account or by a private link; None where it came before."""
    if EventAction.objects.filter(sent_key=key).exists():
        return None  # even after the end: it did arrive
    policies.check_can_write_action(event_room, due=due, at=at)
    room, event = event_room.room, event_room.event
    if keeper == Keeper.ACCOUNT:
        owner = Ownership(email=email)
    else:
        owner = Ownership(body=(organisation or "Someone who was there")[:120], contact=name[:120], contact_email=email)
    try:
        with transaction.atomic():
            action: Action = start_action(
                what=what,
                why=f"Written at the learning event “{event.title}”."[:500],
                first_step=first_step,
                due_date=due,
                owner=owner,
                team=room.team,
                by=room.opened_by,  # type: ignore[arg-type]  # the rule above
                at=at,
                because_of=[event],
            )
            written = EventAction.objects.create(
                event=event, action=action, sent_key=key, email=email.lower(), written_at=at
            )
    except IntegrityError:  # sent twice at the same moment
        return None
    action_written.send(sender=EventAction, written=written, by_link=keeper == Keeper.LINK)
    return written
