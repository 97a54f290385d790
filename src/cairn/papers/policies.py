"""What a paper may be made of. Each rule raises and says what to do instead."""

from collections.abc import Sequence

from cairn.accounts.models import Reader
from cairn.papers.enums import ABOUT, OPTIONS
from cairn.records.models import Record
from cairn.records.policies import UnableToChangeRecord

FEWEST_OPTIONS, MOST_OPTIONS = 2, 6
MOST_MEASURES = 8


class UnableToWritePaper(UnableToChangeRecord):
    """There is too little to choose from, too much, or something that is no option."""


def check_number_of_options(number: int) -> None:
    if number < FEWEST_OPTIONS:
        raise UnableToWritePaper(f"Choose at least {FEWEST_OPTIONS} options: with only one there is nothing to decide.")
    if number > MOST_OPTIONS:
        raise UnableToWritePaper(f"You chose {number} options. A paper has room for {MOST_OPTIONS}: leave some out.")


def check_number_of_measures(number: int) -> None:
    if number > MOST_MEASURES:
        raise UnableToWritePaper(f"You chose {number} measures. A paper has room for {MOST_MEASURES}: leave some out.")


def check_are_options(records: Sequence[Record]) -> None:
    for record in records:
        if record.kind not in OPTIONS:
            raise UnableToWritePaper("Only models, projects and methods can be options.")


def check_is_about(record: Record, user: Reader) -> None:
    if record.kind not in ABOUT:
        raise UnableToWritePaper("A paper is about a challenge or about a programme. Choose one of these.")
    # A paper takes words over from what it is about, into a document that others read.
    if not Record.objects.visible_to(user).filter(pk=record.pk).exists():
        raise UnableToWritePaper("Choose something from the list.")
