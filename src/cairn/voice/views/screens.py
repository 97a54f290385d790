"""What somebody writes themselves on a phone or tablet, while the worker is there.

These pages read no session and set no cookie, as those of rooms: the key in the address is the proof.
"""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from cairn.voice import policies, services
from cairn.voice.forms import ScreenForm
from cairn.voice.models import ListeningSession
from cairn.voice.policies import UnableToListen
from cairn.voice.queries import get_offered
from cairn.voice.translations import ENGLISH, get_languages, get_text


@csrf_exempt
@never_cache
@sensitive_post_parameters()
@sensitive_variables("form", "context", "given")
def write(request: HttpRequest, door: uuid.UUID) -> HttpResponse:
    """First what cannot stay private, then the question, then thanks."""
    sessions = ListeningSession.objects.select_related("team__organisation")
    session = get_object_or_404(sessions, door=door)
    step = (
        "write" if request.method == "POST" or "write" in request.GET else "sent" if "sent" in request.GET else "start"
    )
    offered = get_offered(session)
    asked = request.GET.get("lang", "")
    text = get_text(step, asked=asked, offered=offered)
    try:
        policies.check_is_open(session, at=now())
    except UnableToListen:
        return show_closed(request, offered)
    context: dict[str, Any] = {"text": text, "step": step, "lang": asked if asked in offered else ENGLISH}
    context["question"] = session.questions.get(text.language.code, session.question)
    if step == "start" and offered:
        context["languages"] = [get_languages()[code] for code in (ENGLISH, *offered)]
    if step == "write":
        form = context["form"] = ScreenForm(
            *(request.POST, request.FILES) if request.method == "POST" else (), text=text
        )
        if request.method == "POST" and form.is_valid():
            try:
                given = {name: form.cleaned_data[name] for name in ("number", "words", "age_band", "purposes")}
                services.receive(session=session, file=form.file, at=now(), **given)
            except UnableToListen:
                form.add_error(None, text["write"]["not_sent"])
                form.ask_for_file_again()
            else:
                return redirect(f"{request.path}?sent=1&lang={context['lang']}")
    return render(request, "voice/screen.html", context)


def show_closed(request: HttpRequest, offered: list[str]) -> HttpResponse:
    text = get_text("closed", asked=request.GET.get("lang", ""), offered=offered)
    return render(request, "voice/screen_closed.html", {"text": text}, status=410)
