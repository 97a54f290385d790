"""What is shown of what young people and families said."""

from collections import Counter
from dataclasses import dataclass

from cairn.common.privacy.copies import Removed
from cairn.voice.enums import Reason, State
from cairn.voice.models import Consent, Contribution, ListeningSession, PrivateCode

REMOVED = "Withdrawn. The words were deleted."
NOT_USED = ("Session", "Held on", "Why not used", "Answers")


def list_not_used(session: ListeningSession) -> tuple[tuple[str, ...], list[tuple[str | int, ...]]]:
    """Header and a row for each reason that was given."""
    reasons = Counter(session.contributions.filter(state=State.REJECTED).values_list("reason", flat=True))
    rows: list[tuple[str | int, ...]] = [
        (session.title, session.held_on.isoformat(), label, reasons[value])
        for value, label in Reason.choices
        if reasons[value]
    ]
    return NOT_USED, rows


def describe_removed(removed: Removed) -> str:
    """How many copies went too: places, because some may be where the worker may not look."""
    if not removed.number:
        return f"{REMOVED} No copies were found."
    return f"{REMOVED} Copies were removed in {removed.number} place{'' if removed.number == 1 else 's'}."


@dataclass(frozen=True)
class AnswerOfCode:
    """One answer, for whoever holds the code: what was asked, what they said, and what happened with it."""

    contribution: Contribution
    consents: list[Consent]

    @property
    def state(self) -> str:
        if self.contribution.state == State.WAITING:
            return "The worker has not decided about it yet."
        if self.contribution.state == State.REJECTED:
            return f"Not used: {self.contribution.get_reason_display().lower()}. Your words were deleted."
        return "The worker kept it."


def list_answers(code: PrivateCode) -> list[AnswerOfCode]:
    rows = code.contributions.select_related("session").prefetch_related("consents").shuffled()
    return [AnswerOfCode(one, list(one.consents.all())) for one in rows]
