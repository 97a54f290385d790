"""Addresses of lessons, insights and questions."""

from django.urls import path

from cairn.lessons.views import insights, lessons
from cairn.records.enums import RecordKind
from cairn.records.views import starting

app_name = "lessons"
urlpatterns = [
    path("lessons/", lessons.lessons, name="lessons"),
    path("lessons/<slug:slug>/", lessons.lesson, name="lesson"),
    path("insights/", insights.insights, name="insights"),
    path("insights/new/", starting.start, {"kind": RecordKind.INSIGHT}, name="new-insight"),
    path("insights/<slug:slug>/", insights.insight, name="insight"),
]
