"""Addresses of learning events."""

from django.urls import path

from cairn.events.views import booking, planning
from cairn.events.views import events as views
from cairn.records.enums import RecordKind
from cairn.records.views import starting

app_name = "events"
urlpatterns = [
    path("events/", views.events, name="events"),
    path("events/new/", starting.start, {"kind": RecordKind.LEARNING_EVENT}, name="new-event"),
    path("events/<slug:slug>/", views.event, name="event"),
    path("events/<slug:slug>/book/", booking.book, name="book"),
    path("events/<slug:slug>/book/group/", booking.book, {"is_group": True}, name="book-group"),
    path("events/<slug:slug>/plan/", planning.plan, name="plan"),
    path("events/<slug:slug>/plan/arrangements/", planning.arrangements, name="arrangements"),
    path("events/<slug:slug>/plan/open/", planning.open_booking, name="open-booking"),
    path("events/<slug:slug>/plan/cancel/", planning.call_off, name="call-off"),
    path("events/<slug:slug>/bookings/", planning.bookings, name="bookings"),
    path("events/<slug:slug>/bookings/<int:number>/cancel/", planning.cancel_booking, name="cancel-a-booking"),
    path("events/<slug:slug>/bookings/<slug:which>.<slug:form>", planning.bookings_file, name="bookings-file"),
    path("bookings/<uuid:key>/", booking.booking, name="booking"),
    path("bookings/<uuid:key>/change/", booking.change, name="change-booking"),
    path("bookings/<uuid:key>/cancel/", booking.cancel, name="cancel-booking"),
    path("bookings/<uuid:key>/accept/", booking.accept, name="accept-offer"),
    path("bookings/<uuid:key>/decline/", booking.decline, name="decline-offer"),
]
