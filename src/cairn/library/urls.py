"""Addresses of the library."""

from django.urls import path

from cairn.library import views

app_name = "library"
urlpatterns = [
    path("models/", views.models, name="models"),
    path("models/compare/", views.compare_models, name="compare-models"),
    path("models/<slug:slug>/", views.model, name="model"),
    path("projects/", views.projects, name="projects"),
    path("projects/<slug:slug>/", views.project, name="project"),
    path("programmes/<slug:slug>/", views.programme, name="programme"),
    path("reported/results.csv", views.reported_file, name="reported-file"),
    path("reported/<slug:slug>/", views.claim, name="claim"),
]
