"""Reads of rooms and of what was said in them."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from cairn.accounts.models import Reader, User
from cairn.rooms.enums import ItemState
from cairn.rooms.models import CODE_LENGTH, LETTERS, Item, Prompt, Room

CODE = re.compile(f"[{LETTERS}]{{{CODE_LENGTH}}}")


def read_code(typed: str) -> str:
    """The code as it is kept; nothing where no code looks like this. Spaces, dashes and small letters do no harm."""
    code = re.sub(r"[\s.-]+", "", typed).upper()
    return code if CODE.fullmatch(code) else ""


def get_rooms(user: User) -> QuerySet[Room]:
    """Those that somebody runs, the newest first."""
    return (
        Room.objects.run_by(user)
        .select_related("team__organisation")
        .annotate(answers=Count("prompts__items"))
        .order_by("-opened_at")
    )


def get_open_rooms(user: Reader, *, at: datetime) -> QuerySet[Room]:
    """Those that somebody runs and people can join now; what closes first is on top."""
    return Room.objects.run_by(user).open(at=at).order_by("ends_at", "pk")


@dataclass(frozen=True)
class Answers:
    """What was said to one question: each item with how many people said it."""

    prompt: Prompt
    items: list[tuple[Item, int]]

    def get_words(self, state: ItemState) -> list[tuple[Item, int]]:
        return [(item, times) for item, times in self.items if item.text and item.state == state]

    def count_numbers(self, state: ItemState) -> Counter[int]:
        """How often each choice, or point of the scale, was chosen."""
        return Counter(item.number for item, _ in self.items if item.number is not None and item.state == state)


def get_answers(room: Room, *states: ItemState) -> list[Answers]:
    """Of each question the answers in these states, in an order that says nothing of who gave them."""
    items = Item.objects.of_room(room).filter(state__in=states).annotate(others=Count("merged")).shuffled()
    found: dict[int, list[tuple[Item, int]]] = {}
    for item in items:
        times = item.times + item.others  # type: ignore[attr-defined]  # annotated above
        found.setdefault(item.prompt_id, []).append((item, times))
    return [Answers(prompt, found.get(prompt.pk, [])) for prompt in room.prompts.all()]


def count_by_state(room: Room) -> dict[int, Counter[str]]:
    """For each question how many answers stand in which state."""
    counts: dict[int, Counter[str]] = {}
    rows = Item.objects.of_room(room).order_by().values_list("prompt", "state").annotate(Count("pk"))
    for prompt, state, number in rows:
        counts.setdefault(prompt, Counter())[state] = number
    return counts


def get_sheets(room: Room) -> list[dict[int, Item]]:
    """Of a room that keeps them together: each person's released answers by question, in an order that says nothing."""
    found: dict[int, dict[int, Item]] = {}
    released = Item.objects.of_room(room).filter(state=ItemState.RELEASED, sheet__isnull=False)
    for item in released.order_by("sheet"):
        found.setdefault(item.sheet_id, {})[item.prompt_id] = item
    return list(found.values())
