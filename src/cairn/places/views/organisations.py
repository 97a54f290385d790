"""Organisations, their people and teams."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.permissions import Permission
from cairn.accounts.requests import SignedInRequest
from cairn.accounts.roles import ORGANISATION_ROLES
from cairn.common.limits import count_sent, get_sender, limit_rate, refuse_more
from cairn.common.panels import render_panels
from cairn.places import policies, services
from cairn.places.forms import InviteForm, OrganisationForm, RoleForm, TeamForm, TeamMemberForm
from cairn.places.models import Invitation, Membership, Organisation, Team
from cairn.places.policies import has_permission, require_permission
from cairn.places.presenters import describe_invited, show_invitations

INVITED_AN_HOUR = 200  # addresses, by one person; a form takes 50


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    found = Organisation.objects.select_related("place").order_by("is_fictional", "name")
    context = {
        "organisations": found,
        "may_make": has_permission(request.user, Permission.ORGANISATIONS_MANAGE),
    }
    return render(request, "places/organisations.html", context)


@login_required
def new_organisation(request: SignedInRequest) -> HttpResponse:
    require_permission(request.user, Permission.ORGANISATIONS_MANAGE)
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given, at = dict(form.cleaned_data), now()
        email, place = given.pop("email"), given["place"]
        made = services.make_organisation(
            **given, by=request.user, at=at, is_fictional=bool(place and place.is_fictional)
        )
        services.invite(organisation=made, email=email, role="coordinator", by=None, at=at)
        messages.success(request, f"{made.name} has been added. We have invited its first coordinator by e-mail.")
        return redirect(made)
    return render(request, "places/new_organisation.html", {"form": form})


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Organisation.objects.select_related("place"), slug=slug)
    context = {
        "organisation": found,
        "is_member": request.user.is_authenticated
        and Membership.objects.active().filter(user=request.user, organisation=found).exists(),
        "may_manage": has_permission(request.user, Permission.MEMBERS_MANAGE, organisation=found),
        "panels": render_panels("organisation", request, found),
    }
    return render(request, "places/organisation.html", context)


@require_safe
@login_required
def members(request: SignedInRequest, slug: str) -> HttpResponse:
    """For the people of the organisation; a coordinator finds the buttons here."""
    organisation = _get_own(request, slug)
    may_manage = has_permission(request.user, Permission.MEMBERS_MANAGE, organisation=organisation)
    people = Membership.objects.filter(organisation=organisation).select_related("user").order_by("user__name")
    context = {
        "organisation": organisation,
        "may_manage": may_manage,
        "members": [(one, ORGANISATION_ROLES[one.role]) for one in people.active()],
        "waiting": people.waiting() if may_manage else [],
        "invitations": show_invitations(organisation, at=now()) if may_manage else [],
        "teams": Team.objects.filter(organisation=organisation).order_by("name"),
    }
    return render(request, "places/members.html", context)


@login_required
@limit_rate("invite", per_hour=60)
def invite(request: SignedInRequest, slug: str) -> HttpResponse:
    organisation = _get_managed(request, slug)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        number = len(form.cleaned_data["emails"])
        if count_sent("invited", get_sender(request), at=now(), number=number) > INVITED_AN_HOUR:
            return refuse_more(request)
        sent = services.invite_many(organisation=organisation, by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, describe_invited(len(sent), len(form.cleaned_data["emails"]) - len(sent)))
        return redirect("places:members", slug)
    return render(request, "places/invite.html", {"form": form, "organisation": organisation})


@require_POST
@login_required
@limit_rate("invite", per_hour=60)
def change_invitation(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Send an invitation again, or cancel it."""
    organisation = _get_managed(request, slug)
    found = get_object_or_404(Invitation.objects.select_related("organisation"), organisation=organisation, pk=number)
    if "cancel" not in request.POST and count_sent("invited", get_sender(request), at=now()) > INVITED_AN_HOUR:
        return refuse_more(request)
    try:
        if "cancel" in request.POST:
            services.cancel_invitation(invitation=found, by=request.user, at=now())
            messages.success(request, f"Invitation to {found.email} cancelled.")
        else:
            services.invite_again(invitation=found, by=request.user, at=now())
            messages.success(request, f"Invitation to {found.email} sent again. The earlier link no longer works.")
    except policies.UnableToChangeMembers as problem:
        messages.error(request, str(problem))
    return redirect("places:members", slug)


