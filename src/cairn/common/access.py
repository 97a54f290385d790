"""Leading people to the log-in without telling them what is there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

View = Callable[..., HttpResponseBase]


class MovedTo(Http404):
    """It is not here any more, and whoever asks may see it at `address`. A page leads there; all else finds nothing."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address


class Withdrawn(Http404):
    """It was here, and whoever asks could read it. A page says so; all else finds nothing."""


class NothingThere(Http404):
    """Whoever asks may see what it would belong to, and it has no such part or file. A log-in would not find it."""


def say_withdrawn(request: HttpRequest) -> HttpResponse:
    return render(request, "withdrawn.html", status=410)


def say_moved_or_withdrawn(view: View) -> View:
    """Lead on to where a record is now, or say that it was withdrawn; all else that is not there stays a 404.

    For kinds that most people read without an account: an address that was mistyped says so, and how to sign in.
    """

    @wraps(view)
    def see(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except MovedTo as moved:
            return redirect(moved.address)
        except Withdrawn:
            return say_withdrawn(request)

    return see


def log_in_to_see(view: View) -> View:
    """Lead somebody who is not logged in to the log-in instead of a 404; alike for what is not there.

    For kinds that are mostly kept to a few people, who come by a link in an e-mail.
    """
    view = say_moved_or_withdrawn(view)

    @wraps(view)
    def see(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NothingThere:
            raise
        except Http404:
            if request.user.is_authenticated:
                raise
            return redirect_to_login(request.get_full_path())

    return see
