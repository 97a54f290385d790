"""Log in and out, see and change one's own log-in, take one's data along, go for good."""

from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.views import LoginView, PasswordChangeView
from allauth.socialaccount import views as of_issuers
from allauth.socialaccount.adapter import get_adapter as get_issuer_adapter
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cairn.accounts import services, sign_on
from cairn.accounts.forms import EraseForm
from cairn.accounts.models import SiteRole
from cairn.accounts.policies import UnableToChangeRoles, can_use_demonstration_log_in
from cairn.accounts.presenters import describe_security
from cairn.accounts.requests import SignedInRequest
from cairn.accounts.roles import ROLES
from cairn.accounts.services import DEMONSTRATION_USERS
from cairn.common.access import View
from cairn.common.panels import render_panels


class LogIn(LoginView):
    template_name = "accounts/log_in.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = DEMONSTRATION_USERS if can_use_demonstration_log_in(self.request) else ()
        # One under the other: beside each other, a telephone shows no password.
        rows = [[one.role.capitalize(), format_html("{}<br>{}", one.email, one.password)] for one in people]
        context = super().get_context_data(
            demonstration_columns=["Sign in as", "E-mail address, and password"], demonstration_rows=rows, **kwargs
        )
        context.pop("site", None)  # the host; the name of the site stands in every page already
        return context


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("home")


@require_http_methods(["GET", "HEAD", "POST"])
def link_sign_on(request: HttpRequest, token: str) -> HttpResponse:
    """From the mailbox of an account: whether the person of an issuer who tried to sign in is its owner."""
    try:
        user, provider, uid = sign_on.read_link(request, token)
    except sign_on.UnableToSignOn as problem:
        return render(request, "accounts/not_signed_on.html", {"problem": str(problem)}, status=403)
    if request.method == "POST":
        sign_on.link(user=user, provider=provider, uid=uid, at=now())
        del request.session[sign_on.NONCE_KEY]
        messages.success(request, "Confirmed. Now sign in with your organisation’s account.")
        return redirect("accounts:log-in")
    return render(request, "accounts/link_sign_on.html", {"email": user.email})


class ChangePassword(PasswordChangeView):
    template_name = "accounts/change_password.html"
    success_url = reverse_lazy("accounts:account")


@require_safe
@login_required
def account(request: SignedInRequest) -> HttpResponse:
    roles = [ROLES[role] for role in SiteRole.objects.filter(user=request.user).values_list("role", flat=True)]
    context = {
        "site_roles": roles,
        "security": describe_security(request.user),
        "panels": render_panels("account", request, request.user),
    }
    return render(request, "accounts/account.html", context)


@require_safe
@login_required
@reauthentication_required
def export(request: SignedInRequest) -> HttpResponse:
    """Everything that is kept about whoever asks, as a ZIP of JSON files."""
    response = HttpResponse(services.export_account(user=request.user, at=now()), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="cairn-my-data.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@reauthentication_required
def erase(request: SignedInRequest) -> HttpResponse:
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        user = request.user
        try:
            services.erase_account(user=user, at=now())
        except UnableToChangeRoles as problem:
            form.add_error(None, str(problem))
        else:
            logout(request)
            return render(request, "accounts/erased.html")
    return render(request, "accounts/erase.html", {"form": form})


def only_with_issuers(view: View) -> View:
    """Pages about signing in through an organisation are there where the host has set one up."""

    @wraps(view)
    def see(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not get_issuer_adapter().list_providers(request):
            raise Http404
        return view(request, *args, **kwargs)

    return see


connections = only_with_issuers(of_issuers.connections)
sign_on_cancelled = only_with_issuers(of_issuers.login_cancelled)
sign_on_failed = only_with_issuers(of_issuers.login_error)
