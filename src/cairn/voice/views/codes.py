"""For whoever holds a private code, without a log-in: what happened with their answers, and taking them back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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
from cairn.voice.queries import get_checks
from cairn.voice.translations import ENGLISH, Text, get_languages, get_text

TRIES_AN_HOUR = 30


@never_cache
@sensitive_post_parameters()
@sensitive_variables("form", "code", "context", "own")
@limit_rate("private code", per_hour=TRIES_AN_HOUR)
def answers_of_code(request: HttpRequest) -> HttpResponse:
    """The code comes with each request and is kept nowhere: not in an address, a cookie or a session."""
    checked = get_checks()
    asked = request.GET.get("lang", "")
    text = get_text("code", asked=asked, offered=checked)
    shared: dict[str, Any] = {"text": text, "lang": asked if asked in checked else ENGLISH}
    form = CodeForm(request.POST if request.method == "POST" else None, text=text)
    if request.method != "POST" or not form.is_valid():
        if checked and request.method != "POST":
            shared["languages"] = [one for one in get_languages().values() if one.is_english or one.code in checked]
        return render(request, "voice/code.html", {**shared, "form": form})
    code: PrivateCode = form.cleaned_data["code"]
    own_text = get_text("answers", asked=asked, offered=checked)
    own = find_story(code, request.POST.get("story", ""), own_text)
    if own is not None:
        done = answer_story(request, code, own, own_text)
        if not isinstance(done, str):
            return done
    else:
        done = do_what_is_asked(request, code, own_text)
    if done and not code.contributions.exists() and not code.stories.exists():
        context = {"form": CodeForm(text=text), "done": text["code"]["all_deleted"]}
        return render(request, "voice/code.html", shared | context)
    context = {
        "text": own_text,
        "code": form.data["code"],
        "done": done,
        "answers": list_answers(code, own_text),
        "stories": list_stories(code, own_text, day=localdate()),
    }
    return render(request, "voice/answers_of_code.html", shared | context)


def find_story(code: PrivateCode, key: str, text: Text) -> StoryOfCode | None:
    """The one that they ask for, once something of it is written."""
    return next((one for one in list_stories(code, text, day=localdate()) if one.draft and one.story.key == key), None)


@sensitive_variables("own", "form", "given", "context")
def answer_story(request: HttpRequest, code: PrivateCode, own: StoryOfCode, text: Text) -> str | HttpResponse:
    """The page on which they read it and answer; once they have, a sentence that says so."""
    assert own.draft is not None  # noqa: S101 (see `find_story`)
    initial = {"story": own.story.key, "sha256": own.draft.sha256}
    is_answer, changed = "sha256" in request.POST, ""
    form = AnswerOfCodeForm(request.POST if is_answer else None, text=text, initial=initial)
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
        except UnableToTellStory:
            form, changed = AnswerOfCodeForm(text=text, initial=initial), text["story"]["changed"]
        else:
            return text["story"]["saved"]
    lang = text.language.code
    context = {"code": request.POST["code"], "own": own, "form": form, "text": text, "changed": changed, "lang": lang}
    return render(request, "voice/story_of_code.html", context)


def do_what_is_asked(request: HttpRequest, code: PrivateCode, text: Text) -> str:
    """What was done, in a sentence; empty where nothing was asked."""
    if "all" in request.POST:
        services.withdraw_by_code(code=code, number=None, at=now())
        return text["code"]["all_deleted"]
    if (key := request.POST.get("withdraw_story", "")) and code.stories.filter(key=key).exists():
        services.end_story_by_code(code=code, key=key, at=now())
        return text["story"]["deleted"]
    if number := read_key(request.POST.get("withdraw", "")):
        services.withdraw_by_code(code=code, number=number, at=now())
        return text["answers"]["deleted"]
    asked, _, purpose = request.POST.get("stop", "").partition("-")
    if number := read_key(asked):
        services.end_consent_by_code(code=code, number=number, purpose=purpose, at=now())
        return text["answers"]["stopped"]
    return ""
