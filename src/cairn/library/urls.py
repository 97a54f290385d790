"""Addresses of the library."""

from django.urls import path

from cairn.library.views import care, claims, entries, introduction, judgements, lists, rows, short_list, updates

app_name = "library"
urlpatterns = [
    path("library/", lists.library, name="library"),
    path("introduction/", introduction.introduction, name="introduction"),
    path("models/", lists.models, name="models"),
    path("models/compare/", lists.compare_models, name="compare-models"),
    path("models/<slug:slug>/", entries.model, name="model"),
    path("projects/", lists.projects, name="projects"),
    path("projects/<slug:slug>/", entries.project, name="project"),
    path("projects/<slug:slug>/updates/", updates.updates, name="updates"),
    path("projects/<slug:slug>/updates/<int:number>/hide/", updates.hide_need, name="hide-need"),
    path("projects/<slug:slug>/coach/", updates.coach, name="coach"),
    path("projects/<slug:slug>/coach/answer/", updates.answer_as_coach, name="answer-as-coach"),
    path("help-wanted/", updates.help_wanted, name="help-wanted"),
    path("help-wanted/<int:number>/", updates.offer_help, name="offer-help"),
    path("programmes/<slug:slug>/", entries.programme, name="programme"),
    path("programmes/<slug:slug>/gaps/", entries.gaps, name="gaps"),
    path("rounds/<slug:slug>/", entries.round_of, name="round"),
    path("methods/", lists.methods, name="methods"),
    path("methods/<slug:slug>/", entries.method, name="method"),
    path("evaluation-reports/", lists.reports, name="reports"),
    path("evaluation-reports/<slug:slug>/", entries.report, name="report"),
    path("how-we-rate-evidence/", lists.how_we_rate, name="how-we-rate"),
    path("words/", lists.vocabularies, name="vocabularies"),
    path("words/<slug:key>/", lists.vocabulary, name="vocabulary"),
    path("reported/results.csv", lists.reported_file, name="reported-file"),
    path("reported/new/", claims.new_claim, name="new-claim"),
    path("reported/<slug:slug>/", entries.claim, name="claim"),
    path("judgements/<slug:slug>/", judgements.judgements, name="judgements"),
    path("short-list/", short_list.short_list, name="short-list"),
    path("short-list/<slug:slug>/", short_list.keep, name="keep"),
    path("records/<slug:slug>/care/", care.care, name="care"),
    path("records/<slug:slug>/rows/<slug:name>/", rows.rows, name="rows"),
    path("records/<slug:slug>/rows/<slug:name>/<int:number>/remove/", rows.remove_row, name="remove-row"),
]
