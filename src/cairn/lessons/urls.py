"""Addresses of lessons, insights and questions."""

from django.urls import path

from cairn.lessons.views import agreements, anonymous, insights, lessons, questions, writing
from cairn.records.enums import RecordKind
from cairn.records.views import starting

app_name = "lessons"
urlpatterns = [
    path("lessons/", lessons.lessons, name="lessons"),
    path("lessons/new/", writing.new_lesson, name="new-lesson"),
    path("lessons/similar/", writing.similar, name="similar"),
    path("lessons/take-back/", anonymous.withdraw, name="withdraw"),
    path("lessons/to-clear/", anonymous.to_clear, name="to-clear"),
    path("lessons/to-clear/<int:number>/", anonymous.clear, name="clear"),
    path("lessons/to-clear/<int:number>/send-back/", anonymous.send_back, name="send-back"),
    path("lessons/without-names/<int:number>/", anonymous.check, name="anonymous-check"),
    path("lessons/without-names/<int:number>/change/", anonymous.change, name="anonymous-change"),
    path("lessons/without-names/<int:number>/send/", anonymous.send, name="anonymous-send"),
    path("lessons/without-names/<int:number>/delete/", anonymous.drop, name="anonymous-drop"),
    path("lessons/agree/<str:key>/", agreements.agree, name="agree"),
    path("lessons/<slug:slug>/", lessons.lesson, name="lesson"),
    path("lessons/<slug:slug>/told/", writing.written, name="written"),
    path("lessons/<slug:slug>/agreement/", agreements.agreement, name="agreement"),
    path("lessons/<slug:slug>/agreement/stop/", agreements.stop_asking, name="stop-asking"),
    path("insights/", insights.insights, name="insights"),
    path("insights/new/", starting.start, {"kind": RecordKind.INSIGHT}, name="new-insight"),
    path("insights/gather/", insights.gather, name="gather"),
    path("insights/known-not-acted-on/", insights.known, name="known"),
    path("insights/<slug:slug>/", insights.insight, name="insight"),
    path("insights/<slug:slug>/why-not/", insights.why_not, name="why-not"),
    path("insights/<slug:slug>/why-not/<int:number>/take-back/", insights.take_back_why_not, name="take-back-why-not"),
    path("questions/", questions.questions, name="questions"),
    path("questions/new/", starting.start, {"kind": RecordKind.QUESTION}, name="new-question"),
    path("questions/<slug:slug>/", questions.question, name="question"),
    path("questions/<slug:slug>/settled/", questions.settle, name="settle"),
    path("questions/<slug:slug>/answers/<int:number>/", questions.change_answer, name="change-answer"),
    path("questions/<slug:slug>/answers/<int:number>/lesson/", questions.make_lesson, name="make-lesson"),
]
