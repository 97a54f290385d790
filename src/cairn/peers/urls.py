"""Addresses of what organisations ask and offer, and of those who learn from each other."""

from django.urls import URLPattern, URLResolver, path

from cairn.peers.views import declaring

app_name = "peers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("peers/", declaring.peers, name="peers"),
    path("peers/asks-and-offers.csv", declaring.export, name="export"),
    path("peers/organisations/<slug:slug>/", declaring.organisation, name="organisation"),
    path("peers/organisations/<slug:slug>/<slug:side>/new/", declaring.add, name="add"),
    path("peers/organisations/<slug:slug>/<slug:side>/<int:number>/", declaring.change, name="change"),
    path("peers/organisations/<slug:slug>/<slug:side>/<int:number>/confirm/", declaring.confirm, name="confirm"),
    path("peers/organisations/<slug:slug>/<slug:side>/<int:number>/remove/", declaring.close, name="close"),
]
