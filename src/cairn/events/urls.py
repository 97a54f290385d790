"""Addresses of learning events."""

from django.urls import path

from cairn.events.views import calendars, meeting, papers
from cairn.events.views import events as views
from cairn.records.enums import RecordKind
from cairn.records.views import starting

app_name = "events"
urlpatterns = [
    path("events/", views.events, name="events"),
    path("events/new/", starting.start, {"kind": RecordKind.LEARNING_EVENT}, name="new-event"),
    path("events/calendar/", calendars.calendars, name="calendars"),
    path("events/calendar/<str:key>.ics", calendars.calendar, name="calendar"),
    path("bookings/<uuid:key>/calendar.ics", calendars.booking_calendar, name="booking-calendar"),
    path("bookings/<uuid:key>/people/", meeting.people, name="people"),
    path("events/<slug:slug>/", views.event, name="event"),
    path("events/<slug:slug>/calendar.ics", calendars.event_calendar, name="event-calendar"),
    path("events/<slug:slug>/papers/<slug:form>/", papers.paper, name="paper"),
]
