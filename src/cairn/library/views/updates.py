"""How a project goes, told to its team and its coach; and what others could help with."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from cairn.accounts.requests import SignedInRequest
from cairn.common.limits import limit_rate
from cairn.common.pagination import get_page
from cairn.library import services
from cairn.library.forms.updates import CoachForm, OfferForm, UpdateForm
from cairn.library.models import Project, ProjectCoach, ProjectUpdate
from cairn.library.policies import UnableToTell
from cairn.library.queries.updates import get_followed_projects, get_needs
from cairn.records.policies import UnableToChangeRecord, can_edit

PAGE_LENGTH = 50
SHOWN = 20


@login_required
def updates(request: SignedInRequest, slug: str) -> HttpResponse:
    """For the team, which writes them, and for the coach, who reads them."""
    project = _get_followed(request, slug)
    may_write = can_edit(project, request.user)
    form = UpdateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not may_write:
            raise Http404
        if form.is_valid():
            services.make_update(project=project, by=request.user, at=now(), **form.cleaned_data)
            messages.success(request, "Update saved. Your team can read it, and the coach if there is one.")
            return redirect("library:updates", slug)
    return render(request, "library/updates.html", _describe(request, project, form, may_write=may_write))


def _describe(request: HttpRequest, project: Project, form: UpdateForm, *, may_write: bool) -> dict[str, Any]:
    updates = ProjectUpdate.objects.filter(project=project).select_related("by").order_by("-made_at", "-pk")
    if may_write:
        updates = updates.prefetch_related("offers__by")
    coach = ProjectCoach.objects.filter(project=project).select_related("user").first()
    return {
        "project": project,
        "sees_project": Project.objects.visible_to(request.user).filter(pk=project.pk).exists(),
        "page": get_page(updates, request, SHOWN),
        "coach": coach,
        "is_coach": bool(coach and coach.user_id == request.user.pk),
        "may_write": may_write,
        "form": form,
    }


@require_POST
@login_required
def hide_need(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    project = _get_own(request, slug)
    update = get_object_or_404(ProjectUpdate.objects.select_related("project"), project=project, pk=number)
    services.hide_need(update=update, by=request.user, at=now())
    messages.success(request, "Others can no longer see what you need.")
    return redirect("library:updates", slug)


@login_required
@limit_rate("coach", per_hour=20)
def coach(request: SignedInRequest, slug: str) -> HttpResponse:
    """The team asks somebody; who was asked reads here what it means."""
    asked = ProjectCoach.objects.filter(project__slug=slug, user=request.user, project__withdrawn_at=None)
    if own := asked.select_related("project").first():
        return render(request, "library/coach_answer.html", {"coach": own, "project": own.project})
    project = _get_own(request, slug)
    form = CoachForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        services.ask_coach(project=project, by=request.user, at=now(), **form.cleaned_data)
        messages.success(request, "If someone with this address has an account here, we have invited them by e-mail.")
        return redirect("library:updates", slug)
    current = ProjectCoach.objects.filter(project=project).first()
    return render(request, "library/coach.html", {"form": form, "project": project, "coach": current})


@require_POST
@login_required
def answer_as_coach(request: SignedInRequest, slug: str) -> HttpResponse:
    """The coach says yes, or no, or that it is over; the team may end it too."""
    found = get_object_or_404(ProjectCoach.objects.select_related("project"), project__slug=slug)
    try:
        if "yes" in request.POST:
            services.agree_to_coach(coach=found, by=request.user, at=now())
            messages.success(request, "Thank you. We will tell you when this project has an update.")
            return redirect("library:updates", slug)
        services.remove_coach(coach=found, by=request.user, at=now())
    except (UnableToTell, UnableToChangeRecord):
        raise Http404 from None
    messages.success(request, "Saved. This project no longer has a coach.")
    return redirect("records:desk")


@require_safe
@login_required
def help_wanted(request: SignedInRequest) -> HttpResponse:
    """What projects need and chose to show, the newest first."""
    page = get_page(get_needs(request.user), request, PAGE_LENGTH)
    own = set(
        Project.objects.editable_by(request.user)
        .filter(pk__in=[one.project_id for one in page])
        .values_list("pk", flat=True)
    )
    return render(request, "library/help_wanted.html", {"page": page, "own": own})


@login_required
@limit_rate("offer", per_hour=20)
def offer_help(request: SignedInRequest, number: int) -> HttpResponse:
    update = get_object_or_404(get_needs(request.user), pk=number)
    form = OfferForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.offer_help(update=update, by=request.user, at=now(), **form.cleaned_data)
        except UnableToTell as problem:
            form.add_error("words", str(problem))
        else:
            messages.success(request, "We have told the project team, with your name and e-mail address.")
            return redirect("library:help-wanted")
    return render(request, "library/offer_help.html", {"form": form, "update": update})


def _get_followed(request: HttpRequest, slug: str) -> Project:
    return get_object_or_404(get_followed_projects(request.user).select_related("organisation", "team"), slug=slug)


def _get_own(request: HttpRequest, slug: str) -> Project:
    return get_object_or_404(Project.objects.editable_by(request.user), slug=slug)
