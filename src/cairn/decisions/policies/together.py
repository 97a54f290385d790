"""What may happen in a group that decides together. Each rule raises and says what to do instead."""

from datetime import datetime

from django.utils.timezone import localdate, localtime

from cairn.accounts.models import Reader, User
from cairn.accounts.permissions import Permission
from cairn.decisions.enums import ProposalState
from cairn.decisions.models import Assembly, Meeting, Member
from cairn.places.models import Team
from cairn.places.policies import has_permission
from cairn.records.queries import get_own_teams
from cairn.voice.policies import UnableToSend, check_somebody_is_on_duty

LONGEST_HOURS = 4  # that a meeting is open: as long as its worker is there
MOST_MEMBERS = 300


class UnableToDecideTogether(Exception):
    """The sentence says why, and what to do instead."""


def check_can_start(user: User, team: Team | None) -> None:
    if team is None or not get_own_teams(user).filter(pk=team.pk).exists():
        raise UnableToDecideTogether("Choose one of your teams. Your coordinator can add you to one.")


def can_run(user: Reader, assembly: Assembly) -> bool:
    return Assembly.objects.run_by(user).filter(pk=assembly.pk).exists()


def check_can_run(user: Reader, assembly: Assembly) -> None:
    if not can_run(user, assembly):
        raise UnableToDecideTogether(f"Only people who write for {assembly.team.name} can do that.")


def check_can_add(assembly: Assembly, number: int) -> None:
    there = assembly.members.count()
    if there + number > MOST_MEMBERS:
        raise UnableToDecideTogether(
            f"A group can have {MOST_MEMBERS} members. This one has {there}, so {number} more are too many."
        )


def check_is_no_member_yet(assembly: Assembly, user: User) -> None:
    if Member.objects.filter(assembly=assembly, user=user).exists():
        raise UnableToDecideTogether(f"{user.name} is a member already. Each member has one vote.")


def check_can_open(user: User, assembly: Assembly, *, hours: int, at: datetime) -> None:
    """A worker opens it, who stays, and a worry about safety would reach somebody."""
    if not get_own_teams(user).filter(pk=assembly.team_id).exists():
        raise UnableToDecideTogether(f"Only people in {assembly.team.name} can open a meeting of {assembly.name}.")
    if not 1 <= hours <= LONGEST_HOURS:
        raise UnableToDecideTogether(f"A meeting can be open for 1 to {LONGEST_HOURS} hours, not {hours}.")
    if find_open_meeting(assembly, at=at):
        raise UnableToDecideTogether("The meeting is open already. Show its code, or close it first.")
    try:
        check_somebody_is_on_duty(assembly.team.organisation, day=localdate(at))
    except UnableToSend:
        raise UnableToDecideTogether(
            "The meeting was not opened: no safeguarding lead or deputy is on duty, so a worry about someone’s safety "
            "would reach no one. Try again when one of them is."
        ) from None


def find_open_meeting(assembly: Assembly, *, at: datetime) -> Meeting | None:
    found = assembly.meetings.select_related("room", "worker", "assembly__team__organisation").order_by("-opened_at")
    meeting = found.filter(room__isnull=False, ends_at__gt=at).first()
    return meeting if meeting and meeting.is_open(at=at) else None


def check_is_present(meeting: Meeting | None, *, at: datetime) -> None:
    """People propose, talk and vote only while the worker who opened the meeting is there, and may be: all alike."""
    if meeting is None or not meeting.is_open(at=at):
        ended = f" It closed at {localtime(meeting.room.ended_at):%H:%M}." if meeting and meeting.room else ""
        raise UnableToDecideTogether(
            f"This meeting is closed.{ended} Nothing was saved. The group meets only while a worker is present: "
            "ask your worker when the next meeting is."
        )
    worker = meeting.worker
    if worker is None or not worker.is_active or not can_run(worker, meeting.assembly):
        raise UnableToDecideTogether(
            "This meeting is closed, because the worker who opened it no longer works with this group. Nothing was "
            "saved. Another worker can open a new meeting."
        )
    try:
        check_somebody_is_on_duty(meeting.assembly.team.organisation, day=localdate(at))
    except UnableToSend:
        raise UnableToDecideTogether(
            "This meeting is closed, because no safeguarding lead is on duty now. Nothing was saved. Tell your worker."
        ) from None


def check_is_of(member: Member, assembly: Assembly) -> None:
    if member.assembly_id != assembly.pk:
        raise UnableToDecideTogether(f"Only members of {assembly.name} can do that.")


def can_overrule(user: Reader, assembly: Assembly) -> bool:
    """Those who answer for the organisation that hosts the group; the worker alone does not."""
    return has_permission(user, Permission.TEAMS_MANAGE, organisation=assembly.team.organisation)


def check_can_change_minutes(meeting: Meeting) -> None:
    if meeting.approved_at:
        raise UnableToDecideTogether("The members have approved these minutes, so they cannot be changed.")
    if meeting.approvals.filter(state=ProposalState.DECIDING).exists():
        raise UnableToDecideTogether(
            "The members are being asked to approve these minutes. You can change them when that has ended."
        )


def check_has_minutes(meeting: Meeting) -> None:
    if not meeting.minutes.strip():
        raise UnableToDecideTogether("These minutes are empty. Save them first.")
