"""What young people and families said: for the worker who listens, and the rules for everybody. Nothing is cached."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.addresses import make_absolute
from cairn.common.exports import to_table
from cairn.common.keys import read_keys
from cairn.common.limits import limit_rate
from cairn.common.pagination import get_page
from cairn.common.squares import draw_square_code
from cairn.records.queries import get_own_teams
from cairn.voice import policies, services
from cairn.voice.enums import Medium, Reason, State
from cairn.voice.forms import (
    ChangeForm,
    HandOverForm,
    RejectForm,
    SafeguardingConcernForm,
    SessionForm,
    TypeInForm,
)
from cairn.voice.models import Contribution, ListeningSession, SafetyPost
from cairn.voice.policies import UnableToListen
from cairn.voice.presenters.listening import describe_removed, list_not_used
from cairn.voice.printing import make_sheet
from cairn.voice.queries import get_offered, get_sessions, get_sessions_of_others
from cairn.voice.translations import ENGLISH, get_languages

PAGE_LENGTH = 50
HOURS_OPEN = 2


@require_safe
@never_cache
def listening(request: HttpRequest) -> HttpResponse:
    """How it works, for everybody; the sessions of a worker."""
    context: dict[str, Any] = {"sessions": [], "others": []}
    if request.user.is_authenticated:
        context["page"] = get_page(get_sessions(request.user), request, PAGE_LENGTH)
        context["sessions"] = list(context["page"])
        context["others"] = list(get_sessions_of_others(request.user)[:PAGE_LENGTH])
    return render(request, "voice/listening.html", context)


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """What is kept, what is not used and why: for everybody to read."""
    context = {
        "reasons": Reason.choices,
        "purposes": get_languages()[ENGLISH].sections["purposes"].values(),
        "adult_under": settings.VOICE_ADULT_UNDER,
        "publish_under": settings.VOICE_ADULT_TO_PUBLISH_UNDER,
        "years": policies.LONGEST_YEARS,
    }
    return render(request, "voice/rules.html", context)


@login_required
def new_session(request: SignedInRequest) -> HttpResponse:
    if not get_own_teams(request.user).exists():
        return render(request, "rooms/no_team.html")
    form = SessionForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            session = services.open_session(**form.get_answers(), team=form.get_team(), by=request.user, at=now())
        except UnableToListen as problem:
            form.add_error(None, str(problem))
        else:
            return redirect(session)
    return render(request, "voice/new_session.html", {"form": form})


@require_safe
@never_cache
@login_required
def session(request: SignedInRequest, key: str) -> HttpResponse:
    """What waits, what was kept, and how to add more."""
    found = get_own_session(request, key)
    waiting = found.contributions.filter(state=State.WAITING).with_files().shuffled()
    kept = found.contributions.filter(state=State.KEPT).with_files().prefetch_related("consents").shuffled()
    page = get_page(kept, request, PAGE_LENGTH)
    context = {"session": found, "waiting": waiting[:PAGE_LENGTH], "page": page, "has_rejected": has_rejected(found)}
    return render(request, "voice/session.html", context)


def has_rejected(session: ListeningSession) -> bool:
    return session.contributions.filter(state=State.REJECTED).exists()


@never_cache
@login_required
def door(request: SignedInRequest, key: str) -> HttpResponse:
    """Opening and closing the way in for people who write themselves, and the square that they scan."""
    found = get_own_session(request, key)
    problem = ""
    if request.method == "POST":
        try:
            if "close" in request.POST:
                services.close_door(session=found, by=request.user, at=now())
            else:
                services.open_door(session=found, hours=HOURS_OPEN, by=request.user, at=now())
        except UnableToListen:
            problem = (
                "It was not opened: no safeguarding lead or deputy is on duty, so a worry would reach no one. "
                "Use the sheet, or try again when one of them is."
            )
        else:
            return redirect("voice:door", key)
    is_open = found.is_open(at=now())
    address = make_absolute(reverse("voice:write", args=[found.door])) if is_open else ""
    languages = [get_languages()[code].english_name for code in (ENGLISH, *get_offered(found))]
    context = {"session": found, "problem": problem, "address": address, "languages": languages}
    context["square"] = draw_square_code(address)
    return render(request, "voice/door.html", context)


@never_cache
@login_required
@sensitive_post_parameters("words", "code")
@sensitive_variables("form", "code", "context")
def type_in(request: SignedInRequest, key: str) -> HttpResponse:
    """One answer, then the next. The next form is sent with the answer, so that no code is kept anywhere between."""
    found = get_own_session(request, key)
    form = TypeInForm(*(request.POST, request.FILES) if request.method == "POST" else (), session=found)
    context: dict[str, Any] = {"session": found}
    if request.method == "POST" and form.is_valid():
        try:
            code = save_answer(request, found, form)
        except UnableToListen as problem:
            form.add_error("purposes", str(problem))
            form.ask_for_file_again()
        else:
            context |= {"is_saved": True, "code": code}
            form = TypeInForm(session=found, initial=form.get_remembered(code))
    return render(request, "voice/type_in.html", context | {"form": form})


@sensitive_variables("form", "given", "code")
def save_answer(request: SignedInRequest, session: ListeningSession, form: TypeInForm) -> str:
    """Returns the code to show; empty where the person has none."""
    given = form.cleaned_data
    code, private = form.data.get("code", "").strip(), given["code"]
    if private is None and given["wants_code"]:
        code, private = services.make_private_code()
    services.type_in(
        session=session,
        number=given["number"],
        words=given["words"],
        age_band=given["age_band"],
        source=given["source"],
        agreed=form.get_agreed(),
        code=private,
        file=form.file,
        by=request.user,
        at=now(),
    )
    return code


@require_POST
@login_required
def keep(request: SignedInRequest, key: str) -> HttpResponse:
    found = get_own_session(request, key)
    numbers = read_keys(request.POST.getlist("answer"))
    try:
        number = services.keep(session=found, numbers=numbers, by=request.user, at=now())
    except UnableToListen as problem:
        messages.error(request, str(problem))
        return redirect(found)
    if number:
        messages.success(request, f"{number} answer{'' if number == 1 else 's'} kept.")
    else:
        messages.error(request, "Nothing was selected. Tick the answers you have read, then keep them.")
    return redirect(found)


@never_cache
@login_required
@sensitive_post_parameters("words")
@sensitive_variables("form", "found", "context")
def contribution(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    """One answer: change it, keep it, do not use it, pass it on."""
    found = get_own_contribution(request, key, number)
    if not found.is_there:
        return render(request, "voice/contribution.html", {"contribution": found, "session": found.session})
    form = ChangeForm(request.POST if request.method == "POST" else None, contribution=found)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.change_contribution(
                contribution=found,
                words=given["words"],
                age_band=given["age_band"],
                agreed=form.get_agreed(),
                by=request.user,
                at=now(),
                **form.get_about_file(),
            )
        except UnableToListen as problem:
            form.add_error("purposes", str(problem))
        else:
            messages.success(request, "Saved.")
            return redirect(found.session)
    context = {"contribution": found, "session": found.session, "form": form, "reject_form": RejectForm()}
    return render(request, "voice/contribution.html", context)


@never_cache
@login_required
@sensitive_variables("found")
def reject(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    found = get_own_contribution(request, key, number)
    form = RejectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.reject(contribution=found, by=request.user, at=now(), **form.cleaned_data)
        except UnableToListen as problem:
            form.add_error("reason", str(problem))
        else:
            messages.success(request, "Not used. Its words were deleted.")
            return redirect(found.session)
    return render(request, "voice/reject.html", {"form": form, "contribution": found, "session": found.session})


@never_cache
@login_required
@sensitive_variables("found")
def withdraw(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    """For somebody who asked the worker to take it back."""
    found = get_own_contribution(request, key, number)
    if request.method == "POST":
        removed = services.withdraw(contribution=found, by=request.user, at=now())
        messages.success(request, describe_removed(removed))
        return redirect(found.session)
    return render(request, "voice/withdraw.html", {"contribution": found, "session": found.session})


@never_cache
@login_required
@sensitive_post_parameters("words", "contact")
@sensitive_variables("form", "found", "context")
def worry(request: SignedInRequest, key: str, number: int) -> HttpResponse:
    """“This worries me”: the form for the safeguarding lead, with the words in it."""
    found = get_own_contribution(request, key, number)
    organisation = found.session.team.organisation
    if not SafetyPost.objects.filter(organisation=organisation).on_duty(day=localdate()).exists():
        return render(request, "voice/safety_nobody.html", {"organisation": organisation, "typed": found.words})
    form = SafeguardingConcernForm(request.POST if request.method == "POST" else None, initial={"words": found.words})
    if request.method == "POST" and form.is_valid():
        try:
            concern = services.pass_on_worry(contribution=found, by=request.user, at=now(), **form.cleaned_data)
        except (UnableToListen, policies.UnableToSend) as problem:
            form.add_error("words", str(problem))
        else:
            context = {"organisation": organisation, "sent_at": concern.sent_at, "can_be_reached": concern.contact}
            return render(request, "voice/safety_sent.html", context)
    context = {"form": form, "organisation": organisation, "is_inside": True, "session": found.session}
    context["has_file"] = found.medium != Medium.WORDS
    return render(request, "voice/safety_tell.html", context)


@login_required
def hand_over(request: SignedInRequest, key: str) -> HttpResponse:
    found = get_object_or_404(ListeningSession.objects.select_related("team__organisation"), key=key)
    if not policies.can_hand_over(request.user, found):
        raise Http404
    form = HandOverForm(request.POST if request.method == "POST" else None, session=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.hand_over(session=found, by=request.user, at=now(), **form.cleaned_data)
        except UnableToListen as problem:
            form.add_error("to", str(problem))
        else:
            messages.success(request, f"“{found.title}” is now with {form.cleaned_data['to'].name}.")
            return redirect("voice:listening")
    return render(request, "voice/hand_over.html", {"form": form, "session": found})


@require_safe
@login_required
@limit_rate("sheet", per_hour=60)
def sheet(request: SignedInRequest, key: str) -> HttpResponse:
    """To print and fill in by hand."""
    found = get_own_session(request, key)
    response = HttpResponse(make_sheet(found), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="sheet.pdf"'
    return response


@require_safe
@login_required
def not_used(request: SignedInRequest, key: str) -> HttpResponse:
    """How many answers were not used, by reason. Nothing in it is about one answer."""
    found = get_own_session(request, key)
    response = HttpResponse(to_table("csv", "Not used", *list_not_used(found)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="not-used.csv"'
    return response


def get_own_session(request: SignedInRequest, key: str) -> ListeningSession:
    """404 for others: that somebody was asked is nobody's business either."""
    sessions = ListeningSession.objects.run_by(request.user).select_related("team__organisation")
    return get_object_or_404(sessions, key=key)


def get_own_contribution(request: SignedInRequest, key: str, number: int) -> Contribution:
    rows = Contribution.objects.select_related("session__team__organisation").with_files()
    return get_object_or_404(rows, pk__in=read_keys([str(number)]), session=get_own_session(request, key))
