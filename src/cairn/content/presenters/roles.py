"""Steps with their addresses."""

from collections.abc import Iterable

from django.urls import reverse

from cairn.content.definitions import Step


def describe_steps(steps: Iterable[Step]) -> list[tuple[str, str]]:
    return [(step.words, reverse(step.view, args=[step.argument] if step.argument else [])) for step in steps]
