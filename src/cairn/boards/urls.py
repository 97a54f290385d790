"""Addresses of boards."""

from django.urls import path

from cairn.boards.enums import SHEET
from cairn.boards.views import deciding, files, following, reading

app_name = "boards"
urlpatterns = [
    path("boards/", reading.boards, name="boards"),
    path(f"boards/{SHEET}/", reading.sheet, name="sheet"),
    path(f"boards/{SHEET}/file/", files.sheet, name="sheet-file"),
    path("boards/new.rss", following.NewVersions(), name="feed"),
    path("boards/new.atom", following.NewVersionsAtom(), name="atom"),
    path("boards/<slug:slug>/follow/", following.follow, name="follow"),
    path("boards/<slug:slug>/", reading.board, name="board"),
    path("boards/<slug:slug>/decision/", deciding.decision, name="decision"),
    path("boards/<slug:slug>/take-off/", deciding.take_off, name="take-off"),
    path("boards/<slug:slug>/versions/", reading.versions, name="versions"),
    path("boards/<slug:slug>/versions/<int:number>/", reading.version, name="version"),
    path("boards/<slug:slug>/versions/<int:number>/<slug:form>/", files.board, name="file"),
]
