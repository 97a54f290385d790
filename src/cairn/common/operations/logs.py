"""Logs that hold no personal text: a number for the request, its path without what was asked, how it went."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from traceback import format_tb

from django.http import HttpRequest, HttpResponse

SAFE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
ADDRESS = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+")
# Links that are keys: whoever reads the log could use them. Which room somebody is in is nobody's business either.
SECRET_PATHS = re.compile(
    r"(/invitations|/unsubscribe|/lessons/agree|/account/confirm-email|/account/link|/account/password/reset/key"
    r"|/r|/rooms|/v|/voice|/stories|/together|/bookings|/events/calendar|/actions/calendar)/\S+"
)
current_id: ContextVar[str] = ContextVar("request_id", default="")
current_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)
logger = logging.getLogger("cairn.requests")


class RequestLog:
    """Gives each request a number and writes one line when it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        number = given if SAFE_ID.fullmatch(given) else uuid.uuid4().hex
        token, asked, started = current_id.set(number), current_request.set(request), time.monotonic()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = number
            took = round((time.monotonic() - started) * 1000)
            path = SECRET_PATHS.sub(r"\1/…", request.path)
            logger.info("%s %s %s %s ms", request.method, path, response.status_code, took)
            return response
        finally:
            current_id.reset(token)
            current_request.reset(asked)


def get_current_route() -> str:
    """The address of the present request as it is written down, without what fills it; empty outside a request."""
    request = current_request.get()
    match = request.resolver_match if request else None
    return f"/{match.route}" if match else ""


class Impersonal(logging.Filter):
    """Takes e-mail addresses out of every line, and the request and its data out of every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current_id.get()
        said = SECRET_PATHS.sub(r"\1/…", record.getMessage())  # Django's own lines name the path of what it refused
        record.msg, record.args = ADDRESS.sub("[address]", said), None
        record.__dict__.pop("request", None)
        if record.exc_info and record.exc_info[1] is not None:
            # Where it went wrong, without the message: that may quote what somebody wrote.
            record.msg += f" ({type(record.exc_info[1]).__name__} at {get_place(record.exc_info[2])})"
            record.exc_info = record.exc_text = None
        return True


def get_place(traceback: object) -> str:
    """File and line of the innermost frame."""
    place = "an unknown place"
    while traceback is not None:
        frame = traceback.tb_frame  # type: ignore[attr-defined]
        name = frame.f_code.co_filename.rpartition("src/")[2].rpartition("site-packages/")[2]
        place = f"{name}:{traceback.tb_lineno}"  # type: ignore[attr-defined]
        traceback = traceback.tb_next  # type: ignore[attr-defined]
    return place


def describe_error(error: BaseException | None) -> str:
    """Where it went wrong and what led to it, line by line of our code, without the messages: see `Impersonal`."""
    told: list[str] = []
    met: set[int] = set()
    while error is not None and id(error) not in met:
        met.add(id(error))
        told.append("".join([*format_tb(error.__traceback__), type(error).__qualname__]))
        error = error.__cause__ or error.__context__
    return "\n\n".join(reversed(told))
