"""Who may log in from where; roles on the site."""

from collections.abc import Collection

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

from cairn.accounts.models import SiteRole, User
from cairn.accounts.roles import HOST


class UnableToChangeRoles(Exception):
    """The site would have nobody left who runs it."""


def check_keeps_a_host(user: User, roles: Collection[str]) -> None:
    held = SiteRole.objects.filter(role=HOST.name)
    if HOST.name in roles or not held.filter(user=user).exists():
        return
    if not held.filter(user__is_active=True).exclude(user=user).exists():
        raise UnableToChangeRoles("This is the last host. Make somebody else a host first.")


LOOPBACK_ADDRESSES = {"127.0.0.1", "::1"}
FORWARDING_HEADERS = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")


def is_from_this_computer(request: HttpRequest) -> bool:
    """Whether the request was made on the computer that answers it, by its own name, through no proxy."""
    host, _ = split_domain_port(request.get_host())
    # Each part can be forged or happen by itself: behind a proxy on this computer every request comes from it.
    return (
        host in settings.LOOPBACK_HOSTS
        and request.META.get("REMOTE_ADDR") in LOOPBACK_ADDRESSES
        and not any(header in request.headers for header in FORWARDING_HEADERS)
    )


def can_use_demonstration_log_in(request: HttpRequest | None) -> bool:
    """The passwords of demonstration users are printed, so they count in a demonstration on this computer only."""
    return settings.DEMONSTRATION and request is not None and is_from_this_computer(request)
