"""Addresses of guidance for each role, and of reports over the whole site."""

from django.urls import URLPattern, URLResolver

app_name = "content"
urlpatterns: list[URLPattern | URLResolver] = []
