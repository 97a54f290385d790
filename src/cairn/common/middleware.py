"""What every request goes through before a page sees it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import DataError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

NUL, UNKNOWN = "%00", "%EF%BF%BD"
NUL_READ, UNKNOWN_READ = "\0", "\N{REPLACEMENT CHARACTER}"
# How PostgreSQL, and its driver before it, refuse a NUL that came by another way, as within JSON that was sent.
REFUSALS_OF_NUL = ("NUL (0x00)", "\\u0000 cannot be converted to text")

PROBLEM = (
    "What you sent holds a character that cannot be stored: the one with the number 0, which is invisible and "
    "sometimes comes along with copied text. Go back, delete what you pasted and type it yourself."
)


class WithoutNul:
    """No word has a NUL, and PostgreSQL answers it with an error, where SQLite would keep it.

    In an address it stands for an unknown letter; a form that holds one is refused with a sentence.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        if NUL in asked:
            request.META["QUERY_STRING"] = asked.replace(NUL, UNKNOWN)
        if NUL_READ in request.path_info:
            request.path_info = request.path_info.replace(NUL_READ, UNKNOWN_READ)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        holds_nul = request.method == "POST" and any(NUL_READ in text for text in _list_texts(request.POST))
        return _refuse(request) if holds_nul else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        is_about_nul = isinstance(exception, ValueError | DataError)
        return _refuse(request) if is_about_nul and any(text in str(exception) for text in REFUSALS_OF_NUL) else None


def _refuse(request: HttpRequest) -> HttpResponse:
    return render(request, "400.html", {"problem": PROBLEM}, status=400)


def _list_texts(sent: QueryDict) -> Iterator[str]:
    for name, values in sent.lists():
        yield name
        yield from (value for value in values if isinstance(value, str))
