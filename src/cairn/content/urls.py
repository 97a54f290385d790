"""Addresses of guidance for each role, and of reports over the whole site."""

from django.urls import path

from cairn.content.views import chain, roles, sitemap

app_name = "content"
urlpatterns = [
    path("chain/", chain.chain, name="chain"),
    path("who-it-is-for/", roles.roles, name="roles"),
    path("who-it-is-for/<slug:key>/", roles.role, name="role"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
]
