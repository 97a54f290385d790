"""One council's use of one model."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.adoption import policies, services
from cairn.adoption.forms import HISTORY, CommentForm, ConfirmForm, MoveForm, StartForm
from cairn.adoption.models import Adoption, StartConfirmation
from cairn.adoption.policies import UnableToSpeak, Voice
from cairn.adoption.presenters import FidelityView, TwoFindings, UsePage
from cairn.adoption.queries import find_outcome, find_practice
from cairn.common.access import say_moved_or_withdrawn
from cairn.library.forms.care import CareForm
from cairn.library.models import PracticeModel
from cairn.library.presenters.claims import cite, describe_address
from cairn.library.services import add_row, add_source
from cairn.records.queries import get_own_teams
from cairn.records.views.loading import describe_page, get_own_record, get_record


@require_safe
@say_moved_or_withdrawn
def adoption(request: HttpRequest, slug: str) -> HttpResponse:
    related = ("place", "source", "counted_with", "practice_model__originated_by")
    record = get_record(request, slug, Adoption, *related)
    seen = PracticeModel.objects.visible_to(request.user)
    model = seen.filter(pk=record.practice_model_id).first()
    page, voices = describe_page(request, record), _find_voices(request, record, model)
    details, figures = (page["panels_by_name"].pop(name, "") for name in ("use", "own-figures"))
    groundwork, designed = (page["panels_by_name"].pop(name, "") for name in ("groundwork", "co-design"))
    checks = record.fidelity_checks.prefetch_related("answers")
    more = {
        "model": model,
        "use": UsePage(record, model),
        "details": details,
        "figures_panel": figures,
        "groundwork_panel": groundwork,
        "co_design_panel": designed,
        "panels": list(page["panels_by_name"].values()),
        "texts": [],
        "combined": seen.filter(pk__in=record.combined_with.values("pk")).order_by("title"),
        "fidelity": FidelityView(checks, with_notes=page["view"].can_edit),
        "findings": TwoFindings(find_practice(record, request.user), find_outcome(record, request.user)),
        "comments": record.comments.select_related("by", "organisation").order_by("-at", "-pk"),
        "citation": cite(record.source) if record.source else "",
        "address_note": describe_address(record.source) if record.source else "",
        "can_comment": Voice.ORIGINATOR in voices,
        "can_confirm": bool(list_who(record, voices)),
        "can_take_over": policies.can_take_over(record, request.user),
    }
    return render(request, "adoption/adoption.html", page | more)


def _find_voices(request: HttpRequest, record: Adoption, model: PracticeModel | None) -> list[Voice]:
    if model is None:  # who may not see the model does not speak for it here
        return []
    return policies.find_voices(request.user, model=record.practice_model, place=record.place)


def list_who(record: Adoption, voices: list[Voice]) -> list[tuple[str, str]]:
    """Who may still confirm the start, as far as somebody may say so."""
    use = UsePage(record, None)
    if not voices or use.start is None or use.start.first is None:
        return []
    confirmed = {one.confirmation.by for one in use.confirmations}
    is_moderator = Voice.MODERATOR in voices
    by = [one for one in StartConfirmation.By if is_moderator or one.value in voices]
    return [(one.value, str(one.label)) for one in by if one not in confirmed]


@login_required
def new_use(request: SignedInRequest) -> HttpResponse:
    """`?model=` names the model."""
    model = get_record(request, request.GET.get("model", "")[:60], PracticeModel)
    form = StartForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        started = services.start_use(
            model=model, place=given["place"], team=form.get_team(), answers=given, by=request.user, at=now()
        )
        messages.success(request, "Draft created. Say what was changed, then choose who can see it.")
        return redirect("records:edit", started.slug)
    return render(request, "adoption/new_use.html", {"form": form, "model": model})


@login_required
def move(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say how it stands with the model now."""
    record = get_object_or_404(Adoption, pk=get_own_record(request, slug).pk)
    form = MoveForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        add_row(record=record, kind=HISTORY, answers=form.cleaned_data, by=request.user, at=now())
        messages.success(request, describe_saved(record))
        return redirect("records:edit", slug) if record.live else redirect(record)
    return render(request, "adoption/move.html", {"form": form, "record": record})


def describe_saved(record: Adoption) -> str:
    if not record.live:
        return "Saved in the draft."
    return "Saved in the draft. Others see it once the changes are published."


@login_required
def confirm(request: SignedInRequest, slug: str) -> HttpResponse:
    """The council and the originator speak for themselves; a moderator names a source."""
    record: Adoption = get_record(request, slug, Adoption, "place", "practice_model__originated_by")
    model = PracticeModel.objects.visible_to(request.user).filter(pk=record.practice_model_id).first()
    voices = _find_voices(request, record, model)
    who = list_who(record, voices)
    if not who:
        raise Http404
    needs_source = not any(voice.value in dict(who) for voice in voices if voice != Voice.MODERATOR)
    offered = who if needs_source else [one for one in who if one[0] in voices]
    given = request.POST if request.method == "POST" else None
    form = ConfirmForm(given, who=offered, needs_source=needs_source)
    if request.method == "POST" and form.is_valid():
        try:
            _confirm(request, record, form, needs_source=needs_source)
        except UnableToSpeak as problem:
            form.add_error("who", str(problem))
        else:
            messages.success(request, "Start date confirmed.")
            return redirect(record)
    context = {"form": form, "record": record, "use": UsePage(record, model)}
    return render(request, "adoption/confirm.html", context)


def _confirm(request: SignedInRequest, record: Adoption, form: ConfirmForm, *, needs_source: bool) -> None:
    at, source = now(), None
    if needs_source:
        named = {name: form.cleaned_data[f"source_{name}"] for name in ("title", "address")}
        source = add_source(**named, by=request.user, at=at)
    services.confirm_start(use=record, who=form.cleaned_data["who"], source=source, by=request.user, at=at)


@login_required
def comment(request: SignedInRequest, slug: str) -> HttpResponse:
    """Whom the model comes from says something beside it."""
    record: Adoption = get_record(request, slug, Adoption, "place", "practice_model__originated_by")
    model = PracticeModel.objects.visible_to(request.user).filter(pk=record.practice_model_id).first()
    if Voice.ORIGINATOR not in _find_voices(request, record, model):
        raise Http404
    form = CommentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.comment_on_use(use=record, text=form.cleaned_data["text"], by=request.user, at=now())
        messages.success(request, "Comment added.")
        return redirect(record)
    return render(request, "adoption/comment.html", {"form": form, "record": record})


@login_required
def take_over(request: SignedInRequest, slug: str) -> HttpResponse:
    """A council looks after what others said of it."""
    record: Adoption = get_record(request, slug, Adoption, "place", "practice_model")
    if not policies.can_take_over(record, request.user):
        raise Http404
    form = CareForm(request.POST if request.method == "POST" else None)
    teams: Any = form.fields["team"]
    teams.queryset = get_own_teams(request.user).filter(organisation__place=record.place_id)
    if request.method == "POST" and form.is_valid():
        services.take_over_use(use=record, team=form.cleaned_data["team"], by=request.user, at=now())
        messages.success(request, "Your team now looks after this page.")
        return redirect("records:edit", slug)
    context = {"form": form, "record": record, "has_teams": teams.queryset.exists()}
    return render(request, "adoption/take_over.html", context)
