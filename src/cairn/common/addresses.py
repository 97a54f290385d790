"""Whole addresses, for whatever leaves the site: mails, documents, posters, tables. The one place that makes them."""

from urllib.parse import urlsplit

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme


def make_absolute(path: str) -> str:
    """On the address that the host has set, never on the one that a request says it was sent to."""
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def get_scheme() -> str:
    return urlsplit(settings.BASE_URL).scheme


def get_host_name() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def get_host_and_port() -> str:
    return urlsplit(settings.BASE_URL).netloc


def is_path_of_site(address: str) -> bool:
    """Whether a request may lead somebody there: to no other site, and to no word that Django would take for a name."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
