"""Who has an account, and roles on the site; for hosts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cairn.accounts.models import User
from cairn.accounts.permissions import Permission
from cairn.accounts.policies import UnableToChangeRoles
from cairn.accounts.requests import SignedInRequest
from cairn.accounts.roles import SITE_ROLES
from cairn.accounts.services import set_site_roles
from cairn.common.pagination import get_page
from cairn.places.forms import SiteRolesForm
from cairn.places.models import Membership
from cairn.places.policies import require_permission
from cairn.places.presenters import show_users
from cairn.places.queries import find_users

ON_A_PAGE = 50


@require_safe
@login_required
def users(request: HttpRequest) -> HttpResponse:
    require_permission(request.user, Permission.USERS_MANAGE)
    wanted = request.GET.get("q", "").strip()[:100]
    role = request.GET.get("role", "") if request.GET.get("role") in SITE_ROLES else ""
    page = get_page(find_users(wanted, role), request, ON_A_PAGE)
    context = {
        "page": page,
        "rows": show_users(page),
        "wanted": wanted,
        "role": role,
        "roles": SITE_ROLES.values(),
        "is_filtered": bool(wanted or role),
    }
    return render(request, "places/users.html", context)


@login_required
def user(request: SignedInRequest, key: str) -> HttpResponse:
    """One person: where they belong, and the roles on the site that a host gives or removes."""
    require_permission(request.user, Permission.USERS_MANAGE)
    found = get_object_or_404(User.objects.filter(is_active=True), key=key)
    held = list(found.site_roles.values_list("role", flat=True))
    form = SiteRolesForm(request.POST if request.method == "POST" else None, initial={"roles": held})
    if request.method == "POST" and form.is_valid():
        try:
            set_site_roles(user=found, roles=form.cleaned_data["roles"], by=request.user, at=now())
        except UnableToChangeRoles as problem:
            form.add_error("roles", str(problem))
        else:
            messages.success(request, f"Roles of {found.name} saved.")
            return redirect("places:users")
    memberships = Membership.objects.filter(user=found).select_related("organisation").order_by("organisation__name")
    context = {"person": found, "form": form, "memberships": memberships, "roles": SITE_ROLES.values()}
    return render(request, "places/user.html", context)
