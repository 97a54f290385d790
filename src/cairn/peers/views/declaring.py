"""What organisations ask and offer: by topic, of one organisation, and editing one's own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime, now
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.permissions import Permission
from cairn.accounts.requests import SignedInRequest
from cairn.common.exports import TABLE_TYPES, to_csv
from cairn.common.limits import limit_rate
from cairn.peers import policies
from cairn.peers.enums import Side
from cairn.peers.forms.declaring import DeclaredForm
from cairn.peers.models import Declared, PeerAsk, PeerOffer
from cairn.peers.presenters.declaring import (
    SHOWN_OF_A_TOPIC,
    describe_gap,
    show_by_nation,
    show_declared,
    show_partners,
)
from cairn.peers.presenters.files import DECLARED_COLUMNS, list_declared
from cairn.peers.queries.declaring import (
    get_partners_in_practice,
    get_places_with_offers,
    get_shown,
    get_shown_of,
)
from cairn.peers.services import declaring as services
from cairn.places.models import Organisation
from cairn.places.policies import get_organisations_where
from cairn.places.queries.belonging import get_belonging

MODELS: dict[str, type[Declared]] = {Side.ASKS: PeerAsk, Side.OFFERS: PeerOffer}


@require_safe
def peers(request: HttpRequest) -> HttpResponse:
    """One's own first, then what others show to everyone, by topic; for visitors only how it works."""
    asks, offers = list(get_shown(PeerAsk, request.user)), list(get_shown(PeerOffer, request.user))
    own = get_belonging(request.user).organisations if request.user.is_authenticated else []
    nations = show_by_nation(asks, offers, topic=request.GET.get("topic", ""))
    is_chosen = any(nation.is_chosen for nation in nations)
    programme, partners = get_partners_in_practice(request.user)
    context = {
        "own": [
            (
                organisation,
                show_declared(one for one in asks if one.organisation_id == organisation.pk),
                show_declared(one for one in offers if one.organisation_id == organisation.pk),
            )
            for organisation in Organisation.objects.filter(pk__in=own).order_by("name")
        ]
        if own
        else [],
        "nations": nations,
        "is_chosen": is_chosen,
        "most_shown": ":" if is_chosen else f":{SHOWN_OF_A_TOPIC}",
        "programme": programme,
        "number_of_partners": len(partners),
        "partners": show_partners(partners, get_places_with_offers()) if partners else [],
        "can_match": policies.can_match(request.user),
        "can_import": policies.can_import(request.user),
    }
    return render(request, "peers/peers.html", context)


@require_safe
@login_required
def organisation(request: SignedInRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Organisation, slug=slug)
    asks, offers = (list(get_shown_of(model, found, request.user)) for model in (PeerAsk, PeerOffer))
    reads_all = policies.can_read_all_of(request.user, found)
    if not reads_all and not asks and not offers:
        raise Http404
    context = {
        "organisation": found,
        "sides": [("asks", show_declared(asks)), ("offers", show_declared(offers))],
        "gap": describe_gap(asks, offers) if reads_all else None,
        "reads_all": reads_all,
        "can_declare": policies.can_declare(request.user, found),
    }
    return render(request, "peers/organisation.html", context)


@login_required
@limit_rate("peers", per_hour=120)
def add(request: SignedInRequest, slug: str, side: str) -> HttpResponse:
    found = _get_own(request, slug)
    given = request.POST if request.method == "POST" else None
    form = DeclaredForm(given, organisation=found, side=_read_side(side))
    if request.method == "POST" and form.is_valid():
        try:
            services.declare(model=MODELS[side], organisation=found, by=request.user, at=now(), **form.cleaned_data)
        except policies.UnableToDeclare as problem:
            form.add_error("topic", str(problem))
        else:
            messages.success(request, "Saved.")
            return redirect("peers:organisation", slug)
    return render(request, "peers/declare.html", {"organisation": found, "form": form, "side": side})


@login_required
@limit_rate("peers", per_hour=120)
def change(request: SignedInRequest, slug: str, side: str, number: int) -> HttpResponse:
    organisation, declared = _get_own(request, slug), _get_declared(slug, side, number)
    given = request.POST if request.method == "POST" else None
    form = DeclaredForm(given, organisation=organisation, side=_read_side(side), declared=declared)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_declared(declared=declared, by=request.user, at=now(), **form.cleaned_data)
        except policies.UnableToDeclare as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Saved.")
            return redirect("peers:organisation", slug)
    view = show_declared([declared])[0]
    context = {"organisation": organisation, "form": form, "side": side, "view": view}
    return render(request, "peers/declare.html", context)


@require_POST
@login_required
def confirm(request: SignedInRequest, slug: str, side: str, number: int) -> HttpResponse:
    _get_own(request, slug)
    services.confirm_declared(declared=_get_declared(slug, side, number), by=request.user, at=now())
    messages.success(request, "Confirmed.")
    return redirect("peers:organisation", slug)


@require_POST
@login_required
def close(request: SignedInRequest, slug: str, side: str, number: int) -> HttpResponse:
    _get_own(request, slug)
    services.close_declared(declared=_get_declared(slug, side, number), by=request.user, at=now())
    messages.success(request, "Removed.")
    return redirect("peers:organisation", slug)


@require_safe
@login_required
def export(request: SignedInRequest) -> HttpResponse:
    """What the reader may see, and no more."""
    rows = list_declared([*get_shown(PeerAsk, request.user), *get_shown(PeerOffer, request.user)])
    response = HttpResponse(to_csv(DECLARED_COLUMNS, rows), content_type=TABLE_TYPES["csv"])
    name = f"cairn-asks-and-offers-{localtime(now()):%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _read_side(side: str) -> Side:
    if side not in MODELS:
        raise Http404
    return Side(side)


def _get_own(request: SignedInRequest, slug: str) -> Organisation:
    return get_object_or_404(get_organisations_where(request.user, Permission.PEERS_DECLARE), slug=slug)


def _get_declared(slug: str, side: str, number: int) -> Declared:
    model = MODELS[_read_side(side)]
    found: Declared = get_object_or_404(
        model.objects.open().select_related("organisation"), organisation__slug=slug, pk=number
    )
    return found
