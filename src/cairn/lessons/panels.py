"""What other pages show of lessons and insights."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from cairn.common.panels import Panel
from cairn.lessons.models import Lesson
from cairn.lessons.presenters import InsightView, LessonView
from cairn.lessons.queries import FAILED, get_backing, get_insights_on, get_lessons
from cairn.records.enums import RecordKind
from cairn.records.queries import get_what_comes_of

LEARNT_FROM = (RecordKind.PROJECT, RecordKind.PRACTICE_MODEL, RecordKind.ADOPTION, RecordKind.EVALUATION)


def show_lessons(request: HttpRequest, record: Any) -> str:
    """Lessons that come from this record, failures first; and where there is none, that nobody told one."""
    lessons = get_what_comes_of([record.pk], RecordKind.LESSON)
    found: list[Lesson] = list(get_lessons(request.user).filter(pk__in=lessons))
    found.sort(key=lambda lesson: lesson.happened not in FAILED)
    context = {"lessons": [LessonView(one) for one in found], "record": record}
    return render_to_string("lessons/lessons_panel.html", context, request)


def show_gathered(request: HttpRequest, challenge: Any) -> str:
    """The same lesson learnt by several, with their different ways round it."""
    insights = list(get_insights_on(challenge, request.user))
    if not insights:
        return ""
    backing = get_backing(insights, request.user)
    views = [InsightView(one, backing[one.pk], localdate()) for one in insights]
    return render_to_string("lessons/gathered_panel.html", {"insights": views}, request)


LESSON_PANELS = (Panel("lessons", LEARNT_FROM, show_lessons),)
INSIGHT_PANELS = (Panel("same-lesson", (RecordKind.CHALLENGE,), show_gathered),)
