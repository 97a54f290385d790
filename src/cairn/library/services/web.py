"""Asking an address of the web whether it is still there. Addresses inside a network of the host are never asked."""

from urllib.parse import urljoin

from requests import RequestException, Session

from cairn.common.web import NotPublic, open_public_session

SECONDS, MOST_SECONDS = 15, 30  # from one byte to the next, and for all of a head
MOST_REDIRECTS = 5
SCHEMES = ("http://", "https://")


def look_at(address: str, *, session: Session | None = None) -> int | None:
    """Status of the answer; 0 without one, None where the address is not one that may be asked, or leads to such.

    `session` lets tests ask this computer.
    """
    with session or open_public_session(seconds=MOST_SECONDS) as asking:
        for _ in range(MOST_REDIRECTS):
            if not address.lower().startswith(SCHEMES):
                return None
            try:
                # Nothing of the page is read: its head is enough. Of a redirect `requests` would read everything.
                with asking.get(address, timeout=SECONDS, allow_redirects=False, stream=True) as answer:
                    status, onwards = answer.status_code, answer.headers.get("Location", "")
            except NotPublic:
                return None
            except (RequestException, ValueError):
                return 0
            if status not in (301, 302, 303, 307, 308) or not onwards:
                return status
            address = urljoin(address, onwards)
    return None
