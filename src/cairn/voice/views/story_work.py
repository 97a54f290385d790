"""A story of change, for the worker who writes it down with a young person. Nothing is cached."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.keys import read_key, read_keys
from cairn.records.queries import get_own_teams
from cairn.voice import policies, services
from cairn.voice.forms import (
    AftercareForm,
    AudienceForm,
    HandOverForm,
    PublishStoryForm,
    ReadingForm,
    StartStoryForm,
    StoryConsentForm,
    StoryWordsForm,
)
from cairn.voice.models import Story
from cairn.voice.policies import UnableToTellStory
from cairn.voice.presenters.listening import describe_removed
from cairn.voice.presenters.stories import describe_work
from cairn.voice.queries import get_answers_for_story

MOST_ANSWERS = 100


def save(form: forms.Form, do: Callable[[], Any], field: str | None = None) -> bool:
    """Whether it was done; a rule that refuses says why in the form."""
    try:
        do()
    except UnableToTellStory as problem:
        form.add_error(field, str(problem))
        return False
    return True


@never_cache
@login_required
@sensitive_post_parameters("code")
@sensitive_variables("form", "code", "context", "given")
def new_story(request: SignedInRequest) -> HttpResponse:
    """The code is shown once, in the answer to the form, because it is kept nowhere."""
    if not get_own_teams(request.user).exists():
        return render(request, "rooms/no_team.html")
    form = StartStoryForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            policies.check_story_consent(
                age_band=given["age_band"], adult=given["adult"], until=given["until"], day=localdate()
            )
            code, private = "", given["code"]
            if private is None and given["wants_code"]:
                code, private = services.make_private_code()
            story = services.start_story(
                team=form.get_team(),
                age_band=given["age_band"],
                adult=given["adult"],
                until=given["until"],
                code=private,
                by=request.user,
                at=now(),
            )
        except UnableToTellStory as problem:
            form.add_error(None, str(problem))
        else:
            if code:
                return render(request, "voice/story_started.html", {"story": story, "code": code})
            return redirect("voice:story-work", story.key)
    return render(request, "voice/new_story.html", {"form": form})


@require_safe
@never_cache
@login_required
@sensitive_variables("view", "context")
def work(request: SignedInRequest, key: str) -> HttpResponse:
    """The draft, what its young person said to it, and every step."""
    story = get_own_story(request, key)
    view = describe_work(story, day=localdate())
    context = {"story": story, "view": view, "audiences": story.audiences.all(), "answers": story.voices.count()}
    return render(request, "voice/story_work.html", context)


@never_cache
@login_required
@sensitive_post_parameters("heading", "lead", "words", "real_names", "transcript")
@sensitive_variables("form", "draft", "context")
def edit_story(request: SignedInRequest, key: str) -> HttpResponse:
    story = get_own_story(request, key)
    draft = story.find_draft()
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = StoryWordsForm(*sent, draft=draft)
    if request.method == "POST" and form.is_valid():

        def do() -> None:
            services.save_words(
                story=story,
                told=form.get_told(),
                real_names=form.cleaned_data["real_names"],
                by=request.user,
                at=now(),
            )

        if save(form, do, "words"):
            messages.success(request, "Saved. Now read it with the young person.")
            return redirect("voice:story-work", key)
    return render(request, "voice/edit_story.html", {"form": form, "story": story, "draft": draft})


@never_cache
@login_required
def consent(request: SignedInRequest, key: str) -> HttpResponse:
    story = get_own_story(request, key)
    form = StoryConsentForm(request.POST if request.method == "POST" else None, story=story)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if save(form, lambda: services.change_consent(story=story, by=request.user, at=now(), **given)):
            messages.success(request, "Consent saved.")
            return redirect("voice:story-work", key)
    return render(request, "voice/story_consent.html", {"form": form, "story": story})


@never_cache
@login_required
@sensitive_variables("rows", "context")
def answers(request: SignedInRequest, key: str) -> HttpResponse:
    """Tick the answers that the story is made from; each may be part of a story, by consent."""
    story = get_own_story(request, key)
    allowed = get_answers_for_story(request.user, day=localdate())
    if request.method == "POST":
        chosen = list(allowed.filter(pk__in=read_keys(request.POST.getlist("answer"))))
        number = services.choose_answers(story=story, answers=chosen, by=request.user, at=now())
        messages.success(request, f"{number} answer{'' if number == 1 else 's'} linked to the story.")
        return redirect("voice:story-work", key)
    there = set(story.voices.values_list("contribution_id", flat=True))
    rows = [(one, one.pk in there) for one in allowed[:MOST_ANSWERS]]
    return render(request, "voice/story_answers.html", {"story": story, "rows": rows})


@never_cache
@login_required
@sensitive_post_parameters("comment")
@sensitive_variables("form", "view", "context")
def reading(request: SignedInRequest, key: str) -> HttpResponse:
    story = get_own_story(request, key)
    view = describe_work(story, day=localdate())
    if view.draft is None:
        raise Http404
    form = ReadingForm(request.POST if request.method == "POST" else None, draft=view.draft)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if save(form, lambda: services.record_reading(story=story, by=request.user, at=now(), **given)):
            messages.success(request, "Saved what they said.")
            return redirect("voice:story-work", key)
    return render(request, "voice/story_reading.html", {"form": form, "story": story, "view": view})


@never_cache
@login_required
@sensitive_variables("view", "context")
def publish_story(request: SignedInRequest, key: str) -> HttpResponse:
    story = get_own_story(request, key)
    view = describe_work(story, day=localdate())
    form = PublishStoryForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if save(form, lambda: services.publish_story(story=story, by=request.user, at=now(), **given)):
            messages.success(request, "Published. Anyone can read it.")
            return redirect(story)
    return render(request, "voice/publish_story.html", {"form": form, "story": story, "view": view})


@never_cache
@login_required
def audience(request: SignedInRequest, key: str) -> HttpResponse:
    """Whom it was told to; one that was entered by mistake is removed."""
    story = get_own_story(request, key)
    if request.method == "POST" and (number := read_key(request.POST.get("remove", ""))):
        services.remove_audience(story=story, number=number, by=request.user, at=now())
        messages.success(request, "Removed.")
        return redirect("voice:story-work", key)
    form = AudienceForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if save(form, lambda: services.add_audience(story=story, by=request.user, at=now(), **given)):
            messages.success(request, "Saved. Readers of the story see it.")
            return redirect("voice:story-work", key)
    return render(request, "voice/story_audience.html", {"form": form, "story": story})


@never_cache
@login_required
def aftercare(request: SignedInRequest, key: str) -> HttpResponse:
    story = get_own_story(request, key)
    form = AftercareForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if save(form, lambda: services.record_aftercare(story=story, by=request.user, at=now(), **given), "next_on"):
            messages.success(request, "Saved that you asked.")
            return redirect("voice:story-work", key)
    return render(request, "voice/story_aftercare.html", {"form": form, "story": story})


@never_cache
@login_required
def end_story(request: SignedInRequest, key: str) -> HttpResponse:
    """For a young person who asked the worker to take it back."""
    story = get_own_story(request, key)
    if request.method == "POST":
        removed = services.end_story(story=story, by=request.user, at=now())
        messages.success(request, describe_removed(removed))
        return redirect("voice:stories")
    return render(request, "voice/end_story.html", {"story": story})


@never_cache
@login_required
def hand_over_story(request: SignedInRequest, key: str) -> HttpResponse:
    story = get_object_or_404(Story.objects.select_related("team__organisation"), key=key, ended="")
    if not policies.can_hand_over_story(request.user, story):
        raise Http404
    form = HandOverForm(request.POST if request.method == "POST" else None, session=story)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        if save(form, lambda: services.hand_over_story(story=story, to=to, by=request.user, at=now()), "to"):
            messages.success(request, f"The story is now with {to.name}.")
            return redirect("voice:stories")
    return render(request, "voice/hand_over_story.html", {"form": form, "story": story})


def get_own_story(request: HttpRequest, key: str) -> Story:
    """404 for others: that a story is being told is nobody's business either."""
    stories = Story.objects.run_by(request.user).filter(ended="").select_related("team__organisation")
    return get_object_or_404(stories, key=key)
