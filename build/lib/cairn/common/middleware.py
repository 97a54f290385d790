"""What every request goes through before a page sees it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

NUL, UNKNOWN = "%00", "%EF%BF%BD"
NUL_READ, UNKNOWN_READ = "\0", "\N{REPLACEMENT CHARACTER}"


class WithoutNul:
    """A NUL in an address stands for an unknown letter: PostgreSQL answers it with an error, and no word has one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        if NUL in asked:
            request.META["QUERY_STRING"] = asked.replace(NUL, UNKNOWN)
        if NUL_READ in request.path_info:
            request.path_info = request.path_info.replace(NUL_READ, UNKNOWN_READ)
        return self.get_response(request)
