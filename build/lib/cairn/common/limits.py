"""How often a form may be sent. Counts lie in the shared cache, so they hold for all processes of the site."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.timezone import now

from cairn.common.access import View

HOUR = 3600


def get_sender(request: HttpRequest) -> str:
    """Stands for whoever sends: a person with a log-in, or a network address, hashed so that none is kept."""
    if request.user.is_authenticated:
        return f"user-{request.user.pk}"
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:  # behind a proxy of our own, which adds the address it saw at the end
        address = request.headers.get("X-Forwarded-For", address).split(",")[-1].strip()
    return salted_hmac("cairn.limits", address).hexdigest()[:32]


def limit_rate(name: str, *, per_hour: int) -> Callable[[View], View]:
    """Answer 429 to a POST when its sender has sent `per_hour` in the hour that began with the first of them."""

    def decorate(view: View) -> View:
        @wraps(view)
        def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and _count(f"limit:{name}:{get_sender(request)}") > per_hour:
                response = render(request, "429.html", status=429)
                response["Retry-After"] = str(HOUR)
                return response
            return view(request, *args, **kwargs)

        return limited

    return decorate


def _count(key: str) -> int:
    """How many were sent, this one included. (The cache's own `incr` lets a database forget after five minutes.)"""
    at = now().timestamp()
    sent, until = cache.get(key) or (0, at + HOUR)
    if at >= until:
        sent, until = 0, at + HOUR
    cache.set(key, (sent + 1, until), until - at)
    return sent + 1
