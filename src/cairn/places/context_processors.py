"""What every page knows of the council of whoever looks at it."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from cairn.places.queries import get_your_council


def your_council(request: HttpRequest) -> dict[str, Any]:
    """Only asked for where a page shows it."""
    return {"your_council": SimpleLazyObject(lambda: get_your_council(request))}
