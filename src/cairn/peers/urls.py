"""Addresses of what organisations ask and offer, and of those who learn from each other."""

from django.urls import URLPattern, URLResolver, path

from cairn.peers.views import declaring, importing, introductions, matching, partnerships

app_name = "peers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("peers/", declaring.peers, name="peers"),
    path("peers/asks-and-offers.csv", declaring.export, name="export"),
    path("peers/import/", importing.import_table, name="import"),
    path("peers/import/template.csv", importing.template, name="import-template"),
    path("peers/organisations/<slug:slug>/", declaring.organisation, name="organisation"),
    path("peers/organisations/<slug:slug>/<slug:side>/new/", declaring.add, name="add"),
    path("peers/organisations/<slug:slug>/<slug:side>/<int:number>/", declaring.change, name="change"),
    path("peers/organisations/<slug:slug>/<slug:side>/<int:number>/confirm/", declaring.confirm, name="confirm"),
    path("peers/organisations/<slug:slug>/<slug:side>/<int:number>/remove/", declaring.close, name="close"),
    path("peers/introductions/new/", introductions.ask, name="ask-introduction"),
    path("peers/introductions/<slug:key>/", introductions.introduction, name="introduction"),
    path("partnerships/", partnerships.partnerships, name="partnerships"),
    path("partnerships/<slug:slug>/", partnerships.partnership, name="partnership"),
    path("partnerships/<slug:slug>/change/", partnerships.change, name="change-partnership"),
    path("partnerships/<slug:slug>/close/", partnerships.close, name="close-partnership"),
    path("partnerships/<slug:slug>/step-out/", partnerships.step_out, name="step-out"),
    path("partnerships/<slug:slug>/aims/<int:number>/agree/", partnerships.agree, name="agree-aim"),
    path("partnerships/<slug:slug>/visits/<int:number>.ics", partnerships.visit_calendar, name="visit-calendar"),
    path("partnerships/<slug:slug>/<slug:what>/new/", partnerships.add, name="add-to-partnership"),
    path("partnerships/<slug:slug>/<slug:what>/<int:number>/", partnerships.change_row, name="change-in-partnership"),
    path("peers/matches/", matching.matches, name="matches"),
    path("peers/matches/<slug:key>/", matching.match, name="match"),
    path("peers/runs/", matching.runs, name="runs"),
    path("peers/runs/new/", matching.start_run, name="start-run"),
    path("peers/runs/<int:number>/", matching.run, name="run"),
    path("peers/runs/<int:number>/matches.csv", matching.run_file, name="run-file"),
]
