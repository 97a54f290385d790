"""What other pages show of lessons and insights."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from cairn.common.panels import Panel
from cairn.lessons.presenters import InsightView, LessonView
from cairn.lessons.queries import get_backing, get_insights_on, get_questions
from cairn.library.presenters.known import view_known
from cairn.places.models import Circle
from cairn.records.enums import RecordKind, Sharing
from cairn.records.models import Record

MOST_QUESTIONS = 25
LEARNT_FROM = (RecordKind.PROJECT, RecordKind.PRACTICE_MODEL, RecordKind.ADOPTION, RecordKind.EVALUATION)


def show_lessons(request: HttpRequest, record: Record) -> str:
    """Lessons about this record and what it is linked to, failures first; it says so where there is none."""
    known = view_known(request, record).known
    context = {"lessons": [LessonView(one) for one in known.knows("lessons")], "record": record}
    return render_to_string("lessons/lessons_panel.html", context, request)


def show_gathered(request: HttpRequest, challenge: Record) -> str:
    """The same lesson learnt by several, with their different ways round it."""
    insights = list(get_insights_on(challenge, request.user))
    if not insights:
        return ""
    backing = get_backing(insights, request.user)
    views = [InsightView(one, backing[one.pk], localdate()) for one in insights]
    return render_to_string("lessons/gathered_panel.html", {"insights": views}, request)


def show_questions(request: HttpRequest, circle: Circle) -> str:
    """On the page of a circle: what members ask one another; the answers stay with the question."""
    questions = get_questions(request.user).filter(live=True, sharing=Sharing.CIRCLE, circle=circle)[:MOST_QUESTIONS]
    context = {"questions": questions, "can_ask": circle.is_running(on=localdate())}
    return render_to_string("lessons/circle_panel.html", context, request)


CIRCLE_PANELS = (Panel("questions", ("circle",), show_questions),)
LESSON_PANELS = (Panel("lessons", LEARNT_FROM, show_lessons),)
INSIGHT_PANELS = (Panel("same-lesson", (RecordKind.CHALLENGE,), show_gathered),)
