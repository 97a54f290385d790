"""Who may read the metrics."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from cairn.accounts.policies import is_from_this_computer

BEARER = "Bearer "


def can_read_metrics(request: HttpRequest) -> bool:
    """Whoever has the token; without one, a program on the computer that answers, through no proxy."""
    if not settings.METRICS:
        return False
    if not settings.METRICS_TOKEN:
        return is_from_this_computer(request)
    given = request.headers.get("Authorization", "")
    return given.startswith(BEARER) and constant_time_compare(given.removeprefix(BEARER), settings.METRICS_TOKEN)
