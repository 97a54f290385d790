"""Pages that show several apps. An upper app adds a panel to a page of an app below it; none imports upwards."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

# Renders its part of the page as safe HTML for whoever asks, or "" when there is nothing for them.
Render = Callable[[HttpRequest, Any], str]


@dataclass(frozen=True)
class Panel:
    """`pages` are kinds of record, whose pages have panels, and other pages by their name: "council", "desk"."""

    name: str
    pages: tuple[str, ...]
    render: Render


_panels: dict[str, dict[str, Render]] = {}


def register_panel(panel: Panel) -> None:
    """Called from `ready()`; panels stand on the page in the order of INSTALLED_APPS."""
    for page in panel.pages:
        _panels.setdefault(page, {})[panel.name] = panel.render


def render_panels(page: str, request: HttpRequest, subject: Any) -> list[str]:
    return list(render_panels_by_name(page, request, subject).values())


def render_panels_by_name(page: str, request: HttpRequest, subject: Any) -> dict[str, str]:
    """For a page that gives some of them a place of their own."""
    return {name: html for name, render in _panels.get(page, {}).items() if (html := render(request, subject))}
