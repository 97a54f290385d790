"""Sessions that an issuer began; and Wagtail's back office, which is for editors with a second step."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now

from cairn.accounts import sign_on
from cairn.accounts.models import SiteRole
from cairn.accounts.permissions import Permission

OFFICE = "/admin/"
# Wagtail searches by an index of its own, which this site has not: pages, pictures and documents are few, and all of
# them are listed.
PAGE_SEARCH = "/admin/pages/search/"
ACCOUNT = "/admin/account/"  # asks for a first and a last name, which nobody has here
LISTS = ("/admin/pages/", "/admin/choose-page/", "/admin/images/", "/admin/documents/")
# Its editor brings a few scripts and styles inside its pages; the rest of the site stays strict.
OFFICE_POLICY = {
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    # The preview of a draft stands in a frame beside the form.
    "frame-src": ["'self'"],
    "frame-ancestors": ["'self'"],
}


class RenewSignOn:
    """A session that an issuer began lasts for some hours; then the issuer is asked again whether it still counts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Without the cookie there is no session to read.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not sign_on.has_ended(request, at=now()):
            return self.get_response(request)
        address = sign_on.get_login_url(request) or reverse("accounts:log-in")
        logout(request)
        return redirect(address)


class KeepNothing:
    """Pages of somebody who is signed in are kept nowhere: "Back", after they have left, shows them to nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Asked before the view, which may sign them out.
        is_signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
        response = self.get_response(request)
        if is_signed_in:
            response["Cache-Control"] = "private, no-store"
        return response


class EditorsOnly:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(OFFICE):
            return self.get_response(request)
        if not request.user.is_authenticated:
            # Wagtail's own log-in too leads to ours.
            wanted = request.get_full_path()
            return redirect_to_login(
                OFFICE if wanted.startswith(f"{OFFICE}login") else wanted, reverse("accounts:log-in")
            )
        if not SiteRole.objects.held_by(request.user).allowing(Permission.PAGES_EDIT).exists():
            return render(request, "accounts/editors_only.html", status=403)
        if request.path.startswith(PAGE_SEARCH):
            return redirect("wagtailadmin_explore_root")
        if request.path.startswith(ACCOUNT):
            return redirect("accounts:account")
        if request.path.startswith(LISTS) and "q" in request.GET:
            request.GET = request.GET.copy()  # type: ignore[assignment]  # nobody changes it later
            del request.GET["q"]  # type: ignore[misc]  # a copy can be changed
        response = self.get_response(request)
        # A preview was made as if its own address had been asked for, with the policy of that address.
        response.headers.pop("Content-Security-Policy", None)
        response._csp_replace = OFFICE_POLICY  # type: ignore[attr-defined]  # read by django-csp
        return response
