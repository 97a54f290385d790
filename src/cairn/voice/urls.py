"""Addresses of needs and challenges."""

from django.urls import path

from cairn.voice import views

app_name = "voice"
urlpatterns = [
    path("challenges/", views.challenges, name="challenges"),
    path("challenges/new/", views.new_challenge, name="new-challenge"),
    path("challenges/<slug:slug>/", views.challenge, name="challenge"),
    path("needs/", views.needs, name="needs"),
    path("needs/new/", views.new_need, name="new-need"),
    path("needs/<slug:slug>/", views.need, name="need"),
]
