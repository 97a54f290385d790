"""The steps of a role with their addresses."""

from django.urls import reverse

from cairn.content.definitions import Role


def describe_steps(role: Role) -> list[tuple[str, str]]:
    return [(step.words, reverse(step.view, args=[step.argument] if step.argument else [])) for step in role.steps]
