"""What may happen in a vote. Each rule raises and says what to do instead."""

from datetime import datetime, timedelta

from django.conf import settings

from cairn.decisions.enums import CHOICES, Choice, ProposalState, Way
from cairn.decisions.models import Assembly, Ballot, Proposal
from cairn.decisions.models.ballots import LONGEST_OBJECTION
from cairn.decisions.policies.together import UnableToDecideTogether

LONGEST_VOTE = timedelta(days=28)


def get_fewest() -> int:
    """So many papers at least, or none is opened."""
    return int(settings.FEWEST_BALLOTS)


def check_can_open_ballot(proposal: Proposal, *, ends_at: datetime, at: datetime) -> None:
    if proposal.state != ProposalState.OPEN:
        raise UnableToDecideTogether("Only a proposal that is being discussed can be decided.")
    if not at < ends_at <= at + LONGEST_VOTE:
        raise UnableToDecideTogether(f"A vote ends after now, and within {LONGEST_VOTE.days} days.")
    check_has_enough_members(proposal.assembly)


def check_has_enough_members(assembly: Assembly) -> None:
    members = assembly.members.count()
    if members < get_fewest():
        raise UnableToDecideTogether(
            f"{assembly.name} has {members} member{'' if members == 1 else 's'}. With fewer than {get_fewest()} "
            "people, a result would show how someone voted. Talk it through, and write what you agreed in the minutes."
        )


def check_is_open(ballot: Ballot, *, at: datetime) -> None:
    if not ballot.is_open(at=at):
        raise UnableToDecideTogether("This vote has ended, so nothing was changed.")


def check_choice(ballot: Ballot, choice: Choice, words: str) -> None:
    if choice not in CHOICES[Way(ballot.way)]:
        raise UnableToDecideTogether("Choose one of the answers shown.")
    if choice == Choice.OBJECT and not words.strip():
        raise UnableToDecideTogether("Say what you object to, in a few words, so that the group can change it.")
    if len(words) > LONGEST_OBJECTION:
        raise UnableToDecideTogether(f"Your words have {len(words)} characters. Shorten them to {LONGEST_OBJECTION}.")
