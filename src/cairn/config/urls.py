"""Addresses of the site. Each app owns its own; none of them is built from a primary key."""

from importlib.util import find_spec

from django.urls import include, path

from cairn.evaluation import views

APPS = ["common", "accounts", "places", "indicators", "evaluation"]
urlpatterns = [path("", views.home, name="home")] + [
    path("", include(f"cairn.{app}.urls")) for app in APPS if find_spec(f"cairn.{app}.urls")
]
handler400 = "cairn.common.views.bad_request"
handler403 = "cairn.common.views.permission_denied"
handler404 = "cairn.common.views.page_not_found"
handler500 = "cairn.common.views.server_error"
