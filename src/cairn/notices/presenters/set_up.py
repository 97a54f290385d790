"""The set-up page: parts, their checks, and what is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from cairn.common.operations.set_up import Finding, SetUpCheck, State, count_open

WORDS = {State.DONE: ("Done", "full"), State.TO_DO: ("To do", ""), State.UNKNOWN: ("Cannot tell", "soft")}


@dataclass(frozen=True)
class SetUpLine:
    """`action`, `url` and `command` are empty where nothing is left to do."""

    number: str
    title: str
    sentence: str
    status: str
    look: str
    action: str
    url: str
    command: str


@dataclass(frozen=True)
class SetUpPart:
    title: str
    lines: list[SetUpLine]


@dataclass(frozen=True)
class SetUpPage:
    summary: str
    is_done: bool
    parts: list[SetUpPart]


def describe_set_up(results: Sequence[tuple[SetUpCheck, Finding]]) -> SetUpPage:
    left = count_open(list(results))
    return SetUpPage(
        summary=describe_left(left),
        is_done=not left,
        parts=[
            SetUpPart(part.value, [_describe_line(check, finding) for check, finding in lines])
            for part, lines in groupby(results, key=lambda result: result[0].part)
        ],
    )


def describe_left(left: int) -> str:
    if not left:
        return "Set-up is complete."
    return f"{left} {'step is' if left == 1 else 'steps are'} left."


def _describe_line(check: SetUpCheck, finding: Finding) -> SetUpLine:
    is_open = finding.state != State.DONE
    status, look = ("Recommended", "soft") if is_open and check.is_advice else WORDS[finding.state]
    return SetUpLine(
        number=check.number,
        title=check.title,
        sentence=finding.sentence,
        status=status,
        look=look,
        action=check.action if is_open else "",
        url=reverse(check.view) if is_open and check.view else "",
        command=check.command if is_open else "",
    )
