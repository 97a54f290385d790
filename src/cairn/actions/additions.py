"""What apps above add to an action: a step after it was added, and a line beside its result."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cairn.actions.models import Action


@dataclass(frozen=True)
class Addition:
    """`find_step` gives the address of a page that comes next, or nothing; `describe_results` a line for each key."""

    find_step: Callable[[Action], str]
    describe_results: Callable[[Sequence[Action]], dict[int, str]]


_additions: list[Addition] = []


def register_addition(addition: Addition) -> None:
    """Called from `ready()`."""
    _additions.append(addition)


def find_next_step(action: Action) -> str:
    """The address to which somebody is led who has just added it; its own page where nothing more is asked."""
    steps = (addition.find_step(action) for addition in _additions)
    return next((step for step in steps if step), action.get_absolute_url())


def describe_results(actions: Sequence[Action]) -> dict[int, list[str]]:
    """By key, what others know of what came of them."""
    found: dict[int, list[str]] = {}
    for addition in _additions if actions else ():
        for key, line in addition.describe_results(actions).items():
            found.setdefault(key, []).append(line)
    return found
