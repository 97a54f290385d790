"""What somebody writes themselves on a phone or tablet, while the worker is there.

These pages read no session and set no cookie, as those of rooms: the key in the address is the proof.
"""

import uuid

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


@csrf_exempt
@never_cache
@sensitive_post_parameters()
@sensitive_variables("form", "context", "given")
def write(request: HttpRequest, door: uuid.UUID) -> HttpResponse:
    """First what cannot stay private, then the question, then thanks."""
    sessions = ListeningSession.objects.select_related("team__organisation")
    session = get_object_or_404(sessions, door=door)
    try:
        policies.check_is_open(session, at=now())
    except UnableToListen as problem:
        return render(request, "voice/screen_closed.html", {"problem": problem}, status=410)
    form = ScreenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.receive(session=session, at=now(), **given)
        except UnableToListen as problem:
            form.add_error(None, str(problem))
        else:
            return redirect(f"{request.path}?sent=1")
    step = (
        "form" if request.method == "POST" or "write" in request.GET else "sent" if "sent" in request.GET else "start"
    )
    context = {"session": session, "form": form, "step": step}
    return render(request, "voice/screen.html", context)
