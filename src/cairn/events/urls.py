"""Addresses of learning events."""

from django.urls import path

from cairn.events.views import booking, capture, followup, planning, reports, slides, sorting, suggestions
from cairn.events.views import events as views
from cairn.records.enums import RecordKind
from cairn.records.views import starting

app_name = "events"
urlpatterns = [
    path("events/", views.events, name="events"),
    path("events/new/", starting.start, {"kind": RecordKind.LEARNING_EVENT}, name="new-event"),
    path("events/notes/<slug:topic>/", capture.board_notes, name="board-notes"),
    path("events/rooms/<uuid:key>/action/", capture.write_action, name="write-action"),
    path("events/rooms/<uuid:key>/action/send/", capture.receive_action, name="receive-action"),
    path("events/actions/<str:key>/", followup.own_action, name="own-action"),
    path("events/actions/<str:key>/stop/", followup.stop_reminders, name="stop-reminders"),
    path("events/feedback/<uuid:key>/", followup.feedback, name="feedback"),
    path("events/lines/<str:key>/", reports.line, name="report-line"),
    path("events/suggestions/", suggestions.suggestions, name="suggestions"),
    path("events/suggestions/new/", suggestions.suggest, name="suggest"),
    path("events/suggestions/sort/", sorting.sort_suggestions, name="sort-suggestions"),
    path("events/suggestions/sort/plan/", sorting.plan_event, name="plan-from-suggestions"),
    path("events/suggestions/sort/mails/<int:number>/", sorting.mail, name="received-mail"),
    path("events/suggestions/sort/<slug:key>/", sorting.sort_suggestion, name="sort-suggestion"),
    path("events/suggestions/following/<slug:key>/", suggestions.follower, name="suggestion-follower"),
    path("events/suggestions/<slug:key>/", suggestions.suggestion, name="suggestion"),
    path("events/suggestions/<slug:key>/follow/", suggestions.follow_suggestion, name="follow-suggestion"),
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
    path("events/<slug:slug>/report/", reports.report, name="report"),
    path("events/<slug:slug>/report/draft/", reports.draft, name="draft-report"),
    path("events/<slug:slug>/report/decision/", reports.decision, name="report-decision"),
    path("events/<slug:slug>/report/take-off/", reports.take_off, name="take-off-report"),
    path("events/<slug:slug>/report/speakers/", reports.lines, name="report-lines"),
    path("events/<slug:slug>/capture/", capture.capture, name="capture"),
    path("events/<slug:slug>/capture/<int:number>/", capture.take_notes, name="take-notes"),
    path("events/<slug:slug>/slides/", slides.slides, name="slides"),
    path("events/<slug:slug>/afterwards/", followup.afterwards, name="afterwards"),
]
