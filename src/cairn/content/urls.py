"""Addresses of guidance for each role, and of reports over the whole site."""

from django.urls import path

from cairn.content.views import chain

app_name = "content"
urlpatterns = [
    path("chain/", chain.chain, name="chain"),
]
