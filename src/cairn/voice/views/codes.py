"""For whoever holds a private code, without a log-in: what happened with their answers, and taking them back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from cairn.common.keys import read_key
from cairn.common.limits import limit_rate
from cairn.voice import services
from cairn.voice.forms import CodeForm
from cairn.voice.models import PrivateCode
from cairn.voice.presenters.listening import list_answers
from cairn.voice.queries import get_checks
from cairn.voice.translations import ENGLISH, Text, get_languages, get_text

TRIES_AN_HOUR = 30


@never_cache
@sensitive_post_parameters()
@sensitive_variables("form", "code", "context")
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
    done = do_what_is_asked(request, code, own_text)
    if done and not code.contributions.exists():
        context = {"form": CodeForm(text=text), "done": text["code"]["all_deleted"]}
        return render(request, "voice/code.html", shared | context)
    context = {"text": own_text, "code": form.data["code"], "done": done, "answers": list_answers(code, own_text)}
    return render(request, "voice/answers_of_code.html", shared | context)


def do_what_is_asked(request: HttpRequest, code: PrivateCode, text: Text) -> str:
    """What was done, in a sentence; empty where nothing was asked."""
    if "all" in request.POST:
        services.withdraw_by_code(code=code, number=None, at=now())
        return text["code"]["all_deleted"]
    if number := read_key(request.POST.get("withdraw", "")):
        services.withdraw_by_code(code=code, number=number, at=now())
        return text["answers"]["deleted"]
    asked, _, purpose = request.POST.get("stop", "").partition("-")
    if number := read_key(asked):
        services.end_consent_by_code(code=code, number=number, purpose=purpose, at=now())
        return text["answers"]["stopped"]
    return ""
