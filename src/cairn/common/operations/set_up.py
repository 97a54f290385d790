"""What a host sets up before people rely on the site.

Each check is declared once, in the app that knows the facts; the page for hosts and `cairn check --tag host --deploy`
read the same list. No state is stored: it is worked out from settings, files and the database whenever it is asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.db import DatabaseError


class State(StrEnum):
    DONE = "done"
    TO_DO = "to do"
    UNKNOWN = "cannot tell"


class Part(StrEnum):
    """In the order of the page."""

    SITE = "Name, address and contacts"
    SERVER = "Server"
    MAIL = "E-mail"
    BACKUP = "Backups"
    CONTENT = "Figures and library"
    PEOPLE = "People"


@dataclass(frozen=True)
class Finding:
    """`sentence` says what was found, in words for whoever runs the site."""

    state: State
    sentence: str


@dataclass(frozen=True)
class SetUpCheck:
    """`action` says what to do while it is open; `view` or `command` says where. Advice is good for some sites only."""

    number: str
    part: Part
    title: str
    find: Callable[[], Finding]
    action: str
    view: str = ""
    command: str = ""
    is_advice: bool = False

    def run(self) -> Finding:
        try:
            return self.find()
        except (DatabaseError, OSError) as problem:
            return Finding(State.UNKNOWN, f"Cairn could not check this ({type(problem).__name__}).")


_checks: dict[str, SetUpCheck] = {}


def register_set_up_check(*checks: SetUpCheck) -> None:
    """Called from `ready()`."""
    for check in checks:
        _checks[check.number] = check


def get_set_up_checks() -> list[SetUpCheck]:
    """In the order of the page: by part, then by number."""
    parts = list(Part)
    return sorted(_checks.values(), key=lambda check: (parts.index(check.part), check.number))


def run_set_up_checks() -> list[tuple[SetUpCheck, Finding]]:
    return [(check, check.run()) for check in get_set_up_checks()]


def count_open(results: list[tuple[SetUpCheck, Finding]]) -> int:
    """Checks that are not done; advice does not count."""
    return sum(1 for check, finding in results if finding.state != State.DONE and not check.is_advice)


def decide(is_done: bool, done: str, to_do: str) -> Finding:
    """For a check that always knows."""
    return Finding(State.DONE, done) if is_done else Finding(State.TO_DO, to_do)
