"""What people in a room open, on their own phones, without an account.

These pages read no session and set no cookie: nothing that a phone sends with one answer comes again with the next.
"""

import hashlib
import uuid
from functools import wraps

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from cairn.common.access import View
from cairn.common.limits import HOUR, count_sent, get_network, get_number_sent, hash_sender
from cairn.rooms import policies, services
from cairn.rooms.forms import AnswerForm, CodeForm, SheetForm
from cairn.rooms.models import Room
from cairn.rooms.policies import UnableToAnswerClosedRoom, UnableToAnswerFullQuestion
from cairn.rooms.presenters import AnswersView, DoorView, describe_shown
from cairn.rooms.queries import read_code

WRONG_CODES = 10  # in an hour, from one address
LIMIT = "room code"
BUSY = "Too many wrong codes came from your network. Scan the QR code on the screen instead, or try again in an hour."


def for_open_room(view: View) -> View:
    """Give the view the room; whoever comes after its end is told so."""

    @wraps(view)
    def enter(request: HttpRequest, key: uuid.UUID, **kwargs: object) -> HttpResponseBase:
        room = get_object_or_404(Room, key=key)
        try:
            policies.check_is_open(room, at=now())
        except UnableToAnswerClosedRoom as problem:
            return say_ended(request, problem)
        return view(request, room, **kwargs)

    return enter


def say_ended(request: HttpRequest, problem: UnableToAnswerClosedRoom) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"problem": str(problem)}, status=410)
    return render(request, "rooms/ended.html", {"problem": problem}, status=410)


def wants_json(request: HttpRequest) -> bool:
    """Whether the script of the page asks."""
    return request.headers.get("Accept", "") == "application/json"


@require_safe
@never_cache
def door(request: HttpRequest) -> HttpResponse:
    """Where a code is typed in."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("rooms:enter", form.cleaned_data["code"])
    return render(request, "rooms/door.html", {"form": form})


@require_safe
@never_cache
def enter(request: HttpRequest, code: str) -> HttpResponseBase:
    """With the code. Ten wrong ones, and the right one is refused too, or one could go on until it is found."""
    read = read_code(code)
    if not read:
        return redirect(f"{reverse('rooms:door')}?{urlencode({'code': code[:20]})}")
    sender = hash_sender(get_network(request))
    room = Room.objects.filter(code=read).first()
    if room is None:
        is_refused = count_sent(LIMIT, sender, at=now()) > WRONG_CODES
        problem = f"No room has the code {read[:3]} {read[3:]}. Check the screen or the paper and type it again."
        return refuse(request, code, problem) if not is_refused else refuse_for_an_hour(request, code)
    if get_number_sent(LIMIT, sender, at=now()) >= WRONG_CODES:
        return refuse_for_an_hour(request, code)
    return let_in(request, key=room.key)


def refuse(request: HttpRequest, code: str, problem: str, status: int = 404) -> HttpResponse:
    form = CodeForm({"code": code})
    form.is_valid()
    form.add_error("code", problem)
    return render(request, "rooms/door.html", {"form": form}, status=status)


def refuse_for_an_hour(request: HttpRequest, code: str) -> HttpResponse:
    response = refuse(request, code, BUSY, status=429)
    response["Retry-After"] = str(int(HOUR.total_seconds()))
    return response


@for_open_room
def let_in(request: HttpRequest, room: Room) -> HttpResponse:
    services.count_joined(room)
    return redirect(room.get_phone_url())


scan = require_safe(never_cache(let_in))
"""The address in the QR code. It holds the long key of the room, which cannot be guessed, so nothing limits it."""


@require_safe
@never_cache
@for_open_room
def phone(request: HttpRequest, room: Room) -> HttpResponse:
    """All questions, each with a form of its own; or one form, where one person's answers stay together."""
    arrived, prompts = request.GET.get("arrived", ""), list(room.prompts.all())
    if room.is_answered_elsewhere:
        return redirect(room.get_phone_url())
    if room.keeps_together:
        return show_form(request, room, SheetForm(prompts=prompts), has_arrived=bool(arrived))
    return render(
        request,
        "rooms/phone.html",
        {
            "room": room,
            "left": get_seconds_left(room),
            "forms": [AnswerForm(prompt=prompt) for prompt in prompts],
            "arrived": next((prompt for prompt in prompts if str(prompt.position) == arrived), None),
        },
    )


