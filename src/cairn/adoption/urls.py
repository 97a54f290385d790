"""Addresses of councils that use a model."""

from django.urls import path

from cairn.adoption.views import changes, done, embedding, proposals
from cairn.adoption.views import using as views

app_name = "adoption"
urlpatterns = [
    path("what-was-done/", done.done, name="done"),
    path("using/new/", views.new_use, name="new-use"),
    path("using/propose/", proposals.propose, name="propose"),
    path("using/proposals/", proposals.proposals, name="proposals"),
    path("using/proposals/<int:number>/", proposals.proposal, name="proposal"),
    path("using/<slug:slug>/", views.adoption, name="adoption"),
    path("using/<slug:slug>/move/", views.move, name="move"),
    path("using/<slug:slug>/parts/", changes.parts, name="parts"),
    path("using/<slug:slug>/changes/", changes.changes, name="changes"),
    path("using/<slug:slug>/changes/new/", changes.new_change, name="new-change"),
    path("using/<slug:slug>/changes/<int:number>/remove/", changes.remove_change, name="remove-change"),
    path("using/<slug:slug>/fidelity/", changes.fidelity, name="fidelity"),
    path("using/<slug:slug>/fidelity/<int:number>/remove/", changes.remove_check, name="remove-check"),
    path("using/<slug:slug>/confirm/", views.confirm, name="confirm"),
    path("using/<slug:slug>/comment/", views.comment, name="comment"),
    path("using/<slug:slug>/take-over/", views.take_over, name="take-over"),
    path("embedding/<slug:slug>/", embedding.embedding, name="embedding"),
    path("embedding/<slug:slug>/<slug:when>/", embedding.review, name="embed-review"),
]
