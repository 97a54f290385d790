"""Asking a rule of a `policies` module whether something may happen now."""

from collections.abc import Callable


def may(check: Callable[..., object], *given: object, **named: object) -> bool:
    """Whether the rule lets it pass. What it says otherwise is a sentence; another error is one of the test."""
    try:
        check(*given, **named)
    except Exception as problem:
        if not type(problem).__name__.startswith("UnableTo"):
            raise
        said = str(problem)
    else:
        return True
    assert len(said.split()) > 3
    return False
