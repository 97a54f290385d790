"""Two reflections of the demonstration, all of it invented: of four people, and of two rounds of a larger group."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.conditions.definitions.statements import get_statements
from cairn.conditions.enums import Answer, Promise, StatementSet
from cairn.conditions.models import ConditionProfile, ReflectionRound
from cairn.conditions.services.answering import (
    Said,
    SaidOfStatement,
    answer_by_account,
    answer_by_link,
    answer_in_room,
)
from cairn.conditions.services.rounds import close_round, invite, open_room, open_round, start_statement_action
from cairn.library.services.demonstration import (
    COLLEAGUE,
    KEY_WORKERS,
    LEAD,
    NIGHT_LINE,
    get_demonstration_people,
    show_to_everybody,
    start_for_demonstration,
)
from cairn.records.models import Record

FOUR, LARGE = "fictional-reflection-night-line", "fictional-reflection-key-workers"
AGENCIES = ("Children’s social care", "Health", "Schools", "Police")
LETTERS = {"h": Answer.HELPS, "x": Answer.HINDERS, "b": Answer.BOTH, "n": Answer.NEITHER}
STRENGTHS = (3, 2, None, 1)

# Of one person of each agency, a letter for each statement of the short set; "-" was skipped.
OF_FOUR = ("hxxhhbxxhhbx", "xxxhxhx-hbnx", "hbxhxxbxh-hx", "hnxbxxxnbnhx")
WORDS_OF_FOUR: tuple[Mapping[str, str], ...] = (
    {"aim": "We wrote on one page who may call, and we keep to it."},
    {"aim": "Our nurses still ask which families may have the number.", "data": "We hear of a night weeks later."},
    {"agencies": "At school we learn of a call by chance."},
    {"agencies": "We have no rule for what an officer may pass on at night."},
)
ACTIONS: tuple[tuple[str, dict[str, str]], ...] = (
    (
        "agencies",
        {
            "what": "Agree what may be passed on after a night call",
            "why": "Staff in other agencies say they are told too late, or are not allowed to share what they know.",
            "first_step": "Invite one person of each agency to go through the last three calls",
        },
    ),
    (
        "aim",
        {
            "what": "Send every agency the page on who can be given the number",
            "why": "Some see the target group as clear and others do not.",
            "first_step": "Ask two nurses to read the page and say what is missing",
        },
    ),
)
# By agency, what each of its people said; in the second round other people answered, and others again.
FIRST = (
    ("hxxhhhxxhhhx", "hxxhhbxxhhhx", "hbxhhhxxhhbx", "hxxbhhxxhhhx"),
    ("xxxbxxxxhbnx", "xxxxxbxxbbnx", "bxxbxxxxhxnx"),
    ("bxxhxhxnhhhx", "hxbhxxxnhhhx", "bxxhxhxxhbhx", "xbxhxbxnhhhx"),
)
SECOND = (
    ("hbxhhhbxhhhx", "hbxhhhbxhhhx", "hhxhhhbxhhhb", "hxxhhhxxhhhx", "hbxhhbbxhhhx"),
    ("hxxhxhxxhbhx", "bxxhxhxxhhbx", "hxxhxbxxhbhx"),
    ("hbxhbhxnhhhx", "hxxhxhxnhhhx", "hbxhbhxxhhhb"),
)


@transaction.atomic
def load_demonstration_reflections(*, at: datetime) -> None:
    """Made once; what somebody changed or withdrew in the demonstration stays so."""
    if Record.objects.filter(slug=FOUR).exists():
        return
    people = get_demonstration_people()
    _reflect_as_four(people, at)
    _reflect_twice(people, at)


def _start(key: str, about: str, title: str, summary: str, *, by: User, at: datetime) -> ConditionProfile:
    answers = {"title": title, "summary": summary, "about": Record.objects.get(slug=about)}
    profile: ConditionProfile = start_for_demonstration(ConditionProfile, key, answers, by=by, at=at)
    return profile


def _ask(
    profile: ConditionProfile, agencies: tuple[str, ...], *, reason: str = "", by: User, at: datetime
) -> ReflectionRound:
    return open_round(
        profile=profile,
        which=StatementSet.SHORT,
        agencies=agencies,
        promise=Promise.WORDS,
        closes_on=localdate(at) + timedelta(days=14),
        reason=reason,
        by=by,
        at=at,
    )


def _reflect_as_four(people: dict[str, User], at: datetime) -> None:
    """One with an account, one by a private link, two in a room with a code; then two actions."""
    lead, asked_at = people[LEAD], at - timedelta(days=20)
    title = "The night line: what helps, and what gets in the way"
    summary = "Four agencies answer calls together. We want to know what each of them sees."
    profile = _start(FOUR, NIGHT_LINE, title, summary, by=lead, at=asked_at)
    round = _ask(profile, AGENCIES, by=lead, at=asked_at)
    said = [_read(agency, letters, WORDS_OF_FOUR[agency]) for agency, letters in enumerate(OF_FOUR)]
    answer_by_account(round=round, said=said[0], by=lead, at=asked_at)
    invite(round=round, emails=["nurse@health.example"], by=lead, at=asked_at)
    answer_by_link(respondent=round.respondents.exclude(email="").get(), said=said[1], at=asked_at)
    room = open_room(round=round, hours=2, has_shared_devices=False, by=lead, at=asked_at)
    for one in said[2:]:
        answer_in_room(room=room, key=uuid.uuid4(), said=one, at=asked_at)
    close_round(round=round, by=lead, at=at - timedelta(days=6))
    for days, (statement, answers) in enumerate(ACTIONS, start=1):
        given: dict[str, Any] = {**answers, "due_date": localdate(at) + timedelta(days=30 * days)}
        start_statement_action(
            profile=profile, statement=statement, owner=lead, team=profile.team, by=lead, at=at, **given
        )


def _reflect_twice(people: dict[str, User], at: datetime) -> None:
    """Large enough for agencies to be shown apart, shared with everybody, and asked again after seven months."""
    colleague = people[COLLEAGUE]
    title = "One key worker for each teenager: what helps, and what gets in the way"
    summary = "We ask the people who work with these families, and ask again every six months."
    first_at, second_at = at - timedelta(days=240), at - timedelta(days=30)
    profile = _start(LARGE, KEY_WORKERS, title, summary, by=colleague, at=first_at)
    for asked_at, groups, reason in ((first_at, FIRST, ""), (second_at, SECOND, "Half a year has passed.")):
        round = _ask(profile, AGENCIES[:3], reason=reason, by=colleague, at=asked_at)
        room = open_room(round=round, hours=2, has_shared_devices=True, by=colleague, at=asked_at)
        for agency, group in enumerate(groups):
            for letters in group:
                answer_in_room(room=room, key=uuid.uuid4(), said=_read(agency, letters, {}), at=asked_at)
        close_round(round=round, by=colleague, at=asked_at + timedelta(days=1))
    show_to_everybody(profile, by=colleague, colleague=people[LEAD], at=at)


def _read(agency: int, letters: str, words: Mapping[str, str]) -> Said:
    statements = get_statements(StatementSet.SHORT)
    return Said(
        agency,
        [
            SaidOfStatement(
                statement.key, LETTERS[letter], STRENGTHS[place % len(STRENGTHS)], words.get(statement.key, "")
            )
            for place, (statement, letter) in enumerate(zip(statements, letters, strict=True))
            if letter in LETTERS
        ],
    )
