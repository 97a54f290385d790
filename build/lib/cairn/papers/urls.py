"""Addresses of papers."""

from django.urls import path

from cairn.papers import views

app_name = "papers"
urlpatterns = [
    path("papers/", views.papers, name="papers"),
    path("papers/new/", views.new_paper, name="new"),
    path("papers/<slug:slug>/", views.paper, name="paper"),
    path("papers/<slug:slug>/options/", views.options, name="options"),
    path("papers/<slug:slug>/numbers/", views.numbers, name="numbers"),
]
