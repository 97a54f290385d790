"""Starting a reflection, its rounds from opening to closing, and the actions that come of it."""

import random
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.actions.models import Action
from cairn.actions.services import start_action
from cairn.audit import services as audit
from cairn.conditions import policies
from cairn.conditions.definitions.statements import get_statements
from cairn.conditions.enums import Promise, StatementSet
from cairn.conditions.models import (
    ConditionProfile,
    NewLook,
    ReflectionRound,
    Reply,
    ReplyToStatement,
    Respondent,
    StatementAction,
)
from cairn.conditions.policies.disclosure import FEWEST, FEWEST_OF_AGENCY
from cairn.conditions.services.answering import lock
from cairn.conditions.signals import people_invited, round_closed
from cairn.places.models import Team
from cairn.records import services as records
from cairn.records.models import Record
from cairn.rooms import services as rooms
from cairn.rooms.models import Room, make_random_key
from cairn.rooms.purposes import get_purpose

PURPOSE = "reflection"
# Of a room: whoever is in it reads this, and a record's title is for its readers.
ROOM_TITLE = "What helps, and what gets in the way"
NUMBERS = {3: "three", 4: "four"}


@transaction.atomic
def start_profile(
    *, title: str, summary: str, about: Record | None, team: Team | None, by: User, at: datetime
) -> ConditionProfile:
    policies.check_subject(about, by)
    answers = {"title": title, "summary": summary, "about": about and Record.objects.get(pk=about.pk)}
    profile: ConditionProfile = records.start_record(ConditionProfile, by=by, at=at, team=team, answers=answers)
    return profile


def make_promise(promise: Promise, team: Team) -> list[str]:
    """What everybody reads before they answer; kept with the round, and binding."""
    few, fewest = NUMBERS[FEWEST_OF_AGENCY], NUMBERS[FEWEST]
    whose = f"the team {team.name} of {team.organisation.name}"
    said = [
        "We do not store who gave which answer: no name, no account, no time.",
        f"Your answers become numbers. They are shown only after this round has closed, and only if at least {fewest} "
        "people have answered.",
        f"An agency is shown apart only where at least {few} of its people answered, and at least {few} of another.",
    ]
    if promise == Promise.WORDS:
        said += [
            "What you write in your own words is shown too, after closing, without your name or agency and mixed with "
            "what others wrote. The way you write can still give you away, so leave out names and what only you know.",
        ]
    return [
        *said,
        f"The result is seen by {whose}. They can share it with their organisation, with a circle or with everyone.",
        "Nothing leads from your answers to you. So no one can find, change or delete them later, not even if you "
        "delete your account.",
    ]


@transaction.atomic
def open_round(
    *,
    profile: ConditionProfile,
    which: StatementSet,
    agencies: Sequence[str],
    promise: Promise,
    closes_on: date,
    reason: str,
    by: User,
    at: datetime,
) -> ReflectionRound:
    """Ask people, from now until the end of a day. Statements, agencies and promise are fixed from here on."""
    profile = _lock_profile(profile)
    policies.check_can_open(profile, by, reason=reason)
    policies.check_last_day(closes_on, at=at)
    policies.check_agencies(agencies)
    assert profile.team is not None  # noqa: S101 (the first rule above)
    opened = ReflectionRound.objects.create(
        profile=profile,
        number=profile.rounds.count() + 1,
        opened_at=at,
        closes_on=closes_on,
        statements=[
            {"key": one.key, "words": one.words, "short": one.short, "about": one.about}
            for one in get_statements(which)
        ],
        agencies=list(agencies),
        asks_words=promise == Promise.WORDS,
        promise="\n".join(make_promise(promise, profile.team)),
        reason=reason,
    )
    NewLook.objects.filter(record=profile.about_id or profile.pk, done_at=None).update(done_at=at)
    audit.record("reflection.opened", target="record", key=profile.slug, by=by, at=at)
    return opened


@transaction.atomic
def invite(*, round: ReflectionRound, emails: Iterable[str], by: User, at: datetime) -> int:
    """Mail a private link to each address that has none yet; how many were new."""
    round = lock(round)
    policies.check_can_run(round.profile, by)
    policies.check_is_open(round, at=at)
    known = {email.lower() for email in round.respondents.exclude(email="").values_list("email", flat=True)}
    new = [email for email in dict.fromkeys(one.lower() for one in emails) if email not in known]
    if len(known) + len(new) > policies.MOST_INVITED:
        raise policies.UnableToReflect(
            f"A round can have {policies.MOST_INVITED} private links. {len(known)} were sent, and this would add "
            f"{len(new)}. For a larger group open a room."
        )
    asked = [Respondent.objects.create(round=round, email=email) for email in new]
    audit.record("reflection.invited", target="record", key=round.profile.slug, by=by, at=at, number=len(asked))
    people_invited.send(sender=Respondent, respondents=asked)
    return len(asked)


