"""Addresses of actions."""

from django.urls import path

from cairn.actions import views

app_name = "actions"
urlpatterns = [
    path("actions/", views.actions, name="actions"),
    path("actions/new/", views.new_action, name="new-action"),
    path("actions/<slug:slug>/", views.action, name="action"),
    path("actions/<slug:slug>/done/", views.finish, name="finish"),
]
