"""Addresses of what organisations ask and offer, and of those who learn from each other."""

from django.urls import URLPattern, URLResolver

app_name = "peers"
urlpatterns: list[URLPattern | URLResolver] = []