@login_required
def member(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Add a member, or change their role."""
    organisation = _get_managed(request, slug)
    membership = get_object_or_404(Membership.objects.select_related("user"), organisation=organisation, pk=number)
    is_waiting = membership.state == Membership.State.WAITING
    form = RoleForm(request.POST if request.method == "POST" else None, initial={"role": membership.role})
    if request.method == "POST" and form.is_valid():
        change = services.approve_member if is_waiting else services.change_role
        try:
            change(membership=membership, by=request.user, at=now(), **form.cleaned_data)
        except policies.UnableToChangeMembers as problem:
            form.add_error("role", str(problem))
        else:
            messages.success(request, f"{membership.user.name} now has that role.")
            return redirect("places:members", slug)
    context = {"form": form, "organisation": organisation, "membership": membership, "is_waiting": is_waiting}
    return render(request, "places/member.html", context)


@require_POST
@login_required
def remove_member(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    organisation = _get_own(request, slug)
    membership = get_object_or_404(Membership.objects.select_related("user"), organisation=organisation, pk=number)
    try:
        services.remove_member(membership=membership, by=request.user, at=now())
    except policies.UnableToChangeMembers as problem:
        messages.error(request, str(problem))
        return redirect("places:members", slug)
    messages.success(request, f"{membership.user.name} no longer belongs to {organisation.name}.")
    return redirect(organisation)


@login_required
def new_team(request: SignedInRequest, slug: str) -> HttpResponse:
    organisation = _get_managed(request, slug)
    form = TeamForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_team(organisation=organisation, by=request.user, at=now(), **form.cleaned_data)
        except policies.UnableToChangeMembers as problem:
            form.add_error("name", str(problem))
        else:
            return redirect(made)
    return render(request, "places/new_team.html", {"form": form, "organisation": organisation})


@login_required
def team(request: SignedInRequest, slug: str, team: str) -> HttpResponse:
    """Who is in a team; a coordinator puts people in and out."""
    organisation = _get_own(request, slug)
    found = get_object_or_404(Team.objects.select_related("organisation"), organisation=organisation, slug=team)
    may_manage = has_permission(request.user, Permission.TEAMS_MANAGE, organisation=organisation)
    everybody = Membership.objects.active().filter(organisation=organisation).select_related("user")
    if request.method == "POST":
        _change_team(request, found, TeamMemberForm(request.POST, people=everybody))
        return redirect(found)
    inside = everybody.filter(team_memberships__team=found).order_by("user__name")
    outside = everybody.exclude(team_memberships__team=found).order_by("user__name") if may_manage else []
    context = {
        "organisation": organisation,
        "team": found,
        "inside": inside,
        "outside": outside,
        "may_manage": may_manage,
    }
    return render(request, "places/team.html", context)


def _change_team(request: SignedInRequest, team: Team, form: TeamMemberForm) -> None:
    if not form.is_valid():
        messages.error(request, "Choose a person from the lists below.")
        return
    change = services.remove_from_team if "remove" in request.POST else services.add_to_team
    try:
        change(team=team, membership=form.cleaned_data["member"], by=request.user, at=now())
    except policies.UnableToChangeMembers as problem:
        messages.error(request, str(problem))


def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """What the link of an invitation leads to."""
    found = get_object_or_404(Invitation.objects.select_related("organisation"), key=key)
    at = now()
    if request.method == "POST" and request.user.is_authenticated:
        try:
            services.accept_invitation(invitation=found, user=request.user, at=at)
        except policies.UnableToChangeMembers as problem:
            messages.error(request, str(problem))
            return redirect("places:invitation", key)
        messages.success(request, f"You have joined {found.organisation.name}.")
        return redirect(found.organisation)
    context = {"invitation": found, "role": ORGANISATION_ROLES[found.role], "is_open": found.is_open(at=at)}
    return render(request, "places/invitation.html", context)


def _get_own(request: SignedInRequest, slug: str) -> Organisation:
    """An organisation one belongs to; 404 for others, because who works where is not public."""
    organisation = get_object_or_404(Organisation, slug=slug)
    if not Membership.objects.active().filter(user=request.user, organisation=organisation).exists():
        raise Http404
    return organisation


def _get_managed(request: SignedInRequest, slug: str) -> Organisation:
    organisation = _get_own(request, slug)
    require_permission(request.user, Permission.MEMBERS_MANAGE, organisation=organisation)
    return organisation
