"""Addresses of reflections on conditions, and of what is settled before a start."""

from django.urls import URLPattern

app_name = "conditions"
urlpatterns: list[URLPattern] = []
