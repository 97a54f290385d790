"""Stopping a worry about somebody's safety at the form: its writer is shown where it belongs before anything is kept.

How it is noticed is known to an app above, which registers it.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms

SENTENCE = (
    "This sounds like a concern about someone’s safety, so we did not save it. If it is, tell the "
    "safeguarding lead. If it is not, tick the box above and send it again."
)
ANSWER = "not_a_concern"  # a box beside the form, not one of its fields: it is no answer to be kept
_checks: list[Callable[[str], bool]] = []


def register_safeguarding_check(sounds_like_one: Callable[[str], bool]) -> None:
    """Called from `ready()`."""
    _checks.append(sounds_like_one)


def is_safeguarding_concern(texts: Iterable[Any], data: Any) -> bool:
    """Whether one of these sounds like a worry, and the writer has not said that it is none."""
    if data.get(ANSWER):
        return False
    return any(check(text) for text in texts if isinstance(text, str) for check in _checks)


class SafeguardingGate(forms.Form):
    """`asks_about_safeguarding` is for the page: it then shows the way, and the box to say that it is no worry."""

    asks_about_safeguarding = False

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name, text in list(given.items()):
            if is_safeguarding_concern([text], self.data):
                self.asks_about_safeguarding = True
                self.add_error(name, SENTENCE)
        return given
