"""Addresses of decisions, of deciding together, and of what was designed together."""

from django.urls import path

from cairn.decisions.views import co_design, decisions, homes, stories, voices, you_said

app_name = "decisions"
urlpatterns = [
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/new/", decisions.new, name="new-decision"),
    path("decisions/without-needs/", co_design.without_needs, name="without-needs"),
    path("decisions/<slug:slug>/", decisions.decision, name="decision"),
    path("decisions/<slug:slug>/answers/", voices.answers, name="answers"),
    path("decisions/<slug:slug>/stories/", stories.stories, name="stories"),
    path("homes/<slug:slug>/", homes.homes, name="homes"),
    path("homes/<slug:slug>/counts.csv", homes.homes_file, name="homes-file"),
    path("homes/<slug:slug>/add/", homes.add_homes, name="add-homes"),
    path("homes/<slug:slug>/remove/", homes.remove_homes, name="remove-homes"),
    path("decisions/<slug:slug>/close/", decisions.close, name="close-recruitment"),
    path("you-said/", you_said.every, name="you-said"),
    path("you-said/<slug:slug>/", you_said.one, name="you-said-one"),
    path("you-said/<slug:slug>/poster.pdf", you_said.poster, name="poster"),
    path("co-design/<slug:slug>/", co_design.log, name="co-design"),
    path("co-design/<slug:slug>/reason/", co_design.reason, name="design-reason"),
    path("co-design/<slug:slug>/<str:number>/remove/", co_design.remove, name="remove-co-design"),
]
