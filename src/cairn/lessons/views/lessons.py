"""Lessons: the list and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from cairn.common.access import say_moved_or_withdrawn
from cairn.common.pagination import get_page
from cairn.lessons.definitions import get_topic_choices
from cairn.lessons.enums import Happened, Tells, Viewpoint
from cairn.lessons.models import Lesson
from cairn.lessons.policies import is_shared_as_it_is
from cairn.lessons.presenters import InsightView, LessonView
from cairn.lessons.queries import FAILED, LessonFilters, get_backing, get_insights_on, get_lessons
from cairn.records.presenters import RecordView
from cairn.records.views.loading import describe_page, get_record

PAGE_LENGTH = 30


@require_safe
def lessons(request: HttpRequest) -> HttpResponse:
    choices = {
        "happened": ("About", Happened.choices),
        "tells": ("About", Tells.choices),
        "topic": ("Topic", get_topic_choices()),
        "viewpoint": ("Whose view", Viewpoint.choices),
    }
    chosen = {name: _choose(request, name, [value for value, _ in options]) for name, (_, options) in choices.items()}
    everything = get_lessons(request.user)
    page = get_page(get_lessons(request.user, LessonFilters(**chosen)), request, PAGE_LENGTH)
    context = {
        "page": page,
        "rows": [(LessonView(lesson), RecordView(lesson, request.user)) for lesson in page],
        "filters": [(name, title, options, chosen[name]) for name, (title, options) in choices.items()],
        "is_filtered": any(chosen.values()),
        "number": everything.count(),
        "number_failed": everything.filter(happened__in=FAILED).count(),
    }
    return render(request, "lessons/lessons.html", context)


def _choose(request: HttpRequest, name: str, allowed: list[str]) -> str:
    given = request.GET.get(name, "")
    return given if given in allowed else ""


@require_safe
@say_moved_or_withdrawn
def lesson(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, Lesson)
    insights = list(get_insights_on(found, request.user))
    backing = get_backing([found, *insights], request.user)
    more = {
        "lesson": LessonView(found),
        "backing": backing[found.pk],
        "can_ask_to_agree": not is_shared_as_it_is(found),
        "insights": [InsightView(one, backing[one.pk], localdate()) for one in insights],
    }
    return render(request, "lessons/lesson.html", describe_page(request, found) | more)
