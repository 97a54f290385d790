from django.urls import path

from cairn.indicators.views import actions, councils, measures, proposals, releases

app_name = "indicators"
urlpatterns = [
    path("actions/<slug:slug>/measure/choose/", actions.choose, name="action-measure"),
    path("actions/<slug:slug>/measure/remove/", actions.remove, name="remove-action-measure"),
    path("councils/<slug:slug>/figures.csv", measures.council_csv, name="council-csv"),
    path("councils/<slug:slug>/figures.xlsx", measures.council_xlsx, name="council-xlsx"),
    path("councils/<slug:slug>/figures/", councils.council_figures, name="council-figures"),
    path("councils/<slug:slug>/inspections/", councils.inspections, name="inspections"),
    path("councils/<slug:slug>/<slug:key>/", councils.council_measure, name="council-measure"),
    path("councils/<slug:slug>/<slug:key>/chart.<slug:form>", councils.council_measure_chart, name="council-chart"),
    path("councils/<slug:slug>/<slug:key>/figures.<slug:form>", councils.council_measure_file, name="council-file"),
    path("compare/", councils.compare, name="compare"),
    path("compare/chart.<slug:form>", councils.compare_chart, name="compare-chart"),
    path("inspections/<slug:sha256>.pdf", councils.inspection_report, name="inspection-report"),
    path("data/", releases.releases, name="releases"),
    path("data/figures.zip", releases.everything, name="everything"),
    path("data/upload/", releases.upload, name="upload"),
    path("data/given/<int:number>/", releases.given, name="given"),
    path("data/given/<int:number>/answer/", releases.answer, name="answer"),
    path("data/<int:number>/", releases.release, name="release"),
    path("data/<int:number>/change/", releases.change_release, name="change-release"),
    path("measures/", measures.measures, name="measures"),
    path("measures/proposals/", proposals.proposals, name="proposals"),
    path("measures/proposals/new/", proposals.propose, name="propose"),
    path("measures/proposals/<int:number>/", proposals.propose, name="proposal"),
    path("measures/proposals/<int:number>/measure.yaml", proposals.proposal_file, name="proposal-file"),
    path("measures/proposals/<int:number>/remove/", proposals.remove_proposal, name="remove-proposal"),
    path("measures/<slug:key>/", measures.measure, name="measure"),
    path("measures/<slug:key>/follow/", measures.follow, name="follow"),
    path("measures/<slug:key>/figures.csv", measures.measure_csv, name="measure-csv"),
    path("measures/<slug:key>/figures.xlsx", measures.measure_xlsx, name="measure-xlsx"),
]
