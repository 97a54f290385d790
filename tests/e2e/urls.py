"""The site, some addresses that fail on purpose, and a page on which everything is wrong."""

from errno import ENOSPC

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponse
from django.urls import path

from cairn.config.urls import handler400, handler403, handler404, handler500  # noqa: F401
from cairn.config.urls import urlpatterns as site

WRONG = """<html><head><title></title></head><body>
<h1 style="color: #ddd">One</h1><h1>Two</h1><div><img src="https://example.org/a.png" width="900" height="9"></div>
<nav></nav><nav></nav><main><a href="/privacy/">View</a> <a href="/about/">View</a></main>
<script>throw new Error("inline")</script></body></html>"""


def fail_with(problem):
    def view(request):
        raise problem

    return view


urlpatterns = [
    *site,
    path("fail/400/", fail_with(BadRequest("on purpose"))),
    path("fail/403/", fail_with(PermissionDenied("on purpose"))),
    path("fail/500/", fail_with(RuntimeError("on purpose"))),
    path("fail/503/", fail_with(OSError(ENOSPC, "on purpose"))),
    path("fail/wrong/", lambda request: HttpResponse(WRONG)),
]
