"""What may happen to a proposal and to words about it. Each rule raises and says what to do instead."""

from cairn.accounts.models import User
from cairn.decisions.enums import ProposalState
from cairn.decisions.models import Meeting, Proposal
from cairn.decisions.models.proposals import SHORTEST_REASON
from cairn.decisions.policies.together import UnableToDecideTogether, can_overrule
from cairn.records.queries import get_own_teams

MOST_PROPOSALS, MOST_COMMENTS = 60, 300  # of a meeting; of a proposal
TALKED_ABOUT = (ProposalState.OPEN, ProposalState.DECIDING)


def check_can_propose(meeting: Meeting) -> None:
    if meeting.proposals.count() >= MOST_PROPOSALS:
        raise UnableToDecideTogether(
            f"This meeting has {MOST_PROPOSALS} proposals already. Tell your worker, or wait for the next meeting."
        )


def check_can_comment(proposal: Proposal) -> None:
    if proposal.state not in TALKED_ABOUT:
        raise UnableToDecideTogether("This proposal is not being discussed, so nothing was added.")
    if proposal.comments.count() >= MOST_COMMENTS:
        raise UnableToDecideTogether(f"This proposal has {MOST_COMMENTS} comments already, so nothing was added.")


def check_can_overrule(user: User, proposal: Proposal, *, reason: str) -> None:
    """Never without a reason, which all members read."""
    organisation = proposal.assembly.team.organisation
    if not can_overrule(user, proposal.assembly):
        raise UnableToDecideTogether(
            f"Only coordinators of {organisation.name} can overrule the group, with a reason that all members can read."
        )
    if proposal.state in (ProposalState.WAITING, ProposalState.HIDDEN):
        raise UnableToDecideTogether("The group has not seen this proposal, so there is nothing to overrule.")
    if proposal.is_overruled:
        raise UnableToDecideTogether("This proposal has been overruled already. The reason stays as it was given.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise UnableToDecideTogether(
            f"Give the reason in at least {SHORTEST_REASON} characters. All members of {proposal.assembly.name} "
            "read it."
        )


def check_can_write_decision(user: User, proposal: Proposal) -> None:
    team = proposal.assembly.team
    if not get_own_teams(user).filter(pk=team.pk).exists():
        raise UnableToDecideTogether(f"Only people in {team.name} can start the record, which is a draft of that team.")
    if proposal.state != ProposalState.DECIDED:
        raise UnableToDecideTogether("The group has not decided this yet.")
    if proposal.decision_id:
        raise UnableToDecideTogether("There is a decision record of this already.")
