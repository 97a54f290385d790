"""Addresses of needs and challenges."""

from django.urls import path

from cairn.records.enums import RecordKind
from cairn.records.views import starting
from cairn.voice.views import needs as views
from cairn.voice.views import posts, safeguarding

app_name = "voice"
urlpatterns = [
    path("challenges/", views.challenges, name="challenges"),
    path("challenges/new/", starting.start, {"kind": RecordKind.CHALLENGE}, name="new-challenge"),
    path("challenges/<slug:slug>/", views.challenge, name="challenge"),
    path("needs/", views.needs, name="needs"),
    path("needs/new/", starting.start, {"kind": RecordKind.NEED}, name="new-need"),
    path("needs/<slug:slug>/", views.need, name="need"),
    path("safety/", safeguarding.safety, name="safety"),
    path("safety/tell/<slug:slug>/", safeguarding.send_concern, name="tell"),
    path("safety/worries/", safeguarding.concerns, name="concerns"),
    path("safety/worries/<slug:key>/", safeguarding.concern, name="concern"),
    path("safety/worries/<slug:key>/read/", safeguarding.read_concern, name="read-concern"),
    path("safety/worries/<slug:key>/close/", safeguarding.close_concern, name="close-concern"),
    path("safety/people/<slug:slug>/", posts.people, name="safety-people"),
    path("safety/people/<slug:slug>/name/", posts.name_people, name="name-safety-people"),
    path("safety/people/<slug:slug>/<slug:role>/yes/", posts.agree, name="agree-safety"),
    path("safety/people/<slug:slug>/<slug:role>/second-yes/", posts.confirm, name="confirm-safety"),
    path("safety/people/<slug:slug>/<slug:role>/away/", posts.away, name="safety-away"),
]