@transaction.atomic
def open_room(*, round: ReflectionRound, hours: int, has_shared_devices: bool, by: User, at: datetime) -> Room:
    """A room in which people answer with a code. One at a time; the answers come to the same round."""
    round = lock(round)
    policies.check_can_run(round.profile, by)
    policies.check_is_open(round, at=at)
    if round.room is not None and not round.room.has_ended(at=at):
        raise policies.UnableToReflect("A room is open for this round already. Close it before you open another one.")
    room = rooms.open_room(
        title=ROOM_TITLE,
        purpose=get_purpose(PURPOSE),
        prompts=(),
        hours=hours,
        has_shared_devices=has_shared_devices,
        team=round.profile.team,
        by=by,
        at=at,
    )
    ReflectionRound.objects.filter(pk=round.pk).update(room=room)
    return room


# --- Closing -----------------------------------------------------------------------------------------


@transaction.atomic
def close_round(*, round: ReflectionRound, by: User, at: datetime) -> None:
    """From now on nobody answers, and what may be shown is shown. It cannot be undone."""
    policies.check_can_run(round.profile, by)
    _close(round, by=by, at=at)


def close_due_rounds(*, at: datetime) -> None:
    """Those whose last day is over."""
    for round in ReflectionRound.objects.filter(closed_at=None, closes_on__lt=localdate(at)):
        with transaction.atomic():
            _close(round, by=None, at=at)


def _close(round: ReflectionRound, *, by: User | None, at: datetime) -> None:
    round = lock(round)
    if round.is_closed:
        raise policies.UnableToReflect("This round has closed already.")
    if round.room is not None:
        rooms.end_room(round.room, at=at)
    round.respondents.all().delete()
    _rewrite_replies(round)
    round.closed_at, round.people = at, round.replies.count()
    round.save()
    audit.record("reflection.closed", target="record", key=round.profile.slug, by=by, at=at)
    round_closed.send(sender=ReflectionRound, round=round, at=at)


def _rewrite_replies(round: ReflectionRound) -> None:
    """Write all anew, by chance: new keys and new places on disk, in one transaction (docs/adr/0037)."""
    replies = list(round.replies.all())
    answers = list(ReplyToStatement.objects.filter(reply__round=round))
    round.replies.all().delete()
    new = {reply.pk: make_random_key() for reply in replies}
    random.shuffle(replies)
    random.shuffle(answers)
    Reply.objects.bulk_create(Reply(id=new[one.pk], round=round, agency=one.agency) for one in replies)
    for one in answers:
        one.pk, one.reply_id = make_random_key(), new[one.reply_id]
    ReplyToStatement.objects.bulk_create(answers)


def delete_answers(*, record: Record, **kwargs: Any) -> None:
    """What becomes of a withdrawn reflection: that a round was held stays, and how many answered; nothing else."""
    rounds = ReflectionRound.objects.filter(profile=record.pk)
    Respondent.objects.filter(round__in=rounds).delete()
    Reply.objects.filter(round__in=rounds).delete()
    Room.objects.filter(reflection__in=rounds).delete()
    rounds.update(statements=[], agencies=[], promise="", reason="")


@transaction.atomic
def remove_words(*, round: ReflectionRound, key: int, by: User, at: datetime) -> None:
    """Delete for good what somebody wrote about a statement, because it names or shows somebody."""
    policies.check_can_run(round.profile, by)
    written = ReplyToStatement.objects.filter(pk=key, reply__round=round, reply__round__closed_at__isnull=False)
    if written.exclude(evidence="").update(evidence=""):
        audit.record("reflection.words_removed", target="record", key=round.profile.slug, by=by, at=at)


# --- What comes of it --------------------------------------------------------------------------------


@transaction.atomic
def start_statement_action(
    *, profile: ConditionProfile, statement: str, by: User, at: datetime, **answers: Any
) -> Action:
    """An action because of one statement: with an owner, a first step and a date, or it is none."""
    policies.check_can_run(profile, by)
    action = start_action(**answers, because_of=[profile], by=by, at=at)
    StatementAction.objects.create(profile=profile, action=action, statement=statement)
    return action


def _lock_profile(profile: ConditionProfile) -> ConditionProfile:
    locked: ConditionProfile = records.lock(profile)
    return locked
