"""Naming the stories that influenced a decision, for those who may edit it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache

from cairn.accounts.requests import SignedInRequest
from cairn.common.keys import read_key
from cairn.decisions.forms.stories import NameStoryForm
from cairn.decisions.models import Decision
from cairn.decisions.policies.stories import UnableToNameStory
from cairn.decisions.presenters.stories import list_named_stories
from cairn.decisions.queries.stories import get_stories_to_name
from cairn.decisions.services.stories import name_story, remove_story
from cairn.records.views.loading import get_own_record
from cairn.voice.policies import UnableToTellStory


@never_cache
@login_required
def stories(request: SignedInRequest, slug: str) -> HttpResponse:
    """404 for whoever may not edit it, and for records of other kinds."""
    decision = get_object_or_404(Decision, pk=get_own_record(request, slug).pk)
    day = localdate()
    if request.method == "POST" and (number := read_key(request.POST.get("remove", ""))):
        remove_story(decision=decision, number=number, by=request.user, at=now())
        messages.success(request, "Story removed from the decision.")
        return redirect("decisions:stories", slug)
    found = get_stories_to_name(decision, day=day)
    form = NameStoryForm(request.POST if request.method == "POST" else None, stories=found)
    if request.method == "POST" and form.is_valid():
        try:
            name_story(decision=decision, story=form.cleaned_data["story"], by=request.user, at=now())
        except (UnableToNameStory, UnableToTellStory) as problem:
            form.add_error("story", str(problem))
        else:
            messages.success(request, "Story named. Its page shows this decision to people who can read it.")
            return redirect("decisions:stories", slug)
    context = {
        "decision": decision,
        "form": form,
        "has_stories": found.exists(),
        "named": list_named_stories(decision, day=day),
    }
    return render(request, "decisions/stories.html", context)
