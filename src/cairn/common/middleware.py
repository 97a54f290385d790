"""What every request goes through before a page sees it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect, render
from django.urls import resolve

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


class AskForNoDevice:
    """No page uses a camera, a microphone or where somebody is; a script that got in could not either."""

    POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = self.POLICY
        return response


class LeadToPage:
    """An address that only takes what a button sends leads whoever opens it to the page with the button.

    A browser opens one after a log-in that came between, from its history, or when a page is loaded again.
    """

    NOT_SAVED = "Nothing was changed. If you had chosen something when you were signed out, please choose it again."

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed) or request.method not in ("GET", "HEAD"):
            return response
        # Who is not signed in gets no cookie for a message.
        if request.method == "GET" and settings.SESSION_COOKIE_NAME in request.COOKIES:
            self._say_so(request)
        return redirect(_find_page_above(request.path_info))

    def _say_so(self, request: HttpRequest) -> None:
        """Once, where the page above takes only a button too."""
        waiting: Any = messages.get_messages(request)
        has_said = any(one.message == self.NOT_SAVED for one in waiting)
        waiting.used = False  # they are shown by the page that comes
        if not has_said:
            messages.info(request, self.NOT_SAVED)


def _find_page_above(path: str) -> str:
    """The nearest address above that is one of the site; the home page at last."""
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(path)
        except Http404:
            continue
        return path
    return path


def _refuse(request: HttpRequest) -> HttpResponse:
    return render(request, "400.html", {"problem": PROBLEM}, status=400)


def _list_texts(sent: QueryDict) -> Iterator[str]:
    for name, values in sent.lists():
        yield name
        yield from (value for value in values if isinstance(value, str))
