"""Minutes of a meeting: drafted from what happened, edited by a worker, approved by the members."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.decisions.enums import ProposalState, Way
from cairn.decisions.models import Meeting, Proposal
from cairn.decisions.policies import together as policies
from cairn.decisions.services.ballots import open_ballot, record
from cairn.decisions.services.proposals import show_next


@transaction.atomic
def save_minutes(*, meeting: Meeting, words: str, by: User, at: datetime) -> None:
    """Until the members are asked to approve them."""
    _lock(meeting, by)
    Meeting.objects.filter(pk=meeting.pk).update(minutes=words)
    record("minutes_saved", meeting.assembly, by=by, at=at)


@transaction.atomic
def ask_to_approve(*, meeting: Meeting, by: User, at: datetime) -> Proposal:
    """By consent, in the meeting that is open now: whoever finds a mistake objects, and says what it is."""
    locked = _lock(meeting, by)
    policies.check_has_minutes(locked)
    now_open = policies.find_open_meeting(locked.assembly, at=at)
    policies.check_is_present(now_open, at=at)
    assert now_open is not None  # noqa: S101 (the rule above)
    proposal = locked.approvals.filter(state=ProposalState.OPEN).first()  # whose vote could not be counted
    if proposal is None:
        proposal = Proposal(
            assembly=locked.assembly,
            meeting=now_open,
            approves=locked,
            title=f"The minutes of {localdate(locked.opened_at):%-d %B %Y} are right",
            words="Read them. Object if something is wrong or missing, and say what.",
        )
        show_next(proposal)
    open_ballot(proposal=proposal, way=Way.CONSENT, ends_at=now_open.ends_at, by=by, at=at)
    record("minutes_asked", locked.assembly, by=by, at=at)
    return proposal


def _lock(meeting: Meeting, by: User) -> Meeting:
    policies.check_can_run(by, meeting.assembly)
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("assembly__team__organisation")
    locked = rows.get(pk=meeting.pk)
    policies.check_can_change_minutes(locked)
    return locked
