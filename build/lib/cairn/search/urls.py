"""Searching, and the searches that somebody keeps."""

from django.urls import path

from cairn.search import views

app_name = "search"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/saved/", views.saved, name="saved"),
    path("search/saved/<int:number>/delete/", views.delete, name="delete-saved"),
]
