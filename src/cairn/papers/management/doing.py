"""What the fictional councils of the demonstration do: actions in every state, and a room. All of it is invented."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.actions.enums import Response
from cairn.actions.models import Action
from cairn.actions.services import (
    Ownership,
    drop_action,
    finish_action,
    get_unstuck,
    move_due_date,
    respond,
    review_action,
    say_stuck,
    start_action,
    start_work,
)
from cairn.indicators.definitions import get_definition
from cairn.indicators.enums import Hoped
from cairn.indicators.services import choose_measure
from cairn.lessons.services.demonstration import EVALUATOR, ROTA
from cairn.library.services.demonstration import COLLEAGUE, KEY_WORKERS, LEAD, NIGHT_LINE, OTHER
from cairn.records import services as records
from cairn.records.enums import Sharing
from cairn.records.models import Record
from cairn.records.queries import get_default_team
from cairn.rooms.enums import ItemState, PromptKind
from cairn.rooms.models import Item
from cairn.rooms.purposes import QUESTIONS
from cairn.rooms.services import Answer, PromptWords, change_state, open_room, receive_answer

DIRECTOR = "director@ottenvale.example"
# What is done about an action: it is given the action, by whom and when.
Done = Callable[..., None]


@dataclass(frozen=True)
class Given:
    """An action. It began so many days `ago`, and is due so many `days` from now; a negative number: before now."""

    asked_by: str
    days: int
    what: str
    why: str
    first_step: str
    because_of: str = ""
    ago: int = 0
    owner: str = ""  # whoever asked, where nobody is named
    outside: Ownership | None = None
    measure: str = ""  # the figure that should become lower
    then: tuple[Done, ...] = ()


def finish(ago: int, **words: Any) -> Done:
    def do(*, action: Action, by: User, at: datetime) -> None:
        finish_action(action=action, by=by, at=at, done_date=localdate(at) - timedelta(days=ago), **words)

    return do


def move(days: int, reason: str) -> Done:
    def do(*, action: Action, by: User, at: datetime) -> None:
        move_due_date(action=action, by=by, at=at, to=localdate(at) + timedelta(days=days), reason=reason)

    return do


def review(days: int, words: str) -> Done:
    def do(*, action: Action, by: User, at: datetime) -> None:
        review_action(action=action, by=by, at=at, words=words, next_review=localdate(at) + timedelta(days=days))

    return do


ACTIONS = (
    Given(
        LEAD,
        -9,
        "Ask Brindlebridge what they would never compromise on",
        "They copied our hours and not our caseloads. We may have missed something too.",
        "Ring Adam and agree an hour.",
        because_of=ROTA,
    ),
    Given(
        LEAD,
        30,
        "Ask the health trust for a nurse on the night line",
        "One call in four is about sleep or medicine, and our workers cannot answer those.",
        "Send the head of nursing last month’s list of questions.",
        because_of=NIGHT_LINE,
        outside=Ownership(body="Amberlow Health Trust", contact="Head of nursing"),
    ),
    Given(
        LEAD,
        12,
        "Send us your weekend rota",
        "You fill your late shifts and we do not.",
        "Send the rota as it is.",
        because_of=NIGHT_LINE,
        ago=20,
        outside=Ownership(email="rota@brindlebridge.example"),
    ),
    Given(
        LEAD,
        14,
        "Ask ten families what they call the service",
        "Families do not use our name for it, so they do not find the number.",
        "Ask the three families who called last week.",
        because_of=NIGHT_LINE,
        owner=COLLEAGUE,
    ),
    Given(
        LEAD,
        60,
        "Write one page for new workers on how we hand over",
        "Families stopped calling when their worker changed.",
        "Write down how the last handover went.",
        because_of=KEY_WORKERS,
        owner=COLLEAGUE,
        then=(
            partial(
                respond,
                response=Response.NOT_NOW,
                reason="After Easter, when the two new workers can say what they missed.",
            ),
        ),
    ),
    Given(
        COLLEAGUE,
        8,
        "Go through the letter for families with four young people",
        "Families told us that they stop reading after the first paragraph.",
        "Ask the children in care council for an evening.",
        ago=200,
        then=(partial(start_work, words="Two of the four have read it. They crossed out half."),),
    ),
    Given(
        COLLEAGUE,
        -20,
        "Call each family in the week after the first visit",
        "Many families told us that they did not know what would happen next.",
        "Agree who calls on Fridays.",
        ago=80,
        then=(
            partial(say_stuck, on="The list of first visits arrives too late."),
            partial(get_unstuck, words="The team’s assistant sends it on Thursdays now."),
            finish(
                2,
                outcome="Every family had a call in October, and most asked a question that we could answer.",
                evidence="The list of calls.",
            ),
        ),
    ),
    Given(
        LEAD,
        -1200,
        "Give each family a second worker they know",
        "Families stopped calling when their worker was ill or left.",
        "Try it with the five families who have called most.",
        because_of=KEY_WORKERS,
        ago=1300,
        measure="cla_rate",
        then=(
            finish(
                1180,
                is_different=True,
                outcome="Families meet the second worker twice a year. We had planned once a month.",
                evidence="The calls that a second worker answered.",
            ),
            review(180, "It has lasted through two changes of manager."),
        ),
    ),
    Given(
        DIRECTOR,
        -10,
        "Decide who pays for the night line after March",
        "The grant ends in March, and the line takes a year to show whether it helps.",
        "Ask finance for the cost of one worker for a full year.",
        because_of=NIGHT_LINE,
        ago=40,
        measure="cla_rate",
        then=(move(20, "Finance needs the figures of the first three months."),),
    ),
    Given(
        DIRECTOR,
        45,
        "Fill the late shift at the weekend",
        "No one has applied for it, so the line is closed when families need it most.",
        "Ask staff what would make the shift possible.",
        because_of=NIGHT_LINE,
        then=(partial(say_stuck, on="Human resources has not agreed to the allowance yet."),),
    ),
    Given(
        DIRECTOR,
        25,
        "Buy tablets for family meetings",
        "We thought that families would like to see the plan on a screen.",
        "Ask three families.",
        ago=30,
        then=(partial(drop_action, reason="All three families prefer paper that they can take home."),),
    ),
    Given(
        OTHER,
        -4,
        "Agree a limit for caseloads before the next start",
        "Without one, the next team will be as full as the last.",
        "Take last year’s caseloads to the managers’ meeting.",
        because_of=ROTA,
    ),
    Given(
        EVALUATOR,
        6,
        "Send Ottenvale a page on what the test can and cannot show",
        "Their panel asked for it.",
        "Write the first paragraph without a number in it.",
    ),
)


def start_actions(people: dict[str, User], at: datetime) -> None:
    for given in ACTIONS:
        _start_action(given, people, at)


def _start_action(given: Given, people: dict[str, User], at: datetime) -> None:
    asked_by, owner = people[given.asked_by], people[given.owner or given.asked_by]
    began = at - timedelta(days=given.ago)
    action = start_action(
        what=given.what,
        why=given.why,
        first_step=given.first_step,
        due_date=localdate(at) + timedelta(days=given.days),
        owner=given.outside or owner,
        team=get_default_team(asked_by),
        by=asked_by,
        at=began,
        because_of=Record.objects.filter(slug=given.because_of) if given.because_of else (),
    )
    records.share_record(record=action, by=asked_by, at=began, sharing=Sharing.ORGANISATION)
    place = action.organisation and action.organisation.place
    if given.measure and place:
        definition = get_definition(given.measure)
        choose_measure(action=action, definition=definition, place=place, hoped=Hoped.DOWN, by=asked_by, at=began)
    for do in given.then:
        do(action=action, by=owner, at=at)


# --- A room ---------------------------------------------------------------------------------------

ROOM = "What would make it easier to call at night?"
PROMPTS = (
    PromptWords("What stopped you from calling the night line?", PromptKind.TEXT),
    PromptWords("When would you want to call?", PromptKind.CHOICE, ("Before 8 pm", "8 pm to midnight", "Later")),
    PromptWords("How sure are you that someone would help?", PromptKind.SCALE, ("Not at all sure", "Very sure")),
)
# To which question, what was said, and whether everybody in the room sees it already.
ANSWERS: tuple[tuple[int, str | int, bool], ...] = (
    (1, "I did not know that you are open on Sundays", True),
    (1, "I would rather send a message than talk", True),
    (1, "It went to an answering machine once", False),
    *((2, choice, True) for choice in (2, 2, 3, 1, 2)),
    *((3, point, True) for point in (3, 4, 2, 4)),
)


def open_demonstration_room(by: User, at: datetime) -> None:
    """Open for as long as a room can be, with some answers to choose from."""
    team = get_default_team(by)
    room = open_room(
        title=ROOM, purpose=QUESTIONS, prompts=PROMPTS, hours=12, has_shared_devices=False, team=team, by=by, at=at
    )
    prompts = {prompt.position: prompt for prompt in room.prompts.all()}
    for position, said, _ in ANSWERS:
        answer = Answer(prompts[position], **({"text": said} if isinstance(said, str) else {"number": said}))
        receive_answer(room=room, answer=answer, key=uuid.uuid4(), at=at)
    waiting = [said for _, said, is_shown in ANSWERS if not is_shown]
    shown = Item.objects.of_room(room).exclude(text__in=waiting).values_list("pk", flat=True)
    change_state(room=room, items=list(shown), state=ItemState.RELEASED, by=by, at=at)
