"""What the figures of practice say of a use, beside what those of outcomes say: an innovation claim needs both."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from cairn.accounts.models import Reader
from cairn.adoption.models import Adoption


class Finding(StrEnum):
    """What figures say, by the names that the engine gives it, and that they cannot tell."""

    STEP_CHANGE = "step_change"
    GRADUAL_IMPROVEMENT = "gradual_improvement"
    IMPROVED_SHAPE_UNCLEAR = "improved_shape_unclear"
    CHANGED_FOR_THE_WORSE = "changed_for_the_worse"
    TOO_SMALL_TO_MATTER = "too_small_to_matter"
    NO_DETECTABLE_CHANGE = "no_detectable_change"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class Found:
    """One finding, the words beside it and where it can be read."""

    finding: Finding
    words: str = ""
    url: str = ""


# Each looks where its app has figures, and says nothing where there are none.
Find = Callable[[Adoption, Reader], Found | None]
_practice: list[Find] = []
_outcome: list[Find] = []


def register_practice(find: Find) -> None:
    """Called from `ready()`, by who knows figures of what a team does."""
    _practice.append(find)


def register_outcome(find: Find) -> None:
    """Called from `ready()`, by who knows figures of what became of children and families."""
    _outcome.append(find)


def find_practice(use: Adoption, user: Reader) -> Found:
    nothing = "The team has entered no practice figures yet (monthly or quarterly counts of what it does)."
    return _ask(_practice, use, user) or Found(Finding.CANNOT_TELL, nothing)


def find_outcome(use: Adoption, user: Reader) -> Found:
    nothing = "No evaluation of an outcome in this council is linked yet."
    return _ask(_outcome, use, user) or Found(Finding.CANNOT_TELL, nothing)


def _ask(finders: list[Find], use: Adoption, user: Reader) -> Found | None:
    return next((found for find in finders if (found := find(use, user))), None)
