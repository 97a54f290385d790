"""Where people answer, one statement to a screen: with an account, by a private link, or in a room.

The pages of links and rooms read no session and set no cookie. What is typed travels with the page and is kept nowhere
until it is sent.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from cairn.accounts.requests import SignedInRequest
from cairn.common.access import View
from cairn.conditions import services
from cairn.conditions.forms import ReflectForm
from cairn.conditions.models import ConditionProfile, ReflectionRound, Respondent
from cairn.conditions.policies import UnableToReflect, check_can_answer, check_is_open
from cairn.conditions.queries import get_open_round
from cairn.records.views.loading import get_record
from cairn.rooms.models import Room
from cairn.rooms.policies import UnableToUseRoom
from cairn.rooms.views.phones import for_open_room

NOTHING = "You have not answered any statement. Answer at least one, or close this page."


@dataclass(frozen=True)
class Door:
    """How somebody came here; `send` takes what they answered."""

    round: ReflectionRound
    send: Callable[[ReflectForm], object]
    has_account: bool = False
    room: Room | None = None


def takes_answers(view: View) -> View:
    return require_http_methods(["GET", "HEAD", "POST"])(never_cache(sensitive_post_parameters()(view)))


@takes_answers
@login_required
def answer(request: SignedInRequest, slug: str) -> HttpResponse:
    """With an account: whoever may read the reflection, once."""
    profile = get_record(request, slug, ConditionProfile)
    round = get_open_round(profile)
    if round is None:
        messages.error(request, "No round is open, so you cannot answer now.")
        return redirect(profile)
    respondent = Respondent.objects.filter(round=round, user=request.user).first()
    try:
        check_can_answer(round, respondent, at=now())
    except UnableToReflect as problem:
        return say_closed(request, str(problem), status=200)

    def send(form: ReflectForm) -> None:
        services.answer_by_account(round=round, said=form.get_said(), by=request.user, at=now())

    return walk(request, Door(round, send, has_account=True))


@csrf_exempt  # the key in the address is the proof
@takes_answers
def answer_by_link(request: HttpRequest, key: str) -> HttpResponse:
    """By the link of a mail, once."""
    found = Respondent.objects.select_related("round__profile__team__organisation").filter(key=key).first()
    if found is None:
        return say_closed(
            request, "This link does not work. The round may have closed, or part of the link is missing."
        )
    try:
        check_can_answer(found.round, found, at=now())
    except UnableToReflect as problem:
        return say_closed(request, str(problem), status=200 if found.has_answered else 410)

    def send(form: ReflectForm) -> None:
        services.answer_by_link(respondent=found, said=form.get_said(), at=now())

    return walk(request, Door(found.round, send))


@csrf_exempt
@takes_answers
@for_open_room
def answer_in_room(request: HttpRequest, room: Room) -> HttpResponse:
    """With the code of a room, as often as somebody passes the phone on."""
    round = get_object_or_404(ReflectionRound.objects.select_related("profile__team__organisation"), room=room)
    try:
        check_is_open(round, at=now())
    except UnableToReflect as problem:
        return say_closed(request, str(problem), status=410)

    def send(form: ReflectForm) -> None:
        key: uuid.UUID = form.cleaned_data["key"]
        services.answer_in_room(room=room, key=key, said=form.get_said(), at=now())

    return walk(request, Door(round, send, room=room))


@sensitive_variables("form", "context")
def walk(request: HttpRequest, door: Door) -> HttpResponse:
    """The screen that is asked for, or the one on which something must be mended; at the end what was answered goes."""
    if request.method != "POST":
        return show(request, door, ReflectForm(round=door.round), 0)
    form = ReflectForm(request.POST, round=door.round)
    go, screen = request.POST.get("go", "next"), form.read_screen(request.POST.get("screen", ""))
    if not form.is_valid():
        return show(request, door, form, form.find_wrong_screen() or 0, status=422)
    if go == "send":
        return take(request, door, form)
    steps = {"next": screen + 1, "back": screen - 1}
    wanted = steps[go] if go in steps else form.read_screen(go)
    return show(request, door, form, min(max(wanted, 0), form.last_screen))


@sensitive_variables("form")
def take(request: HttpRequest, door: Door, form: ReflectForm) -> HttpResponse:
    if not form.get_said().answers:
        form.add_error(None, NOTHING)
        return show(request, door, form, form.last_screen, status=422)
    try:
        door.send(form)
    except (UnableToReflect, UnableToUseRoom) as problem:
        return say_closed(request, str(problem), status=409)
    return render(request, "conditions/answered.html", {"door": door, "round": door.round})


@sensitive_variables("form", "context")
def show(request: HttpRequest, door: Door, form: ReflectForm, screen: int, *, status: int = 200) -> HttpResponse:
    statement = form.get_statement(screen)
    shown = {name.partition("_")[0]: form[name] for name in form.list_shown(screen)}
    context = {
        "door": door,
        "round": door.round,
        "form": form,
        "screen": screen,
        "is_last": screen == form.last_screen,
        "number": len(door.round.statements),
        "statement": statement,
        "shown": shown,
        "has_words": bool(statement and form.data.get(f"words_{statement['key']}")),
        "is_concern": bool(statement and statement["key"] in form.concerns),
        "carried": form.list_carried(screen),
        "answers": list(form.list_answers()),
        "has_errors": status == 422,
    }
    return render(request, "conditions/answer.html", context, status=status)


def say_closed(request: HttpRequest, problem: str, *, status: int = 404) -> HttpResponse:
    return render(request, "conditions/answer_closed.html", {"problem": problem}, status=status)
