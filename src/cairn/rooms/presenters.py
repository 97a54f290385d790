"""What the pages of a room show."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from cairn.common.addresses import get_host_and_port, make_absolute
from cairn.common.squares import draw_square_code
from cairn.rooms.enums import ItemState, PromptKind
from cairn.rooms.models import Item, Prompt, Room
from cairn.rooms.queries import Answers, count_by_state, get_answers, get_sheets


@dataclass(frozen=True)
class Bar:
    """How often one choice, or one point of the scale, was chosen."""

    label: str
    number: int
    share: int  # of the answers to this question, in per cent


@dataclass(frozen=True)
class AnswersView:
    """One question with what was said to it."""

    prompt: Prompt
    words: list[tuple[Item, int]]
    bars: list[Bar]
    number: int  # of answers shown
    waiting: int  # of those that are not

    @property
    def is_counted(self) -> bool:
        return self.prompt.kind != PromptKind.TEXT


def describe_shown(room: Room) -> list[AnswersView]:
    """What everybody in the room may see: released answers, and how many wait."""
    counts = count_by_state(room)
    return [
        _describe(answers, counts.get(answers.prompt.pk, Counter()))
        for answers in get_answers(room, ItemState.RELEASED)
    ]


def _describe(answers: Answers, counts: Counter[str]) -> AnswersView:
    words, numbers = answers.get_words(ItemState.RELEASED), answers.count_numbers(ItemState.RELEASED)
    return AnswersView(
        answers.prompt,
        sorted(words, key=lambda pair: -pair[1]),
        list(_make_bars(answers.prompt, numbers)),
        numbers.total() + sum(times for _, times in words),
        counts[ItemState.WAITING],
    )


def _make_bars(prompt: Prompt, numbers: Counter[int]) -> Iterator[Bar]:
    if total := numbers.total():
        for value, label in describe_choices(prompt):
            yield Bar(label, numbers[value], round(100 * numbers[value] / total))


def describe_choices(prompt: Prompt) -> list[tuple[int, str]]:
    """The choices, with what the two ends of a scale mean."""
    choices = prompt.get_choices()
    if prompt.kind == PromptKind.SCALE and prompt.options:
        ends = {1: prompt.options[0], len(choices): prompt.options[1]}
        return [(value, f"{label}: {ends[value]}" if value in ends else label) for value, label in choices]
    return choices


@dataclass(frozen=True)
class ModerationView:
    """One question with its answers in each state, for those who choose what is shown."""

    prompt: Prompt
    groups: list[tuple[ItemState, list[tuple[Item, int]]]]  # words
    counts: list[tuple[str, int, int, int]]  # choice; released, waiting, hidden
    waiting: int
    has_merged: bool  # and what was merged is still there

    @property
    def is_counted(self) -> bool:
        return self.prompt.kind != PromptKind.TEXT

    @property
    def has_words(self) -> bool:
        return any(words for _, words in self.groups)

    @property
    def has_answers(self) -> bool:
        return self.has_words or any(sum(row[1:]) for row in self.counts)


STATES = (ItemState.WAITING, ItemState.RELEASED, ItemState.HIDDEN)


def describe_moderation(room: Room) -> list[ModerationView]:
    return [_describe_for_moderators(answers) for answers in get_answers(room, *STATES)]


def _describe_for_moderators(answers: Answers) -> ModerationView:
    waiting, released, hidden = (answers.count_numbers(state) for state in STATES)
    return ModerationView(
        answers.prompt,
        [(state, answers.get_words(state)) for state in STATES],
        [
            (label, released[value], waiting[value], hidden[value])
            for value, label in describe_choices(answers.prompt)
            if answers.prompt.kind != PromptKind.TEXT
        ],
        sum(item.state == ItemState.WAITING for item, _ in answers.items),
        any(times > item.times for item, times in answers.items),
    )


@dataclass(frozen=True)
class DoorView:
    """How people get into a room."""

    code: str
    host: str
    site: str  # where the code is entered, as one types it
    square: str  # the QR code, which leads there without typing

    @classmethod
    def of(cls, room: Room) -> "DoorView":
        host = get_host_and_port()
        site = f"{host}{reverse('rooms:door').rstrip('/')}"
        address = make_absolute(reverse("rooms:scan", args=[room.key]))
        return cls(room.spaced_code, host, site, draw_square_code(address))


EXPORTED = ("Question", "Asked", "Answer", "People who said it")


def make_export(room: Room) -> tuple[Sequence[str], list[tuple[Any, ...]]]:
    """Header and rows of what was released. No time, no order."""
    if room.keeps_together:
        prompts = list(room.prompts.all())
        return [prompt.text for prompt in prompts], [_list_cells(prompts, said) for said in get_sheets(room)]
    return EXPORTED, list(_list_answers(room))


def _list_answers(room: Room) -> Iterator[tuple[Any, ...]]:
    """A row for each answer in words, and for each choice with how many chose it."""
    for view in describe_shown(room):
        question = (view.prompt.position, view.prompt.text)
        if view.is_counted:
            yield from ((*question, bar.label, bar.number) for bar in view.bars)
        else:
            yield from ((*question, item.text, times) for item, times in view.words)


def _list_cells(prompts: Sequence[Prompt], said: dict[int, Item]) -> tuple[Any, ...]:
    """What one person answered, by question; empty where they did not, or where it was not released."""
    return tuple(_show_answer(prompt, said[prompt.pk]) if prompt.pk in said else "" for prompt in prompts)


def _show_answer(prompt: Prompt, item: Item) -> Any:
    if item.number is None:
        return item.text
    return item.number if prompt.kind == PromptKind.SCALE else dict(prompt.get_choices()).get(item.number, item.number)
