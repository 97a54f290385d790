"""Stories of change, for everybody: gone from here the moment that consent ends or is withdrawn. Nothing is cached."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cairn.common.pagination import get_page
from cairn.common.panels import render_panels
from cairn.voice.models import Story, StoryRecording
from cairn.voice.policies import can_run_story
from cairn.voice.presenters.stories import StoryView, read_pass
from cairn.voice.queries import get_own_stories, get_readable_stories, get_stories_of_others
from cairn.voice.views.media import send_media

PAGE_LENGTH = 30
MOST_OWN = 50


@require_safe
@never_cache
def stories(request: HttpRequest) -> HttpResponse:
    page = get_page(get_readable_stories(day=localdate()), request, PAGE_LENGTH)
    context = {"page": page, "own": [], "others": []}
    if request.user.is_authenticated:
        context["own"] = list(get_own_stories(request.user)[:MOST_OWN])
        context["others"] = list(get_stories_of_others(request.user)[:MOST_OWN])
    return render(request, "voice/stories.html", context)


@require_safe
@never_cache
def story(request: HttpRequest, key: str) -> HttpResponse:
    """One that has ended, by the clock or because somebody said so, answers as every other that has."""
    found = find_readable(key)
    if found is None:
        there = get_object_or_404(Story, key=key)
        if not there.ended and can_run_story(request.user, there):
            return redirect("voice:story-work", key)
        if there.published_on is None:  # nobody else was ever told that it is there
            raise Http404
        return render(request, "voice/story_gone.html", status=410)
    context = {
        "story": found,
        "view": StoryView(found.page),
        "audiences": list(found.audiences.all()),
        "panels": render_panels("story", request, found),
        "is_own": can_run_story(request.user, found),
    }
    return render(request, "voice/story.html", context)


@require_safe
@never_cache
def recording(request: HttpRequest, key: str) -> HttpResponse:
    """The voice, as long as its words may be read; nobody is told its address on the disk."""
    sound = find_recording(key, request.GET.get("pass", ""))
    if sound is None or not default_storage.exists(sound.file.name or ""):
        raise Http404
    return send_media(request, sound)


def find_recording(key: str, passed: str) -> StoryRecording | None:
    if not passed:
        found = find_readable(key)
        return found.page.recording if found else None
    if (number := read_pass(passed)) is None:
        return None
    agreed = Story.objects.agreed(day=localdate()).filter(key=key)
    return StoryRecording.objects.filter(pk=number, story__in=agreed).first()


def find_readable(key: str) -> Story | None:
    return get_readable_stories(day=localdate()).filter(key=key).first()
