"""Addresses of decisions, of deciding together, and of what was designed together."""

from django.urls import path

from cairn.decisions.views import decisions, voices

app_name = "decisions"
urlpatterns = [
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/new/", decisions.new, name="new-decision"),
    path("decisions/<slug:slug>/", decisions.decision, name="decision"),
    path("decisions/<slug:slug>/answers/", voices.answers, name="answers"),
    path("decisions/<slug:slug>/close/", decisions.close, name="close-recruitment"),
]
