"""Who may log in from where, and with which password; roles on the site."""

import itertools
from collections.abc import Collection
from functools import cache

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
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
        raise UnableToChangeRoles("This is the last host. Make someone else a host first.")


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


# Rows of keys and of letters, along which fingers wander; with their ends joined.
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz", "1234567890")
FEWEST_LETTERS, FEWEST_TURNS = 5, 6
IN_DISGUISE = str.maketrans("0134578@$!", "oieastbasi")
GUESSABLE = (
    "This password is easy to guess: it is a common word with numbers, or a row of letters or keys. "
    "Choose three or four unrelated words."
)


@cache
def _get_neighbours() -> frozenset[str]:
    pairs = (a + b for row in ROWS for a, b in zip(row, row[1:] + row[0], strict=True))
    return frozenset(pair for one in pairs for pair in (one, one[::-1]))


class NotGuessable:
    """Django knows which short passwords are common. This knows how people make them twelve characters long."""

    def validate(self, password: str, user: User | None = None) -> None:
        plain = password.casefold()
        if len(set(plain)) < FEWEST_LETTERS or _count_turns(plain) < FEWEST_TURNS or _is_stretched(plain):
            raise ValidationError(GUESSABLE, code="password_guessable")

    def get_help_text(self) -> str:
        return "Your password must not be a common word with numbers, or a row of letters or keys."


def _count_turns(password: str) -> int:
    """Letters that neither repeat the one before nor lie beside it on the keyboard or in the alphabet."""
    steps = itertools.pairwise(password)
    return 1 + sum(1 for a, b in steps if a != b and a + b not in _get_neighbours())


def _is_stretched(password: str) -> bool:
    """A common password with numbers or signs around it, or several times over."""
    cores = {password.strip("0123456789 !?.,_-#*@£$%&+="), password.strip(" !?.,_-#*@£$%&+=")}
    cores |= {core.translate(IN_DISGUISE) for core in (*cores, password)}
    cores |= {core[: len(core) // times] for core in cores for times in (2, 3, 4) if _is_repeated(core, times)}
    common = CommonPasswordValidator().passwords
    return any(core in common or not core for core in cores)


def _is_repeated(text: str, times: int) -> bool:
    return text == text[: len(text) // times] * times
