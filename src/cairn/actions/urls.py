"""Addresses of actions."""

from django.urls import path

from cairn.actions import views

app_name = "actions"
urlpatterns = [
    path("actions/", views.actions, name="actions"),
    path("actions/new/", views.new_action, name="new-action"),
    path("actions/mine/", views.my_actions, name="mine"),
    path("actions/team/<slug:organisation>/<slug:team>/", views.team_actions, name="team"),
    path("actions/organisation/<slug:slug>/", views.organisation_actions, name="organisation"),
    path("actions/calendars/", views.calendars, name="calendars"),
    path("actions/calendar/<str:key>.ics", views.calendar, name="calendar"),
    path("actions/invitation/<str:key>/", views.invitation, name="invitation"),
    path("actions/answer/<str:token>/", views.answer, name="answer"),
    path("actions/<slug:slug>/", views.action, name="action"),
    path("actions/<slug:slug>/action.ics", views.calendar_file, name="calendar-file"),
    path("actions/<slug:slug>/owner/", views.owner, name="owner"),
    path("actions/<slug:slug>/<slug:act>/", views.act, name="act"),
]
