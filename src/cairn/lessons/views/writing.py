"""Telling a lesson: others' failures first, then three minutes."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.lessons import services
from cairn.lessons.forms import AGREED, ANONYMOUS, NewLessonForm
from cairn.lessons.models import Lesson
from cairn.lessons.presenters import LessonView
from cairn.lessons.queries import get_failures_of_others, get_similar_lessons
from cairn.records.models import Record
from cairn.records.policies import UnableToChangeRecord
from cairn.records.views.loading import get_own_record


@login_required
def new_lesson(request: SignedInRequest) -> HttpResponse:
    """Because of a record that the reader sees (`?of=`), or by itself."""
    about = Record.objects.visible_to(request.user).filter(slug=request.GET.get("of", "")[:60]).first()
    form = NewLessonForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return _start_lesson(request, form, about)
        except UnableToChangeRecord as problem:
            form.add_error(None, str(problem))
    examples = [] if form.is_bound else get_failures_of_others(request.user)
    context = {
        "form": form,
        "about": about,
        "examples": [LessonView(one.lesson) for one in examples],
        "has_strong": any(one.grade for one in examples),  # said once of them all: a grade is no label of a lesson
    }
    return render(request, "lessons/new_lesson.html", context)


def _start_lesson(request: SignedInRequest, form: Any, about: Record | None) -> HttpResponse:
    answers, way = form.get_answers(), form.cleaned_data["way"]
    if way == ANONYMOUS:
        draft = services.save_anonymous_draft(draft=None, answers=answers, by=request.user, at=now())
        return redirect("lessons:anonymous-check", draft.pk)
    lesson = services.start_lesson(answers=answers, team=form.get_team(), by=request.user, at=now(), about=about)
    messages.success(request, "Draft created. Only your team can see it.")
    return redirect("lessons:agreement" if way == AGREED else "lessons:written", lesson.slug)


@require_POST
@login_required
def similar(request: SignedInRequest) -> HttpResponse:
    """Lessons that say something like what is being written; fetched by the form while somebody writes."""
    found = get_similar_lessons(request.POST.get("words", "")[:700], request.user)
    return render(request, "lessons/parts/similar.html", {"similar": [LessonView(one) for one in found]})


@require_safe
@login_required
def written(request: HttpRequest, slug: str) -> HttpResponse:
    """After a lesson was told: who else learnt it, and what can be done next."""
    lesson = get_object_or_404(Lesson, pk=get_own_record(request, slug).pk)
    draft = lesson.get_draft()
    similar = get_similar_lessons(f"{draft.title} {draft.title} {draft.summary}", request.user, but=lesson)
    context = {"record": lesson, "draft": draft, "similar": [LessonView(one) for one in similar]}
    return render(request, "lessons/written.html", context)
