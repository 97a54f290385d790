from django.urls import path

from cairn.indicators import views

app_name = "indicators"
urlpatterns = [
    path("councils/<slug:slug>/figures.csv", views.council_csv, name="council-csv"),
    path("measures/", views.measures, name="measures"),
    path("measures/<slug:key>/", views.measure, name="measure"),
    path("measures/<slug:key>/figures.csv", views.measure_csv, name="measure-csv"),
]
