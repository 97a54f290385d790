"""Addresses of needs and challenges."""

from django.urls import path

from cairn.records.enums import RecordKind
from cairn.records.views import starting
from cairn.voice import views

app_name = "voice"
urlpatterns = [
    path("challenges/", views.challenges, name="challenges"),
    path("challenges/new/", starting.start, {"kind": RecordKind.CHALLENGE}, name="new-challenge"),
    path("challenges/<slug:slug>/", views.challenge, name="challenge"),
    path("needs/", views.needs, name="needs"),
    path("needs/new/", starting.start, {"kind": RecordKind.NEED}, name="new-need"),
    path("needs/<slug:slug>/", views.need, name="need"),
]
