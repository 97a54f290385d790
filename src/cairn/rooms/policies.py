"""What may happen in a room. Each rule raises and says what to do instead."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.timezone import localdate, localtime

from cairn.accounts.models import Reader, User
from cairn.places.models import Team
from cairn.records.queries import get_own_teams
from cairn.rooms.enums import ItemState
from cairn.rooms.models import Item, Prompt, Room

LONGEST_HOURS = 12
MOST_PROMPTS = 6
MOST_ITEMS = 3000  # answers to one question: more than any hall holds


class UnableToUseRoom(Exception):
    """The sentence says why, and what to do instead."""


class UnableToAnswerClosedRoom(UnableToUseRoom):
    """The room takes no answers any more."""


class UnableToAnswerFullQuestion(UnableToUseRoom):
    """Somebody floods it, or it is no room but a survey."""


def check_can_open(
    user: User, team: Team | None, *, hours: int, prompts: Sequence[object], has_questions: bool = True
) -> None:
    """Where an app above asks and keeps the answers, the room has no questions."""
    if team is None or not get_own_teams(user).filter(pk=team.pk).exists():
        raise UnableToUseRoom("Choose one of your teams. Your coordinator can add you to one.")
    if not 1 <= hours <= LONGEST_HOURS:
        raise UnableToUseRoom(f"A room can be open for 1 to {LONGEST_HOURS} hours, not {hours}. Choose fewer.")
    if has_questions and not 1 <= len(prompts) <= MOST_PROMPTS:
        raise UnableToUseRoom(f"A room has 1 to {MOST_PROMPTS} questions, not {len(prompts)}.")


def can_run(user: Reader, room: Room) -> bool:
    return user.is_authenticated and Room.objects.filter(pk=room.pk).run_by(user).exists()


def check_can_run(user: Reader, room: Room) -> None:
    """Whoever opened it, the team, and coordinators of the organisation."""
    if not can_run(user, room):
        raise UnableToUseRoom("Only the team that opened this room can do that.")


def check_is_open(room: Room, *, at: datetime) -> None:
    if room.has_ended(at=at):
        day = "" if localdate(room.ended_at) == localdate(at) else f" on {localtime(room.ended_at):%-d %B %Y}"
        raise UnableToAnswerClosedRoom(
            f"This room closed at {localtime(room.ended_at):%H:%M}{day} and takes no more answers. "
            "If you still want to say something, tell the person who ran it."
        )


def check_has_space(prompt: Prompt) -> None:
    if prompt.items.count() >= MOST_ITEMS:
        raise UnableToAnswerFullQuestion(
            f"This question already has {MOST_ITEMS:,} answers and takes no more. Tell the person running the room."
        )


def check_can_type_in(user: User, room: Room, *, at: datetime) -> None:
    """Paper is typed in after people have left, until the answers that were not released are deleted."""
    check_can_run(user, room)
    if localdate(at) > room.keep_until:
        raise UnableToUseRoom(
            f"Answers to this room could be typed in until {room.keep_until:%-d %B %Y}. Open a new room with the "
            "same questions."
        )


def check_can_merge(items: Sequence[Item], kept: Item | None) -> None:
    if len(items) < 2:
        raise UnableToUseRoom("Select two or more answers to the same question to merge them.")
    if len({item.prompt_id for item in items}) > 1:
        raise UnableToUseRoom("These answers belong to different questions. Select answers to one question only.")
    if any(item.number is not None for item in items):
        raise UnableToUseRoom("Only answers in words can be merged. Choices and scales are counted anyway.")
    if any(item.sheet_id is not None for item in items):
        raise UnableToUseRoom("In this room one person’s answers stay together, so answers cannot be merged.")
    if any(item.state == ItemState.MERGED for item in items):
        raise UnableToUseRoom("One of these answers has already been merged. Reload the page and select again.")
    if kept is not None and kept not in items:
        raise UnableToUseRoom("Choose the wording to keep from the answers you selected.")


def check_can_separate(number: int) -> None:
    """Of wordings that are still there; those of a room whose time is over are deleted, and only counted."""
    if not number:
        raise UnableToUseRoom("Nothing to undo. Select an answer that others were merged into.")
