"""Who runs a matching, and decides on what it proposes."""

from cairn.accounts.models import Reader
from cairn.peers.enums import RunState
from cairn.peers.models import MatchRun
from cairn.peers.policies.declaring import can_match


class UnableToMatch(Exception):
    """The sentence says why, and what to do instead."""


def check_can_run(user: Reader, *, number_taking_part: int) -> None:
    if not can_match(user):
        raise UnableToMatch("Only a matching coordinator can run the matching.")
    if number_taking_part < 2:
        raise UnableToMatch(
            "The matching needs at least two organisations that both ask and offer something. Import their asks and "
            "offers, or invite them to add some."
        )


def check_can_decide(user: Reader, run: MatchRun) -> None:
    if not can_match(user):
        raise UnableToMatch("Only a matching coordinator can decide on a matching.")
    if run.state != RunState.PROPOSED:
        raise UnableToMatch(f"This matching was already {run.get_state_display().lower()}. Run a new one.")
