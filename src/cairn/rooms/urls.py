"""Addresses of rooms: below /r/ for everybody in one, below /rooms/ for those who run it."""

from django.urls import path

from cairn.rooms.views import phones, running

app_name = "rooms"
urlpatterns = [
    path("r/", phones.door, name="door"),
    path("r/<uuid:key>/", phones.phone, name="phone"),
    path("r/<uuid:key>/in/", phones.scan, name="scan"),
    path("r/<uuid:key>/screen/", phones.screen, name="screen"),
    path("r/<uuid:key>/screen/answers/", phones.screen_answers, name="screen-answers"),
    path("r/<uuid:key>/form/", phones.answer_form, name="answer-form"),
    path("r/<uuid:key>/<int:position>/", phones.answer, name="answer"),
    path("r/<str:code>/", phones.enter, name="enter"),
    path("rooms/", running.rooms, name="rooms"),
    path("rooms/new/", running.new_room, name="new-room"),
    path("rooms/<uuid:key>/", running.room, name="room"),
    path("rooms/<uuid:key>/moderate/", running.moderate, name="moderate"),
    path("rooms/<uuid:key>/close/", running.close, name="close"),
    path("rooms/<uuid:key>/paper/", running.paper, name="paper"),
    path("rooms/<uuid:key>/type-in/", running.type_in, name="type-in"),
    path("rooms/<uuid:key>/answers.<str:form>", running.export, name="export"),
    path("rooms/<uuid:key>/delete/", running.delete, name="delete"),
]
