"""Addresses of councils that use a model."""

from django.urls import path

from cairn.adoption.views import done, embedding, scaling, spread
from cairn.adoption.views import using as views
from cairn.adoption.views import value as value_views

app_name = "adoption"
urlpatterns = [
    path("what-was-done/", done.done, name="done"),
    path("ways-to-scale/", scaling.scaling_strategies, name="scaling-strategies"),
    path("ways-to-scale/compare/", scaling.compare_scaling, name="compare-scaling"),
    path("ways-to-scale/<slug:slug>/", scaling.scaling_strategy, name="scaling-strategy"),
    path("models/<slug:slug>/spread/", spread.spread, name="spread"),
    path("cost-and-break-even/", value_views.value, name="value"),
    path("using/new/", views.new_use, name="new-use"),
    path("using/<slug:slug>/", views.adoption, name="adoption"),
    path("using/<slug:slug>/move/", views.move, name="move"),
    path("embedding/<slug:slug>/", embedding.embedding, name="embedding"),
    path("embedding/<slug:slug>/<slug:when>/", embedding.review, name="embed-review"),
]
