"""Public pages from a cache that cannot leak or lag. [ADR 48](docs/adr/0048-page-cache.md) says why it is safe.

A page is kept under its whole address and what the session remembers, with the site version that was read before it
was made, and until the next moment at which time alone changes a page. It is answered only to somebody without a
session, or with one that holds nothing else than what is remembered.
"""

import gzip
import hashlib
import json
import re
from collections.abc import Callable
from datetime import datetime
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.cache import BaseCache, caches
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.text import compress_string
from django.utils.timezone import now

from cairn.common.moments import find_next_moment
from cairn.common.operations.logs import SECRET_PATHS
from cairn.common.site_version import noting_quiet_reads, read_version

# Whether the site is well, and what only people with a log-in open; and links that are keys, which logs leave out too.
NEVER = re.compile(r"/(?:health|metrics|admin|account)\b")
# What somebody typed is kept nowhere, and would fill the cache with pages that nobody else asks for.
TYPED = re.compile(r"(?:^|&)q=[^&]")
LONGEST_ADDRESS = 500
MOST_BYTES = 500_000  # as they are sent
KINDS = ("text/html", "application/atom+xml", "application/rss+xml", "application/xml", "image/svg+xml")
VARIES_BY = {"", "cookie", "accept-encoding"}
SHORT = 200  # bytes that nobody compresses; as Django has it
_remembered: set[str] = set()


def register_remembered(key: str) -> None:
    """A key of the session that pages show something by, and that alone makes nobody known."""
    _remembered.add(key)


class Kept(NamedTuple):
    version: str
    until: datetime
    headers: dict[str, str]
    body: bytes
    is_compressed: bool


class PageCache:
    """Middleware: inside of what compresses, because kept pages are compressed already, and outside of everything
    that asks who somebody is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.next_moment: tuple[str, datetime] | None = None

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = find_key(request)
        version = read_version() if key else ""
        if not version:
            return self.get_response(request)
        at, pages = now(), _get_pages()
        kept: Kept | None = pages.get(key)
        if kept is not None and kept.version == version and at < kept.until:
            # For what counts requests by the part of the site; found only where somebody asks.
            request.resolver_match = SimpleLazyObject(partial(resolve, request.path_info))  # type: ignore[assignment]
            return _answer(request, kept)
        response, kept = self._make(request, version, at)
        if kept is None:
            return response
        if request.method == "GET":
            pages.set(key, kept, (kept.until - at).total_seconds())
        return _answer(request, kept)

    def _make(self, request: HttpRequest, version: str, at: datetime) -> tuple[HttpResponseBase, Kept | None]:
        with noting_quiet_reads() as has_read_quiet:
            response = self.get_response(request)
            if not can_be_kept(request, response) or has_read_quiet():
                return response, None
            until = self._find_until(version, at)
        assert isinstance(response, HttpResponse)  # noqa: S101 asked above
        return response, _keep(response, version, until)

    def _find_until(self, version: str, at: datetime) -> datetime:
        """Asked once for each version, until the moment has come."""
        if self.next_moment is None or self.next_moment[0] != version or self.next_moment[1] <= at:
            self.next_moment = version, find_next_moment(at)
        return self.next_moment[1]


class SessionOfPageCache(SessionMiddleware):
    """The page cache may have opened the session already."""

    def process_request(self, request: HttpRequest) -> None:
        if not hasattr(request, "session"):
            super().process_request(request)


def find_key(request: HttpRequest) -> str:
    """Empty where nothing may come from the cache."""
    if (
        request.method not in ("GET", "HEAD")
        or NEVER.match(request.path_info)
        or SECRET_PATHS.match(request.path_info)
        or TYPED.search(request.META.get("QUERY_STRING", ""))
        or "HTTP_AUTHORIZATION" in request.META
    ):
        return ""
    remembered = _read_remembered(request)
    if remembered is None:
        return ""
    try:
        host = request.get_host()
    except DisallowedHost:
        return ""
    address = request.get_full_path()
    return json.dumps([request.scheme, host, address, remembered]) if len(address) <= LONGEST_ADDRESS else ""


def _read_remembered(request: HttpRequest) -> dict[str, Any] | None:
    """What the session remembers, where it holds nothing else; None where it does, or is none of ours."""
    cookie = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if cookie is None:
        return {}
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(cookie)
    try:
        held = dict(request.session.items())
    except DatabaseError:
        return None
    request.session.accessed = False  # a page that does not ask says nothing of cookies
    return held if held and held.keys() <= _remembered else None


def can_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    """A whole public page that is the same for everybody who asks under the same key."""
    says = {one.partition("=")[0].strip().lower() for one in response.get("Cache-Control", "").split(",")}
    varies_by = {one.strip().lower() for one in response.get("Vary", "").split(",")}
    is_private = "private" in says and not getattr(response, "is_private_for_council", False)
    return (
        response.status_code == 200
        and not response.streaming
        and isinstance(response, HttpResponse)
        and response.get("Content-Type", "").partition(";")[0] in KINDS
        and not response.has_header("Content-Disposition")
        and not response.has_header("Content-Encoding")
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and "no-store" not in says
        and not is_private
        and "nonce-" not in response.get("Content-Security-Policy", "")
        and varies_by <= VARIES_BY
        and len(response.content) <= MOST_BYTES
    )


def _keep(response: HttpResponse, version: str, until: datetime) -> Kept:
    if not response.has_header("ETag"):
        # Weak, because the same page goes out compressed and not.
        response["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    patch_vary_headers(response, ["Accept-Encoding"])
    is_compressed = len(response.content) >= SHORT
    # Without the random bytes of Django's own: a kept page holds no secret that its length could give away.
    body = compress_string(response.content) if is_compressed else response.content
    return Kept(version, until, dict(response.items()), body, is_compressed)


def _answer(request: HttpRequest, kept: Kept) -> HttpResponseBase:
    body, headers = kept.body, dict(kept.headers)
    if kept.is_compressed:
        if re.search(r"\bgzip\b", request.META.get("HTTP_ACCEPT_ENCODING", "")):
            headers["Content-Encoding"] = "gzip"
        else:
            body = gzip.decompress(body)
    response = HttpResponse(body, headers=headers)
    response["Content-Length"] = str(len(body))
    return get_conditional_response(request, etag=headers["ETag"], response=response) or response


def _get_pages() -> BaseCache:
    return caches["pages"]


def make_key(key: str, key_prefix: str, version: int) -> str:
    """For a cache that others share: what it holds is no use to another state of the code, definitions or settings."""
    made = f"{key_prefix}:{version}:{key}"
    return hashlib.sha256(f"{settings.SECRET_KEY}:{_find_build()}:{made}".encode()).hexdigest()


@cache
def _find_build() -> str:
    if settings.PAGE_CACHE == "memory":
        return ""  # it ends with the process
    files = [*Path(settings.ROOT / "src" / "cairn").rglob("*"), *Path(settings.DEFINITIONS_DIR).rglob("*")]
    newest = max((one.stat().st_mtime_ns for one in files if "__pycache__" not in one.parts), default=0)
    plain = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
    said = {name: value for name, value in plain.items() if isinstance(value, str | int | list | tuple | dict)}
    return hashlib.sha256(f"{newest}:{said!r}".encode()).hexdigest()
