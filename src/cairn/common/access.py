"""Leading people to the log-in without telling them what is there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def log_in_to_see(view: View) -> View:
    """Lead somebody who is not logged in to the log-in instead of a 404; alike for what is not there."""

    @wraps(view)
    def see(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404:
            if request.user.is_authenticated:
                raise
            return redirect_to_login(request.get_full_path())

    return see
