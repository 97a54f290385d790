"""“Ask my director”: the exact words go to somebody who agrees to them or asks for changes."""

from contextlib import suppress

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cairn.accounts.requests import SignedInRequest
from cairn.common.limits import limit_rate
from cairn.lessons import services
from cairn.lessons.forms import AgreeForm, AskToAgreeForm
from cairn.lessons.models import Agreement, Lesson
from cairn.lessons.policies import UnableToTell, is_shared_as_it_is
from cairn.lessons.presenters import AgreementView
from cairn.records.enums import Consent
from cairn.records.policies import UnableToChangeRecord
from cairn.records.views.loading import get_own_record

ASKED_AN_HOUR = 10


def _get_own_lesson(request: HttpRequest, slug: str) -> Lesson:
    return get_object_or_404(Lesson, pk=get_own_record(request, slug).pk)


@limit_rate("agreement", per_hour=ASKED_AN_HOUR)
@login_required
def agreement(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask somebody, and see what was answered; for those who write the lesson."""
    lesson = _get_own_lesson(request, slug)
    form = AskToAgreeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_to_agree(lesson=lesson, by=request.user, at=now(), **form.cleaned_data)
        except UnableToChangeRecord as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Request sent. We will tell you when they answer.")
            return redirect("lessons:agreement", slug)
    asked = [AgreementView(one, lesson) for one in Agreement.objects.filter(lesson=lesson.pk).order_by("-asked_at")]
    context = {"record": lesson, "form": form, "asked": asked, "waits": any(one.waits for one in asked)}
    context["is_shared"] = is_shared_as_it_is(lesson)
    return render(request, "lessons/agreement.html", context)


@require_POST
@login_required
def stop_asking(request: SignedInRequest, slug: str) -> HttpResponse:
    lesson = _get_own_lesson(request, slug)
    waiting = get_object_or_404(Agreement, lesson=lesson.pk, answer=Agreement.Answer.WAITING)
    services.take_back_agreement(agreement=waiting, by=request.user, at=now())
    messages.success(request, "Request cancelled. The link no longer works.")
    return redirect("lessons:agreement", slug)


@never_cache
@limit_rate("agree", per_hour=60)
def agree(request: HttpRequest, key: str) -> HttpResponse:
    """Behind the link that was sent. Whoever holds it reads these words and answers once; no log-in is asked for."""
    open_links = Agreement.objects.exclude(lesson__consent=Consent.TAKEN_BACK)  # whose words it has may take them back
    asked = get_object_or_404(open_links.select_related("lesson__organisation", "asked_by"), key=key)
    form = AgreeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and asked.answer == Agreement.Answer.WAITING and form.is_valid():
        with suppress(UnableToTell):  # answered a moment ago, in another window
            services.answer_agreement(agreement=asked, at=now(), **form.cleaned_data)
        return redirect("lessons:agree", key)
    view = AgreementView(asked, None)
    context = {"asked": asked, "texts": [] if view.is_over(at=now()) else view.texts, "form": form}
    response = render(request, "lessons/agree.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response
