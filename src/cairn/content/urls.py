"""Addresses of guidance for each role, and of reports over the whole site."""

from django.urls import path

from cairn.content.views import sitemap

app_name = "content"
urlpatterns = [
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
]
