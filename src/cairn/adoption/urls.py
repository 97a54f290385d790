"""Addresses of councils that use a model."""

from django.urls import path

from cairn.adoption.views import changes, done, embedding, figures, proposals, scaling, spread
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
    path("figures/<slug:slug>/", figures.figures, name="figures"),
    path("figures/<slug:slug>/new/", figures.new_measure, name="new-own-measure"),
    path("figures/<slug:slug>/<int:number>/", figures.measure, name="own-measure"),
    path("figures/<slug:slug>/<int:number>/figures.<slug:form>", figures.figures_file, name="own-figures-file"),
    path("figures/<slug:slug>/<int:number>/template.<slug:form>", figures.template, name="own-figures-template"),
    path("figures/<slug:slug>/<int:number>/edit/", figures.change_measure, name="change-own-measure"),
    path("figures/<slug:slug>/<int:number>/delete/", figures.delete_measure, name="delete-own-measure"),
    path("figures/<slug:slug>/<int:number>/share/", figures.share_measure, name="share-own-measure"),
    path("figures/<slug:slug>/<int:number>/freeze/", figures.freeze_again, name="freeze-again"),
    path("figures/<slug:slug>/<int:number>/add/", figures.add_figure, name="add-figure"),
    path("figures/<slug:slug>/<int:number>/import/", figures.import_figures, name="import-figures"),
    path("figures/<slug:slug>/<int:number>/range/", figures.new_phase, name="new-phase"),
    path("figures/<slug:slug>/<int:number>/range/<int:phase>/undo/", figures.undo_phase, name="undo-phase"),
    path("figures/<slug:slug>/<int:number>/<slug:period>/", figures.change_figure, name="change-figure"),
]
