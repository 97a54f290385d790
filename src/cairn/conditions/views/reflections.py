"""Reflections: their list and pages, rounds from opening to closing, what people see differently, actions."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.http import require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.actions.additions import find_next_step
from cairn.actions.forms import StartForm
from cairn.common.access import NothingThere, log_in_to_see
from cairn.common.addresses import make_absolute
from cairn.common.exports import TABLE_TYPES, to_table
from cairn.common.keys import read_key
from cairn.common.limits import limit_rate
from cairn.common.pagination import get_page
from cairn.conditions import policies, services
from cairn.conditions.definitions.statements import Statement, UnableToFindStatement, get_statement, get_statements
from cairn.conditions.forms import InviteForm, OpenRoundForm, RoomForm, StartProfileForm
from cairn.conditions.models import ConditionProfile, ReflectionRound
from cairn.conditions.presenters.differences import (
    FILE_HEADER,
    TABLE_COLUMNS,
    compare_rounds,
    describe_round,
    list_file_rows,
    list_numbers,
    say_view,
)
from cairn.conditions.presenters.findings import find_found
from cairn.conditions.presenters.shown import find_newest_shown, read_rounds
from cairn.conditions.queries import get_actions, get_open_round, get_profiles
from cairn.records.models import Record
from cairn.records.policies import UnableToChangeRecord
from cairn.records.queries import get_own_teams
from cairn.records.views.loading import changes_record, describe_page, get_own_record, get_record
from cairn.rooms.policies import UnableToUseRoom

PAGE_LENGTH = 50


@require_safe
def reflections(request: HttpRequest) -> HttpResponse:
    """Those that the reader may see; nothing is said of what came out."""
    page = get_page(get_profiles(request.user), request, PAGE_LENGTH)
    return render(request, "conditions/reflections.html", {"page": page, "number": len(get_statements())})


@login_required
@limit_rate("reflection", per_hour=30)
def new_reflection(request: SignedInRequest) -> HttpResponse:
    """About a project or a use of a model that the reader sees (`?about=`), or about their organisation."""
    if not get_own_teams(request.user).exists():
        return render(request, "conditions/no_team.html")
    about = Record.objects.visible_to(request.user).filter(slug=request.GET.get("about", "")[:60]).first()
    given = request.POST if request.method == "POST" else None
    form = StartProfileForm(given, user=request.user)
    if given is not None and form.is_valid():
        answers = {name: form.cleaned_data[name] for name in ("title", "summary")}
        try:
            started = services.start_profile(**answers, about=about, team=form.get_team(), by=request.user, at=now())
        except UnableToChangeRecord as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Reflection started. Only your team sees it. Open a round to ask people.")
            return redirect(started)
    return render(request, "conditions/new_reflection.html", {"form": form, "about": about})


@require_safe
@log_in_to_see
def reflection(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest result, all rounds, and what the team can do."""
    found = get_record(request, slug, ConditionProfile)
    views = read_rounds(found)
    newest = find_newest_shown(views)
    context = describe_page(request, found) | {
        "about": Record.objects.visible_to(request.user).filter(pk=found.about_id).first() if found.about_id else None,
        "rounds": views,
        "open_view": next((view for view in views if not view.round.is_closed), None),
        "newest": describe_round(newest) if newest else None,
        "over_time": compare_rounds(views),
        "columns": TABLE_COLUMNS,
        "actions": get_actions(found, request.user),
    }
    return render(request, "conditions/reflection.html", context)


