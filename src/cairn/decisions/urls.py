"""Addresses of decisions, of deciding together, and of what was designed together."""

from django.urls import URLPattern, URLResolver

app_name = "decisions"
urlpatterns: list[URLPattern | URLResolver] = []
