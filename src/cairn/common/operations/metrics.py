"""Counts requests for Prometheus. Only a site with CAIRN_METRICS imports this: it is part of MIDDLEWARE there.

Labels are classes of answers and names of our own apps. An address never is one: it may hold a search, a key or a name.
"""

import os
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
REQUESTS = Histogram(
    "cairn_request_seconds",
    "Requests that were answered, and how long that took, by class of the answer and part of the site.",
    ["status", "part"],
    buckets=SECONDS,
    registry=None,
)


class RequestMetrics:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.monotonic()
        response = self.get_response(request)
        status = f"{response.status_code // 100}xx"
        REQUESTS.labels(status, get_part(request)).observe(time.monotonic() - started)
        return response


def get_part(request: HttpRequest) -> str:
    """The app whose page it is; "site" for pages of none, "none" for static files and addresses that are no page."""
    match = request.resolver_match
    if match is None:
        return "none"
    return match.app_names[0] if match.app_names else "site"


def make_registry() -> CollectorRegistry:
    """What all processes of the web server counted together; of this one where there is no folder to share."""
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REQUESTS)
    return registry
