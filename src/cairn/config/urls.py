"""Addresses of the site. Each app owns its own; none of them is built from a primary key."""

from django.urls import include, path

from cairn.evaluation.views import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("", include("cairn.common.urls")),
    path("", include("cairn.notices.urls")),
    path("", include("cairn.accounts.urls")),
    path("admin/", include("wagtail.admin.urls")),
    path("", include("cairn.places.urls")),
    path("", include("cairn.records.urls")),
    path("", include("cairn.search.urls")),
    path("", include("cairn.actions.urls")),
    path("", include("cairn.rooms.urls")),
    path("", include("cairn.indicators.urls")),
    path("", include("cairn.library.urls")),
    path("", include("cairn.voice.urls")),
    path("", include("cairn.decisions.urls")),
    path("", include("cairn.conditions.urls")),
    path("", include("cairn.lessons.urls")),
    path("", include("cairn.adoption.urls")),
    path("", include("cairn.evaluation.urls")),
    path("", include("cairn.papers.urls")),
    path("", include("cairn.peers.urls")),
    path("", include("cairn.boards.urls")),
    path("", include("cairn.events.urls")),
    path("", include("cairn.content.urls")),
]
handler400 = "cairn.common.views.bad_request"
handler403 = "cairn.common.views.permission_denied"
handler404 = "cairn.common.views.page_not_found"
handler500 = "cairn.common.views.server_error"
