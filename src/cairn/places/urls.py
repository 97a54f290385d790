from django.urls import path

from cairn.places import views

app_name = "places"
urlpatterns = [
    path("councils/", views.councils, name="councils"),
    path("councils/<slug:slug>/", views.council, name="council"),
]
