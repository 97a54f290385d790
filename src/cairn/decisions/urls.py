"""Addresses of decisions, of deciding together, and of what was designed together."""

from django.urls import path

from cairn.decisions.views import co_design, decisions, homes, phones, stories, voices, you_said
from cairn.decisions.views import together as groups

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
    # Below the room that is the way in, so that no log holds them (docs/adr/0037).
    path("r/<uuid:key>/together/", phones.phone, name="phone"),
    path("r/<uuid:key>/together/<int:number>/", phones.phone_proposal, name="phone-proposal"),
    path("together/", groups.together, name="together"),
    path("together/new/", groups.new_assembly, name="new-assembly"),
    path("together/<slug:key>/", groups.assembly, name="assembly"),
    path("together/<slug:key>/members/", groups.members, name="members"),
    path("together/<slug:key>/meeting/", groups.meeting, name="meeting"),
    path("together/<slug:key>/read/", groups.read, name="read"),
    path("together/<slug:key>/in/", phones.take_part, name="take-part"),
    path("together/<slug:key>/in/<int:number>/", phones.take_part_proposal, name="take-part-proposal"),
    path("together/<slug:key>/minutes/<uuid:meeting>/", groups.write_minutes, name="minutes"),
    path("together/<slug:key>/<int:number>/", groups.proposal, name="proposal"),
    path("together/<slug:key>/<int:number>/overrule/", groups.overrule, name="overrule"),
    path("together/<slug:key>/<int:number>/decision/", groups.write_decision, name="write-decision"),
    path("you-said/", you_said.every, name="you-said"),
    path("you-said/<slug:slug>/", you_said.one, name="you-said-one"),
    path("you-said/<slug:slug>/poster.pdf", you_said.poster, name="poster"),
    path("co-design/<slug:slug>/", co_design.log, name="co-design"),
    path("co-design/<slug:slug>/reason/", co_design.reason, name="design-reason"),
    path("co-design/<slug:slug>/<str:number>/remove/", co_design.remove, name="remove-co-design"),
]
