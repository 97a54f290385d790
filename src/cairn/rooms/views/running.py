"""Pages of those who run a room: opening it, choosing what is shown, paper, typing in, files, closing."""

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.timezone import now
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.exports import TABLE_TYPES, to_table
from cairn.common.keys import read_key, read_keys
from cairn.common.limits import limit_rate
from cairn.common.pagination import get_page
from cairn.common.tables import Column
from cairn.records.queries import get_own_teams
from cairn.rooms import services
from cairn.rooms.enums import ItemState
from cairn.rooms.forms import RoomForm, SheetForm
from cairn.rooms.models import Item, Room
from cairn.rooms.policies import UnableToUseRoom
from cairn.rooms.presenters import DoorView, describe_choices, describe_moderation, make_export
from cairn.rooms.queries import get_rooms

PAGE_LENGTH = 50
COUNT_COLUMNS = [
    "Answer",
    Column("Released", numeric=True),
    Column("Waiting", numeric=True),
    Column("Hidden", numeric=True),
]
CHANGES = {"release": ItemState.RELEASED, "hide": ItemState.HIDDEN, "wait": ItemState.WAITING}
DONE = {"release": "released", "hide": "hidden", "wait": "put back"}


@require_safe
@login_required
def rooms(request: SignedInRequest) -> HttpResponse:
    at = now()
    page = get_page(get_rooms(request.user), request, PAGE_LENGTH)
    rows = [(room, room.has_ended(at=at)) for room in page]
    return render(request, "rooms/rooms.html", {"page": page, "rows": rows})


@login_required
@limit_rate("room", per_hour=30)
def new_room(request: SignedInRequest) -> HttpResponse:
    if not get_own_teams(request.user).exists():
        return render(request, "rooms/no_team.html")
    form = RoomForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        team = form.get_team()
        try:
            room = services.open_room(**form.get_answers(), team=team, by=request.user, at=now())
        except UnableToUseRoom as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Room opened. Show the screen, or read out the code.")
            return redirect(room)
    return render(request, "rooms/new_room.html", {"form": form})


def get_own_room(request: SignedInRequest, key: uuid.UUID) -> Room:
    return get_object_or_404(Room.objects.run_by(request.user).select_related("team__organisation"), key=key)


def get_own_room_with_questions(request: SignedInRequest, key: uuid.UUID) -> Room:
    """Not one whose answers an app above keeps: it has no paper and no file."""
    found = get_own_room(request, key)
    if not found.has_questions:
        raise Http404
    return found


@require_safe
@login_required
def room(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    """How people get in, and what they said."""
    found = get_own_room(request, key)
    context = {
        "room": found,
        "door": DoorView.of(found),
        "has_ended": found.has_ended(at=now()),
        "views": describe_moderation(found),
        "count_columns": COUNT_COLUMNS,
    }
    return render(request, "rooms/room.html", context)


@require_POST
@login_required
def moderate(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    """Release, hide or put back what was ticked, or all of a question; merging asks which wording stays."""
    found = get_own_room(request, key)
    change, _, position = request.POST.get("change", "").partition("-")
    items = read_keys(request.POST.getlist("item"))
    if position:  # all that wait for an answer to one question
        waiting = Item.objects.of_room(found).filter(state=ItemState.WAITING, prompt__position=read_key(position) or 0)
        items = list(waiting.values_list("pk", flat=True))
    if change == "merge":
        return ask_what_stays(request, found, items)
    if change == "separate":
        return separate(request, found, items)
    if change not in CHANGES:
        raise Http404
    number = services.change_state(room=found, items=items, state=CHANGES[change], by=request.user, at=now())
    if number:
        messages.success(request, f"{number} answer{'' if number == 1 else 's'} {DONE[change]}.")
    else:
        messages.error(request, "Nothing was selected. Tick the answers first, then choose what to do with them.")
    return redirect(found)


def ask_what_stays(request: SignedInRequest, room: Room, items: Sequence[int]) -> HttpResponse:
    found = list(Item.objects.of_room(room).filter(pk__in=items).select_related("prompt").shuffled())
    kept = read_key(request.POST.get("kept", ""))
    if kept is None and len(found) > 1:
        return render(request, "rooms/merge.html", {"room": room, "items": found})
    try:
        services.merge_items(room=room, items=items, kept=kept or 0, by=request.user, at=now())
    except UnableToUseRoom as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"{len(found)} answers merged into one.")
    return redirect(room)


def separate(request: SignedInRequest, room: Room, items: Sequence[int]) -> HttpResponse:
    try:
        number = services.separate_items(room=room, items=items, by=request.user, at=now())
    except UnableToUseRoom as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"Merge undone. {number} answer{' is' if number == 1 else 's are'} waiting again.")
    return redirect(room)


@require_POST
@login_required
def close(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    found = get_own_room(request, key)
    try:
        services.close_room(room=found, by=request.user, at=now())
    except UnableToUseRoom as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "Room closed. You can still release answers and type in paper sheets.")
    return redirect(found)


@require_safe
@login_required
def paper(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    """The same questions to print, for people without a phone."""
    found = get_own_room_with_questions(request, key)
    questions = [
        (prompt, describe_choices(prompt) if prompt.options or prompt.kind == "scale" else [])
        for prompt in found.prompts.all()
    ]
    return render(request, "rooms/paper.html", {"room": found, "door": DoorView.of(found), "questions": questions})


@login_required
@sensitive_post_parameters()
def type_in(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    """What somebody wrote on paper or says: all questions at once, then the next sheet."""
    found = get_own_room_with_questions(request, key)
    if found.is_answered_elsewhere:
        return redirect(found.get_phone_url())
    prompts = list(found.prompts.all())
    form = SheetForm(request.POST if request.method == "POST" else None, prompts=prompts)
    if request.method == "POST" and form.is_valid():
        answers = form.get_answers()
        try:
            services.receive_sheet(room=found, answers=answers, key=form.cleaned_data["key"], by=request.user, at=now())
        except UnableToUseRoom as problem:
            form.add_error(None, str(problem))
        else:
            number = len(answers)
            messages.success(request, f"{number} answer{'' if number == 1 else 's'} saved. Type in the next sheet.")
            return redirect("rooms:type-in", key)
    return render(request, "rooms/type_in.html", {"room": found, "form": form})


@require_safe
@login_required
def export(request: SignedInRequest, key: uuid.UUID, form: str) -> HttpResponse:
    """Released answers."""
    if form not in TABLE_TYPES:
        raise Http404
    found = get_own_room_with_questions(request, key)
    content = to_table(form, "Answers", *make_export(found), title=found.title)
    response = HttpResponse(content, content_type=TABLE_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{slugify(found.title)[:60] or "room"}.{form}"'
    return response


@login_required
def delete(request: SignedInRequest, key: uuid.UUID) -> HttpResponse:
    found = get_own_room(request, key)
    if request.method == "POST":
        services.delete_room(room=found, by=request.user, at=now())
        messages.success(request, f"“{found.title}” and all its answers were deleted.")
        return redirect("rooms:rooms")
    return render(request, "rooms/delete.html", {"room": found})
