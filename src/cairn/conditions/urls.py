"""Addresses of reflections on conditions, and of what is settled before a start.

Below /r/ people answer without an account; those pages set no cookie and stand in no log.
"""

from django.urls import path

from cairn.conditions.views import answering, course, groundwork, later, reflections

app_name = "conditions"
urlpatterns = [
    path("before-you-start/", groundwork.groundworks, name="groundworks"),
    path("before-you-start/new/", groundwork.new, name="new-groundwork"),
    path("before-you-start/what-happened-later/", later.what_happened, name="what-happened"),
    path("before-you-start/what-happened-later.csv", later.what_happened_file, name="what-happened-file"),
    path("before-you-start/<slug:slug>/", groundwork.groundwork, name="groundwork"),
    path("before-you-start/<slug:slug>/settle/", groundwork.settle, name="settle"),
    path("before-you-start/<slug:slug>/again/<str:what>/<slug:key>/", course.again, name="again"),
    path("before-you-start/<slug:slug>/looked-again/", course.looked_again, name="looked-again"),
    path("before-you-start/<slug:slug>/record/<str:act>/", course.record_act, name="record"),
    path("reflections/", reflections.reflections, name="reflections"),
    path("reflections/new/", reflections.new_reflection, name="new-reflection"),
    path("reflections/statements/", reflections.statements, name="statements"),
    path("reflections/statements/<slug:key>/", reflections.found_page, name="found"),
    path("reflections/<slug:slug>/", reflections.reflection, name="reflection"),
    path("reflections/<slug:slug>/open/", reflections.open_round, name="open-round"),
    path("reflections/<slug:slug>/invite/", reflections.invite, name="invite"),
    path("reflections/<slug:slug>/room/", reflections.open_room, name="open-room"),
    path("reflections/<slug:slug>/close/", reflections.close_round, name="close-round"),
    path("reflections/<slug:slug>/answer/", answering.answer, name="answer"),
    path("reflections/<slug:slug>/answers.<str:form>", reflections.export, name="export"),
    path("reflections/<slug:slug>/rounds/<int:number>/", reflections.round_page, name="round"),
    path(
        "reflections/<slug:slug>/rounds/<int:number>/words/<str:key>/delete/",
        reflections.remove_words,
        name="remove-words",
    ),
    path("reflections/<slug:slug>/statements/<slug:key>/", reflections.statement_page, name="statement"),
    path("reflections/<slug:slug>/statements/<slug:key>/action/", reflections.new_action, name="new-action"),
    path("r/one/<str:key>/", answering.answer_by_link, name="answer-by-link"),
    path("r/<uuid:key>/reflect/", answering.answer_in_room, name="answer-in-room"),
]
