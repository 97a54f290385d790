"""Addresses of councils that use a model."""

from django.urls import path

from cairn.adoption import views

app_name = "adoption"
urlpatterns = [
    path("using/new/", views.new_use, name="new-use"),
    path("using/<slug:slug>/", views.adoption, name="adoption"),
    path("using/<slug:slug>/move/", views.move, name="move"),
]
