"""For whoever holds a private code, without a log-in: what happened with their answers, and taking them back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from cairn.common.keys import read_key
from cairn.common.limits import limit_rate
from cairn.voice import services
from cairn.voice.forms import AnswerOfCodeForm, CodeForm
from cairn.voice.models import PrivateCode
from cairn.voice.policies import UnableToTellStory
from cairn.voice.presenters.listening import list_answers
from cairn.voice.presenters.stories import StoryOfCode, list_stories

TRIES_AN_HOUR = 30


@never_cache
@sensitive_post_parameters()
@sensitive_variables("form", "code", "context")
@limit_rate("private code", per_hour=TRIES_AN_HOUR)
def answers_of_code(request: HttpRequest) -> HttpResponse:
    """The code comes with each request and is kept nowhere: not in an address, a cookie or a session."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "voice/code.html", {"form": form})
    code: PrivateCode = form.cleaned_data["code"]
    asked = request.POST.get("story", "")
    own = [one for one in list_stories(code, day=localdate()) if one.story.key == asked]
    if own and "withdraw_story" not in request.POST:
        if (response := read_story(request, code, own[0], form.data["code"])) is not None:
            return response
    elif done := do_what_is_asked(request, code):
        messages.success(request, done)
        if not code.contributions.exists() and not code.stories.exists():
            return redirect("voice:code")
    context = {
        "code": form.data["code"],
        "answers": list_answers(code),
        "stories": list_stories(code, day=localdate()),
    }
    return render(request, "voice/answers_of_code.html", context)


def read_story(request: HttpRequest, code: PrivateCode, own: StoryOfCode, typed: str) -> HttpResponse | None:
    """The page on which they read it and answer; none once they have."""
    if own.draft is None:
        return None
    is_answer = "sha256" in request.POST
    initial = {"story": own.story.key, "sha256": own.draft.sha256}
    form = AnswerOfCodeForm(request.POST if is_answer else None, initial=initial)
    if is_answer and form.is_valid():
        given = form.cleaned_data
        try:
            services.answer_by_code(
                code=code,
                key=own.story.key,
                sha256=given["sha256"],
                answer=given["answer"],
                comment=given["comment"],
                at=now(),
            )
        except UnableToTellStory as problem:
            form = AnswerOfCodeForm(initial=initial)
            messages.error(request, str(problem))
        else:
            messages.success(request, "Thank you. Your answer is saved.")
            return None
    return render(request, "voice/story_of_code.html", {"code": typed, "own": own, "form": form})


def do_what_is_asked(request: HttpRequest, code: PrivateCode) -> str:
    """What was done, in a sentence; empty where nothing was asked."""
    if "all" in request.POST:
        services.withdraw_by_code(code=code, number=None, at=now())
        return "All your answers are withdrawn. Your words were deleted."
    if (key := request.POST.get("withdraw_story", "")) and code.stories.filter(key=key).exists():
        services.end_story_by_code(code=code, key=key, at=now())
        return "Your story is withdrawn. Its words were deleted."
    if number := read_key(request.POST.get("withdraw", "")):
        services.withdraw_by_code(code=code, number=number, at=now())
        return "Your answer is withdrawn. Your words were deleted."
    asked, _, purpose = request.POST.get("stop", "").partition("-")
    if number := read_key(asked):
        services.end_consent_by_code(code=code, number=number, purpose=purpose, at=now())
        return "Your answer is no longer used for that."
    return ""
