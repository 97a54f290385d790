"""Insights: the list, one, the same lesson gathered, and what nobody acts on."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.access import say_moved_or_withdrawn
from cairn.common.pagination import get_page
from cairn.lessons import services
from cairn.lessons.definitions import get_topic_choices
from cairn.lessons.enums import Viewpoint
from cairn.lessons.forms import GatherForm, WhyNotForm
from cairn.lessons.models import Insight, Lesson, NotActed
from cairn.lessons.policies import UnableToTell
from cairn.lessons.presenters import InsightView
from cairn.lessons.queries import (
    count_reasons,
    get_backing,
    get_challenges_of,
    get_insights,
    get_known_not_acted,
    get_named_lessons,
    get_reasons,
    get_similar_lessons,
    search_lessons,
)
from cairn.records.policies import UnableToChangeRecord
from cairn.records.presenters import RecordView
from cairn.records.views.loading import describe_page, get_record

PAGE_LENGTH = 30
MOST_FOUND = 10
MOST_GATHERED = 30


@require_safe
def insights(request: HttpRequest) -> HttpResponse:
    topics, viewpoints = get_topic_choices(), Viewpoint.choices
    topic = request.GET.get("topic", "") if request.GET.get("topic") in dict(topics) else ""
    viewpoint = request.GET.get("viewpoint", "") if request.GET.get("viewpoint") in Viewpoint.values else ""
    found = get_insights(request.user, topic=topic, viewpoint=viewpoint)
    page = get_page(found, request, PAGE_LENGTH)
    backing = get_backing(page, request.user)
    context = {
        "page": page,
        "rows": [
            (InsightView(one, backing[one.pk], localdate()), RecordView(one, request.user).sharing_tag) for one in page
        ],
        "filters": [("topic", "Board", topics, topic), ("viewpoint", "Whose view", viewpoints, viewpoint)],
        "is_filtered": bool(topic or viewpoint),
    }
    return render(request, "lessons/insights.html", context)


@require_safe
@say_moved_or_withdrawn
def insight(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_record(request, slug, Insight)
    more = {
        "insight": InsightView(found, get_backing([found], request.user)[found.pk], localdate()),
        "challenges": get_challenges_of(found, request.user),
    }
    return render(request, "lessons/insight.html", describe_page(request, found) | more)


@require_safe
def known(request: HttpRequest) -> HttpResponse:
    """What many have learnt and nobody acts on yet, with the reasons that people gave."""
    found = get_known_not_acted(request.user)
    reasons = count_reasons([one.insight for one in found])
    rows = [(one, reasons.get(one.insight.pk, [])) for one in found[:PAGE_LENGTH]]
    return render(request, "lessons/known.html", {"rows": rows})


@login_required
def why_not(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say what stands in the way of acting on an insight, and read what others said."""
    found = get_record(request, slug, Insight)
    form = WhyNotForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.say_why_not(insight=found, by=request.user, at=now(), **form.cleaned_data)
        except UnableToTell as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Saved. People who are signed in can read it.")
            return redirect("lessons:why-not", slug)
    return render(request, "lessons/why_not.html", {"record": found, "form": form, "reasons": get_reasons(found)})


@require_POST
@login_required
def take_back_why_not(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    found = get_record(request, slug, Insight)
    reason = get_object_or_404(NotActed, insight=found, pk=number)
    try:
        services.take_back_why_not(reason=reason, by=request.user)
    except UnableToTell as problem:
        messages.error(request, str(problem))
    return redirect("lessons:why-not", slug)


@login_required
def gather(request: SignedInRequest) -> HttpResponse:
    """`?lesson=` names one, `also` others that were added to it; what says something alike is offered beside them.

    `q` searches every lesson that the reader may see, so that any of them can be added.
    """
    first = get_record(request, request.GET.get("lesson", "")[:60], Lesson)
    wanted = request.GET.get("q", "").strip()[:100]
    added = get_named_lessons(request.GET.getlist("also")[:MOST_GATHERED], request.user, but=first)
    chosen = [first, *added]
    words = f"{first.title} {first.title} {first.summary}"
    similar = get_similar_lessons(words, request.user, but=first, most=8)
    lessons = list(dict.fromkeys([*chosen, *similar]))
    form = GatherForm(
        request.POST if request.method == "POST" else None, user=request.user, lessons=lessons, chosen=chosen
    )
    if request.method == "POST" and form.is_valid():
        try:
            insight = services.gather_lessons(
                insight=None,
                answers=form.get_answers(),
                ways=form.get_ways(),
                challenge=form.cleaned_data["challenge"],
                team=form.get_team(),
                by=request.user,
                at=now(),
            )
        except UnableToChangeRecord as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Draft insight created. Say how sure you are, then share it.")
            return redirect("records:edit", insight.slug)
    found = search_lessons(wanted, request.user, but=lessons)[:MOST_FOUND] if wanted else []
    context = {"form": form, "first": first, "wanted": wanted, "found": found, "added": added}
    return render(request, "lessons/gather.html", context)
