"""Asking an address of the web whether it is still there. Addresses inside a network of the host are never asked."""

import ipaddress
import socket
from urllib.parse import urljoin, urlsplit

import requests

SECONDS = 15
MOST_REDIRECTS = 5


def look_at(address: str, *, inside: bool = False) -> int | None:
    """Status of the answer; 0 without one, None where the address is not one that may be asked.

    Each redirect is checked like the first address, because a public page may lead into the host's own network.
    `inside` lets tests ask this computer.
    """
    for _ in range(MOST_REDIRECTS):
        if not inside and not _is_public(address):
            return None
        try:
            # Nothing of the page is read: its head is enough.
            with requests.get(address, timeout=SECONDS, allow_redirects=False, stream=True) as answer:
                status, onwards = answer.status_code, answer.headers.get("Location", "")
        except (requests.RequestException, ValueError):
            return 0
        if status not in (301, 302, 303, 307, 308) or not onwards:
            return status
        address = urljoin(address, onwards)
    return None


def _is_public(address: str) -> bool:
    """Whether every number behind the name is one of the public web. A name without a number cannot be asked, and
    counts as public, so that asking it says so."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return False
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError, ValueError):
        return True
    return all(ipaddress.ip_address(one[4][0].split("%")[0]).is_global for one in found)
