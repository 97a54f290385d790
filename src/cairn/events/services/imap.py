"""Taking mails out of a mailbox by IMAP, over TLS only. Each is deleted there once it is here."""

import imaplib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote, urlsplit

from cairn.events.services.mailbox import MOST_BYTES, receive_mail

logger = logging.getLogger(__name__)
PORT, SECONDS, MOST_IN_A_RUN = 993, 30, 100
EXAMPLE = "imaps://user:password@mail.example.org/INBOX"
CALLED = "CAIRN_MAILBOX_URL"


class UnableToFetch(Exception):
    """The sentence says what is wrong, and never holds the password."""


@dataclass(frozen=True)
class Mailbox:
    host: str
    port: int
    user: str
    password: str
    folder: str


def read_mailbox(url: str) -> Mailbox:
    """Every part may be percent-encoded; without a folder it is INBOX."""
    parts = urlsplit(url)
    if parts.scheme != "imaps":
        raise UnableToFetch(
            f"{CALLED} must start with imaps://, so that no one can read along. Write it like {EXAMPLE}"
        )
    try:
        port = parts.port or PORT
    except ValueError:
        raise UnableToFetch(f"The port in {CALLED} is not a number. Write it like {EXAMPLE}") from None
    if not parts.hostname or not parts.username or not parts.password:
        raise UnableToFetch(f"{CALLED} needs a host, a user and a password. Write it like {EXAMPLE}")
    folder = unquote(parts.path.strip("/")) or "INBOX"
    return Mailbox(parts.hostname, port, unquote(parts.username), unquote(parts.password), folder)


def fetch_mails(*, url: str, at: datetime) -> int:
    """How many were taken. One that cannot be taken stays in the box and stops none of the others."""
    mailbox = read_mailbox(url)
    taken = failed = 0
    try:
        with _open(mailbox) as box:
            for number in _list_numbers(box)[:MOST_IN_A_RUN]:
                try:
                    content, is_whole = _read(box, number)
                    receive_mail(content=content, at=at, is_whole=is_whole)
                except (imaplib.IMAP4.error, OSError):
                    raise
                except Exception as problem:  # whatever is wrong with this one
                    logger.warning("A mail could not be taken: %s", type(problem).__name__)
                    failed += 1
                    continue
                box.uid("STORE", number, "+FLAGS", r"(\Deleted)")
                taken += 1
            box.expunge()
    except (imaplib.IMAP4.error, OSError) as problem:
        raise UnableToFetch(f"The mailbox at {mailbox.host} could not be read ({type(problem).__name__}).") from None
    if failed:
        raise UnableToFetch(f"{failed} of {failed + taken} e-mails could not be taken and stay in the mailbox.")
    return taken


@contextmanager
def _open(mailbox: Mailbox) -> Iterator[imaplib.IMAP4_SSL]:
    trusted = ssl.create_default_context()
    with imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=trusted, timeout=SECONDS) as box:
        box.login(mailbox.user, mailbox.password)
        quoted = mailbox.folder.replace("\\", "\\\\").replace('"', '\\"')
        state, _ = box.select(f'"{quoted}"')
        if state != "OK":
            raise UnableToFetch(f"The mailbox at {mailbox.host} has no folder “{mailbox.folder}”.")
        yield box


def _list_numbers(box: imaplib.IMAP4_SSL) -> list[str]:
    _, found = box.uid("SEARCH", "UNDELETED")
    return found[0].decode().split() if found and found[0] else []


def _read(box: imaplib.IMAP4_SSL, number: str) -> tuple[bytes, bool]:
    """The whole mail; of one that is too large only its headers, so that it is never carried here."""
    _, answer = box.uid("FETCH", number, "(RFC822.SIZE)")
    size = _find_size(answer)
    is_whole = size <= MOST_BYTES
    _, answer = box.uid("FETCH", number, "(BODY.PEEK[])" if is_whole else "(BODY.PEEK[HEADER])")
    content = next((part[1] for part in answer if isinstance(part, tuple)), b"")
    if not content:  # or a mail that nobody has read would be deleted
        raise ValueError("The server sent nothing.")
    return content, is_whole


def _find_size(answer: list[object]) -> int:
    for part in answer:
        line = part[0] if isinstance(part, tuple) else part
        if isinstance(line, bytes) and b"RFC822.SIZE" in line:
            digits = line.split(b"RFC822.SIZE", 1)[1].strip().split(b")")[0].split()[0]
            return int(digits)
    return 0
