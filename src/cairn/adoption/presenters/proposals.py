"""A proposal in a list and on its page."""

from dataclasses import dataclass

from cairn.adoption.models import AdoptionMove, UseProposal
from cairn.adoption.presenters.page import show_range
from cairn.library.models import Grade

COLOURS = {
    UseProposal.Decision.WAITING: "yellow",
    UseProposal.Decision.ACCEPTED: "green",
    UseProposal.Decision.REFUSED: "grey",
}


@dataclass(frozen=True)
class ProposalView:
    proposal: UseProposal

    @property
    def title(self) -> str:
        return f"{self.proposal.place.name}: {self.proposal.practice_model.title}"

    @property
    def state(self) -> tuple[str, str]:
        """Words and colour."""
        decision = UseProposal.Decision(self.proposal.decision)
        return str(decision.label), COLOURS[decision]

    @property
    def status(self) -> str:
        return str(AdoptionMove.Status(self.proposal.status).label)

    @property
    def when(self) -> str:
        words = show_range(self.proposal.moved_on, self.proposal.moved_until)
        return words[:1].upper() + words[1:] or "No date given"

    @property
    def grade(self) -> str:
        return str(Grade(self.proposal.grade).label)
