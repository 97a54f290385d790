"""Deleting what young people and families said: for good, at once, and again after a backup was restored."""

from collections.abc import Iterable
from datetime import datetime

from cairn.common.operations import ledger
from cairn.voice.enums import Reason, State
from cairn.voice.models import Consent, Contribution

CLEARED = "contribution.cleared"  # in the ledger, by the key of the row, which was made by chance


def clear_words(
    contributions: Iterable[Contribution], *, state: State, reason: Reason | str = "", at: datetime
) -> None:
    """The row stays, empty: whatever names its key shows that it has gone."""
    for one in contributions:
        # Whoever holds a code may read why an answer was not used; one that was withdrawn leads nowhere.
        code = one.code_id if state == State.REJECTED else None
        Contribution.objects.filter(pk=one.pk).update(words="", age_band="", state=state, reason=reason, code=code)
        Consent.objects.filter(contribution=one).delete()


def write_down(contributions: Iterable[Contribution], *, at: datetime) -> None:
    """Before the transaction ends: a ledger that says too much is mended, one that says too little is not."""
    for one in contributions:
        ledger.append(CLEARED, str(one.pk), at)


def replay_clearing_of_words(key: str, at: datetime) -> None:
    """A restored backup loses the words again; what was rejected there already stays as it is."""
    found = Contribution.objects.with_words().filter(pk=int(key))
    clear_words(list(found), state=State.TAKEN_BACK, at=at)