def show_form(
    request: HttpRequest, room: Room, form: SheetForm, *, has_arrived: bool = False, status: int = 200
) -> HttpResponse:
    context = {"room": room, "left": get_seconds_left(room), "form": form, "has_arrived": has_arrived}
    return render(request, "rooms/phone_form.html", context, status=status)


def get_seconds_left(room: Room) -> int:
    """How long a phone may keep what it could not send; by our clock, because a phone's may be wrong."""
    return max(int((room.ends_at - now()).total_seconds()), 0)


def takes_answers(view: View) -> View:
    """From a form, or from the script of the page, which asks for JSON."""
    # No cookie of a browser counts here: the key of the room, which is in the address, is the proof.
    return csrf_exempt(require_POST(never_cache(sensitive_post_parameters()(view))))


@takes_answers
@sensitive_variables("form", "forms", "context")
def answer(request: HttpRequest, key: uuid.UUID, position: int) -> HttpResponse:
    """One answer to one question."""
    room = get_object_or_404(Room, key=key)
    prompts = list(room.prompts.all())
    prompt = next((one for one in prompts if one.position == position), None)
    if prompt is None or room.keeps_together or room.is_answered_elsewhere:
        raise Http404
    form = AnswerForm(request.POST, prompt=prompt)
    status = 422
    if form.is_valid():
        try:
            services.receive_answer(room=room, answer=form.get_answer(), key=form.cleaned_data["key"], at=now())
        except UnableToAnswerClosedRoom as problem:
            return say_ended(request, problem)
        except UnableToAnswerFullQuestion as problem:
            form.add_error("answer", str(problem))
            status = 409
        else:
            return say_arrived(request, room, str(position))
    elif room.has_ended(at=now()):
        return redirect(room.get_phone_url())
    if wants_json(request):
        return say_problems(form, status)
    forms = [form if one == prompt else AnswerForm(prompt=one) for one in prompts]
    context = {"room": room, "left": get_seconds_left(room), "forms": forms, "form": form}
    return render(request, "rooms/phone.html", context, status=status)


@takes_answers
@sensitive_variables("form")
def answer_form(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """All that one person answers, in a room that keeps it together."""
    room = get_object_or_404(Room, key=key)
    if not room.keeps_together or room.is_answered_elsewhere:
        raise Http404
    form = SheetForm(request.POST, prompts=list(room.prompts.all()))
    status = 422
    if form.is_valid():
        try:
            services.receive_form(room=room, answers=form.get_answers(), key=form.cleaned_data["key"], at=now())
        except UnableToAnswerClosedRoom as problem:
            return say_ended(request, problem)
        except UnableToAnswerFullQuestion as problem:
            form.add_error(None, str(problem))
            status = 409
        else:
            return say_arrived(request, room, "form")
    elif room.has_ended(at=now()):
        return redirect(room.get_phone_url())
    return say_problems(form, status) if wants_json(request) else show_form(request, room, form, status=status)


def say_arrived(request: HttpRequest, room: Room, what: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"arrived": True})
    return redirect(f"{room.get_phone_url()}?arrived={what}")


def say_problems(form: Form, status: int) -> HttpResponse:
    said = [str(error) for errors in form.errors.values() for error in errors]
    return JsonResponse({"problem": " ".join(said)}, status=status)


@require_safe
@never_cache
@for_open_room
def screen(request: HttpRequest, room: Room) -> HttpResponse:
    """For the wall: the code, how many joined, what was released. Whoever is in the room may open it too."""
    context = {"room": room, "door": DoorView.of(room), "answers": describe_shown(room)}
    return render(request, "rooms/screen.html", context)


@require_safe
@for_open_room
def screen_answers(request: HttpRequest, room: Room) -> HttpResponse:
    """The part of the screen that changes; nothing is sent where it did not."""
    shown = describe_shown(room)
    tag = make_tag(room, shown)
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = render(request, "rooms/parts/answers.html", {"room": room, "answers": shown})
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    return response


def make_tag(room: Room, shown: list[AnswersView]) -> str:
    """Stands for all that the screen shows."""
    words = [(view.waiting, view.bars, [(item.pk, times) for item, times in view.words]) for view in shown]
    return f'W/"{hashlib.sha256(repr((room.joined, words)).encode()).hexdigest()[:20]}"'
