"""Addresses of learning events."""

from django.urls import path

from cairn.events.views import events as views
from cairn.records.enums import RecordKind
from cairn.records.views import starting

app_name = "events"
urlpatterns = [
    path("events/", views.events, name="events"),
    path("events/new/", starting.start, {"kind": RecordKind.LEARNING_EVENT}, name="new-event"),
    path("events/<slug:slug>/", views.event, name="event"),
]
