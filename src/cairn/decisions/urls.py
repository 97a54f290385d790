"""Addresses of decisions, of deciding together, and of what was designed together."""

from django.urls import path

from cairn.decisions.views import decisions, homes, stories, voices

app_name = "decisions"
urlpatterns = [
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/new/", decisions.new, name="new-decision"),
    path("decisions/<slug:slug>/", decisions.decision, name="decision"),
    path("decisions/<slug:slug>/answers/", voices.answers, name="answers"),
    path("decisions/<slug:slug>/stories/", stories.stories, name="stories"),
    path("homes/<slug:slug>/", homes.homes, name="homes"),
    path("homes/<slug:slug>/counts.csv", homes.homes_file, name="homes-file"),
    path("homes/<slug:slug>/add/", homes.add_homes, name="add-homes"),
    path("homes/<slug:slug>/remove/", homes.remove_homes, name="remove-homes"),
    path("decisions/<slug:slug>/close/", decisions.close, name="close-recruitment"),
]
