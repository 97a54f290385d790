"""Pages that show several apps. An upper app registers a panel for a page of an app below it; none imports upwards."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

# Renders its part of the page as safe HTML for whoever asks, or "" when there is nothing for them.
Render = Callable[[HttpRequest, Any], str]
_panels: dict[str, dict[str, Render]] = {}


def register_panel(page: str, name: str, render: Render) -> None:
    """Called from `ready()`; panels stand on the page in the order of INSTALLED_APPS."""
    _panels.setdefault(page, {})[name] = render


def render_panels(page: str, request: HttpRequest, subject: Any) -> list[str]:
    return [html for render in _panels.get(page, {}).values() if (html := render(request, subject))]