@require_safe
@log_in_to_see
def round_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One earlier round."""
    found = get_record(request, slug, ConditionProfile)
    view = next((one for one in read_rounds(found) if one.round.number == number and one.round.is_closed), None)
    if view is None:
        raise NothingThere
    context = {"record": found, "newest": describe_round(view), "columns": TABLE_COLUMNS}
    return render(request, "conditions/round.html", context)


@require_safe
@log_in_to_see
def export(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """What the page shows of every round, as a table."""
    if form not in TABLE_TYPES:
        raise Http404
    found = get_record(request, slug, ConditionProfile)
    rows = [row for view in reversed(read_rounds(found)) for row in list_file_rows(view)]
    page = make_absolute(found.get_absolute_url())
    content = to_table(form, "Answers", FILE_HEADER, rows, title=found.title, about=[("Page", page)])
    response = HttpResponse(content, content_type=TABLE_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="reflection-{found.slug}.{form}"'
    return response


# --- Rounds ------------------------------------------------------------------------------------------


def get_own_profile(request: SignedInRequest, slug: str) -> ConditionProfile:
    record = get_own_record(request, slug)
    if not isinstance(found := record.get_specific(), ConditionProfile):
        raise Http404
    return found


def get_own_open_round(request: SignedInRequest, slug: str) -> ReflectionRound:
    round = get_open_round(get_own_profile(request, slug))
    if round is None:
        raise Http404
    return round


@login_required
def open_round(request: SignedInRequest, slug: str) -> HttpResponse:
    profile = get_own_profile(request, slug)
    given = request.POST if request.method == "POST" else None
    form = OpenRoundForm(given, is_first=not profile.rounds.exists(), at=now())
    if given is not None and form.is_valid():
        try:
            services.open_round(profile=profile, **form.get_answers(), by=request.user, at=now())
        except UnableToChangeRecord as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Round opened. Now ask people to answer.")
            return redirect(profile)
    return render(request, "conditions/open_round.html", {"record": profile, "form": form})


@login_required
@limit_rate("reflection mail", per_hour=20)
def invite(request: SignedInRequest, slug: str) -> HttpResponse:
    """Private links, mailed."""
    round = get_own_open_round(request, slug)
    given = request.POST if request.method == "POST" else None
    form = InviteForm(given)
    if given is not None and form.is_valid():
        try:
            number = services.invite(round=round, emails=form.cleaned_data["emails"], by=request.user, at=now())
        except UnableToChangeRecord as problem:
            form.add_error("emails", str(problem))
        else:
            messages.success(request, f"{number} link{' is' if number == 1 else 's are'} being sent.")
            return redirect(round.profile)
    sent = list(round.respondents.exclude(email="").order_by("email").values_list("email", flat=True))
    return render(request, "conditions/invite.html", {"record": round.profile, "form": form, "sent": sent})


@login_required
@limit_rate("room", per_hour=30)
def open_room(request: SignedInRequest, slug: str) -> HttpResponse:
    """A room for this round."""
    round = get_own_open_round(request, slug)
    given = request.POST if request.method == "POST" else None
    form = RoomForm(given)
    if given is not None and form.is_valid():
        try:
            room = services.open_room(round=round, **form.cleaned_data, by=request.user, at=now())
        except (UnableToChangeRecord, UnableToUseRoom) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Room opened. Show the screen, or read out the code.")
            return redirect(room)
    return render(request, "conditions/open_room.html", {"record": round.profile, "form": form})


@login_required
def close_round(request: SignedInRequest, slug: str) -> HttpResponse:
    """Asks first: it cannot be undone."""
    round = get_own_open_round(request, slug)
    if request.method == "POST":
        try:
            services.close_round(round=round, by=request.user, at=now())
        except UnableToChangeRecord as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, "Round closed.")
        return redirect(round.profile)
    context = {"record": round.profile, "round": round, "people": round.replies.count()}
    return render(request, "conditions/close_round.html", context)


# --- One statement -----------------------------------------------------------------------------------


@require_safe
@log_in_to_see
def statement_page(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """What people said of one statement, what others found, and the actions about it."""
    found, statement = get_record(request, slug, ConditionProfile), find_statement(key)
    views = [view for view in read_rounds(found) if key in view.shown]
    newest = find_newest_shown(views)
    context = {
        "record": found,
        "statement": statement,
        "newest": newest,
        "numbers": list_numbers(newest.shown[key], newest.round.agencies) if newest else [],
        "said": say_view(newest.shown[key]) if newest and newest.has_views else "",
        "words": newest.list_words(key) if newest else [],
        "found": find_found(statement, request.user),
        "actions": [one for one in get_actions(found, request.user) if one.statement == key],
        "can_run": policies.can_run(found, request.user),
    }
    return render(request, "conditions/statement.html", context)


def find_statement(key: str) -> Statement:
    try:
        return get_statement(key)
    except UnableToFindStatement:
        raise NothingThere from None


@login_required
@limit_rate("new action", per_hour=60)
def new_action(request: SignedInRequest, slug: str, key: str) -> HttpResponse:
    """What somebody will do about one condition."""
    profile, statement = get_own_profile(request, slug), find_statement(key)
    given = request.POST if request.method == "POST" else None
    form = StartForm(given, user=request.user, today=localdate(), initial={"why": f"Reflection: {statement.words}"})
    if given is not None and form.is_valid():
        names = ("what", "why", "first_step", "due_date", "review_date")
        answers: dict[str, Any] = {name: form.cleaned_data[name] for name in names}
        answers |= {"owner": form.get_ownership(), "team": form.get_team()}
        try:
            started = services.start_statement_action(
                profile=profile, statement=key, by=request.user, at=now(), **answers
            )
        except UnableToChangeRecord as problem:
            form.add_error("owner", str(problem))
        else:
            messages.success(request, "Action added. It will appear on the owner’s desk when it is due.")
            return redirect(find_next_step(started))
    return render(request, "actions/new_action.html", {"form": form, "because_of": [profile]})


@changes_record
def remove_words(request: SignedInRequest, record: Record, number: int, key: str) -> None:
    round = ReflectionRound.objects.filter(profile=record.pk, number=number).select_related("profile").first()
    if round is None or not policies.can_run(round.profile, request.user):
        raise Http404
    services.remove_words(round=round, key=read_key(key) or 0, by=request.user, at=now())
    messages.success(request, "Words deleted.")


# --- The list of statements --------------------------------------------------------------------------


@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """For everybody: what is asked, and where it comes from."""
    return render(request, "conditions/statements.html", {"statements": get_statements()})


@require_safe
def found_page(request: HttpRequest, key: str) -> HttpResponse:
    """For everybody: what others found about one condition."""
    statement = find_statement(key)
    context = {"statement": statement, "found": find_found(statement, request.user)}
    return render(request, "conditions/found.html", context)
