"""The way for a worry about safety: who is told, the form, what the lead and the deputy read. Nothing is cached."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.models import Reader
from cairn.accounts.requests import SignedInRequest
from cairn.common.limits import limit_rate
from cairn.places.models import Membership, Organisation
from cairn.voice import policies, services
from cairn.voice.forms import CloseForm, ConcernAboutForm, RecordedForm, SafeguardingConcernForm
from cairn.voice.models import ContributionFile, SafeguardingConcern, SafetyPost
from cairn.voice.presenters import list_posts
from cairn.voice.views.media import sign_reading

SHOWN = 50


@require_safe
@never_cache
def safety(request: HttpRequest) -> HttpResponse:
    """Who is told, and what to do where nobody is."""
    day = localdate()
    on_duty = set(SafetyPost.objects.on_duty(day=day).values_list("organisation_id", flat=True))
    own = _get_own_organisations(request.user)
    is_inside = bool(own)
    offered = own or Organisation.objects.filter(pk__in=on_duty).order_by("is_fictional", "name")
    context = {
        "is_inside": is_inside,
        "organisations": [(one, one.pk in on_duty, list_posts(one, day=day) if is_inside else []) for one in offered],
        "reads": request.user.is_authenticated and SafetyPost.objects.held_by(request.user).exists(),
        "sent": SafeguardingConcern.objects.filter(sender=request.user)
        .select_related("organisation")
        .order_by("-sent_at")[:SHOWN]
        if request.user.is_authenticated
        else [],
    }
    return render(request, "voice/safety.html", context)


@never_cache
@sensitive_post_parameters("words", "contact")
@sensitive_variables("form", "given")
@limit_rate("concern", per_hour=20)
def send_concern(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; it opens only while somebody is on duty."""
    organisation = get_object_or_404(_get_offered(request.user), slug=slug)
    if not SafetyPost.objects.filter(organisation=organisation).on_duty(day=localdate()).exists():
        return _show_nobody(request, organisation)
    form = ConcernAboutForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        by = request.user if request.user.is_authenticated else None
        try:
            concern = services.send_concern(organisation=organisation, by=by, at=now(), **form.cleaned_data)
        except policies.UnableToSend as problem:
            return _show_nobody(request, organisation, str(problem))
        context = {"organisation": organisation, "sent_at": concern.sent_at, "can_be_reached": bool(concern.contact)}
        return render(request, "voice/safety_sent.html", context)
    context = {"form": form, "organisation": organisation, "is_inside": request.user.is_authenticated}
    return render(request, "voice/safety_tell.html", context)


@never_cache
@sensitive_post_parameters("words", "contact")
@sensitive_variables("form")
@limit_rate("concern", per_hour=20)
@login_required
def add_to_concern(request: SignedInRequest, key: str) -> HttpResponse:
    """Something that the sender knows since; they see nothing of what they wrote before."""
    found = get_object_or_404(SafeguardingConcern.objects.select_related("organisation"), key=key, sender=request.user)
    form = SafeguardingConcernForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            concern = services.add_to_concern(concern=found, by=request.user, at=now(), **form.cleaned_data)
        except policies.UnableToSend as problem:
            return _show_nobody(request, found.organisation, str(problem))
        context = {"organisation": found.organisation, "sent_at": concern.sent_at, "can_be_reached": concern.contact}
        return render(request, "voice/safety_sent.html", context)
    context = {"form": form, "organisation": found.organisation, "is_inside": True, "adds_to": found}
    return render(request, "voice/safety_tell.html", context)


def _show_nobody(request: HttpRequest, organisation: Organisation, problem: str = "") -> HttpResponse:
    """Whoever wrote already finds their words again, to say them elsewhere."""
    context = {"organisation": organisation, "problem": problem, "typed": request.POST.get("words", "")[:3000]}
    return render(request, "voice/safety_nobody.html", context)


@require_safe
@never_cache
@login_required
def concerns(request: SignedInRequest) -> HttpResponse:
    """For leads and deputies: when each was sent and how it stands. No words."""
    if not SafetyPost.objects.held_by(request.user).exists():
        raise Http404
    found = SafeguardingConcern.objects.readable_by(request.user).select_related("organisation").order_by("-sent_at")
    context = {"waiting": found.open(), "closed": found.exclude(closed_at=None)[:SHOWN]}
    return render(request, "voice/concerns.html", context)


@require_safe
@never_cache
@login_required
def concern(request: HttpRequest, key: str) -> HttpResponse:
    """What there is to read, and a button: a mail program that opens links reads nothing and leaves no trace."""
    return render(request, "voice/concern.html", {"concern": _get_concern(request, key), "is_read": False})


@require_POST
@never_cache
@login_required
def read_concern(request: SignedInRequest, key: str) -> HttpResponse:
    """Its words, once for each time that somebody asks; each time is kept in the audit."""
    found = services.open_concern(concern=_get_concern(request, key), by=request.user, at=now())
    context = {
        "concern": found,
        "is_read": True,
        "form": CloseForm(),
        "recorded_form": RecordedForm(),
        "file": ContributionFile.objects.defer("content").filter(concern=found).first(),
        "reading": sign_reading(found, request),
    }
    return render(request, "voice/concern.html", context)


@require_POST
@never_cache
@login_required
def confirm_recorded(request: SignedInRequest, key: str) -> HttpResponse:
    """That it stands in the organisation's own system."""
    found = _get_concern(request, key)
    form = RecordedForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Enter the reference under which it is recorded in your own system.")
        return redirect("voice:concern", key)
    try:
        is_cleared = services.confirm_recorded(concern=found, by=request.user, at=now(), **form.cleaned_data)
    except policies.UnableToConfirm as problem:
        messages.error(request, str(problem))
        return redirect("voice:concern", key)
    messages.success(
        request,
        "You both confirmed it. The text is deleted here."
        if is_cleared
        else "Saved. When the other of you confirms it too, the text is deleted here.",
    )
    return redirect("voice:concern", key)


@never_cache
@sensitive_post_parameters("done")
@login_required
def close_concern(request: SignedInRequest, key: str) -> HttpResponse:
    found = _get_concern(request, key)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.close_concern(concern=found, by=request.user, at=now(), **form.cleaned_data)
        except policies.UnableToClose as problem:
            form.add_error("done", str(problem))
        else:
            messages.success(request, "Concern closed. Its text is deleted after the time given in “About this site”.")
            return redirect("voice:concerns")
    return render(request, "voice/close_concern.html", {"form": form, "concern": found})


def _get_concern(request: HttpRequest, key: str) -> SafeguardingConcern:
    return get_object_or_404(
        SafeguardingConcern.objects.readable_by(request.user).select_related("organisation"), key=key
    )


def _get_own_organisations(user: Reader) -> list[Organisation]:
    if not user.is_authenticated:
        return []
    own = Membership.objects.active().filter(user=user).select_related("organisation").order_by("organisation__name")
    return [one.organisation for one in own]


def _get_offered(user: Reader) -> QuerySet[Organisation]:
    """One's own organisations; who belongs to none chooses among those in which somebody is on duty."""
    if own := _get_own_organisations(user):
        return Organisation.objects.filter(pk__in=[one.pk for one in own])
    return Organisation.objects.filter(safety_posts__isnull=False).distinct()
