"""What happens around each request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from cairn.places.queries.belonging import asked_once


class BelongingCacheMiddleware:
    """Middleware: one answer for each person lasts as long as the request that only reads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with asked_once():
            return self.get_response(request)
