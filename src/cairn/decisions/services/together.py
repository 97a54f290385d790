"""A group, its members and their cards, and its meetings."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import get_random_string
from django.views.decorators.debug import sensitive_variables

from cairn.accounts.models import User
from cairn.decisions.models import Assembly, Ballot, Meeting, Member
from cairn.decisions.models.together import LETTERS
from cairn.decisions.policies import together as policies
from cairn.decisions.services.ballots import close_ballot, record
from cairn.places.models import Team
from cairn.rooms.purposes import Purpose
from cairn.rooms.services import end_room, open_room

TOGETHER = Purpose(
    "deciding-together",
    "A group that decides together",
    "Members propose, talk and vote with their cards.",
    keep_days=0,
    page="decisions:phone",
    is_offered=False,
    has_questions=False,
)
CARD_LENGTH = 10


@transaction.atomic
def start_assembly(*, team: Team | None, name: str, about: str, by: User, at: datetime) -> Assembly:
    policies.check_can_start(by, team)
    assert team is not None  # noqa: S101 (the rule above)
    assembly = Assembly.objects.create(team=team, name=name, about=about, started_at=at)
    record("started", assembly, by=by, at=at)
    return assembly


# --- Members ------------------------------------------------------------------------------------------


@transaction.atomic
def add_cards(*, assembly: Assembly, names: Sequence[str], by: User, at: datetime) -> list[tuple[Member, str]]:
    """A member for each name, with the code for their card, which is kept nowhere."""
    policies.check_can_run(by, assembly)
    policies.check_can_add(assembly, len(names))
    made = [(name, make_card_code()) for name in names]
    members = Member.objects.bulk_create(
        Member(assembly=assembly, name=name, card=hash_card(assembly, code)) for name, code in made
    )
    record("cards_made", assembly, by=by, at=at, number=len(members))
    return [(member, code) for member, (_, code) in zip(members, made, strict=True)]


@transaction.atomic
def renew_card(*, member: Member, by: User, at: datetime) -> str:
    """For somebody who lost theirs: the old one opens nothing any more, and a vote that was cast stays theirs."""
    policies.check_can_run(by, member.assembly)
    if member.user_id:
        raise policies.UnableToDecideTogether(f"{member} takes part with their account and needs no card.")
    code = make_card_code()
    Member.objects.filter(pk=member.pk).update(card=hash_card(member.assembly, code))
    record("card_renewed", member.assembly, by=by, at=at)
    return code


@transaction.atomic
def add_account(*, assembly: Assembly, user: User, by: User, at: datetime) -> Member:
    policies.check_can_run(by, assembly)
    policies.check_is_no_member_yet(assembly, user)
    policies.check_can_add(assembly, 1)
    member = Member.objects.create(assembly=assembly, user=user)
    record("member_added", assembly, by=by, at=at)
    return member


@transaction.atomic
def remove_member(*, member: Member, by: User, at: datetime) -> None:
    """A sealed vote of theirs stays and is counted: nobody could find it."""
    policies.check_can_run(by, member.assembly)
    record("member_removed", member.assembly, by=by, at=at)
    member.delete()


def make_card_code() -> str:
    letters = get_random_string(CARD_LENGTH, LETTERS)
    return f"{letters[: CARD_LENGTH // 2]}-{letters[CARD_LENGTH // 2 :]}"


@sensitive_variables("code", "letters")
def hash_card(assembly: Assembly, code: str) -> str:
    """Slow on purpose, so that whoever has the hashes cannot try all codes; the same each time, so that it is found."""
    letters = "".join(letter for letter in code.lower() if letter in LETTERS)
    return hashlib.scrypt(letters.encode(), salt=assembly.key.encode(), n=2**12, r=8, p=1, dklen=32).hex()


@sensitive_variables("code")
def find_member_by_card(assembly: Assembly, code: str) -> Member | None:
    return assembly.members.exclude(card="").filter(card=hash_card(assembly, code)).first()


# --- Meetings -----------------------------------------------------------------------------------------


@transaction.atomic
def open_meeting(*, assembly: Assembly, hours: int, by: User, at: datetime) -> Meeting:
    """The worker is there, and stays."""
    Assembly.objects.select_for_update().get(pk=assembly.pk)
    policies.check_can_open(by, assembly, hours=hours, at=at)
    room = open_room(
        title=assembly.name,
        purpose=TOGETHER,
        prompts=(),
        hours=hours,
        has_shared_devices=True,
        team=assembly.team,
        by=by,
        at=at,
    )
    meeting = Meeting.objects.create(
        assembly=assembly, room=room, worker=by, opened_at=at, ends_at=at + timedelta(hours=hours)
    )
    record("opened", assembly, by=by, at=at, hours=hours)
    return meeting


@transaction.atomic
def close_meeting(*, meeting: Meeting, by: User, at: datetime) -> None:
    """The worker leaves. Votes that end with the meeting end now."""
    policies.check_can_run(by, meeting.assembly)
    if meeting.room is None or not meeting.is_open(at=at):
        return
    for ballot in Ballot.objects.filter(
        proposal__assembly=meeting.assembly, closed_at=None, ends_at__lte=meeting.ends_at
    ):
        close_ballot(ballot=ballot, by=by, at=at)
    end_room(meeting.room, at=at)
    Meeting.objects.filter(pk=meeting.pk).update(ends_at=at)
    meeting.ends_at = at
    record("closed", meeting.assembly, by=by, at=at)
