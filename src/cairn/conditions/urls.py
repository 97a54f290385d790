"""Addresses of reflections on conditions, and of what is settled before a start."""

from django.urls import path

from cairn.conditions.views import course, groundwork, later

app_name = "conditions"
urlpatterns = [
    path("before-you-start/", groundwork.groundworks, name="groundworks"),
    path("before-you-start/new/", groundwork.new, name="new-groundwork"),
    path("before-you-start/what-happened-later/", later.what_happened, name="what-happened"),
    path("before-you-start/what-happened-later.csv", later.what_happened_file, name="what-happened-file"),
    path("before-you-start/<slug:slug>/", groundwork.groundwork, name="groundwork"),
    path("before-you-start/<slug:slug>/settle/", groundwork.settle, name="settle"),
    path("before-you-start/<slug:slug>/again/<str:what>/<slug:key>/", course.again, name="again"),
    path("before-you-start/<slug:slug>/looked-again/", course.looked_again, name="looked-again"),
    path("before-you-start/<slug:slug>/record/<str:act>/", course.record_act, name="record"),
]
