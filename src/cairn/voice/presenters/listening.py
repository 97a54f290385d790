"""What is shown of what young people and families said."""

from collections import Counter

from cairn.voice.enums import Reason, State
from cairn.voice.models import ListeningSession

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
