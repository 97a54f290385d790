"""What an e-mail says, and whether a person wrote it. Strangers send them, so they are read under limits, alone."""

import json
import re
import sys
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

from cairn.common.files.apart import run_apart
from cairn.common.files.extract import limit

LONGEST_HEADER = 2000  # characters; what reads headers takes long for very long ones
MOST_CHARACTERS = 200_000
BULK = {"bulk", "junk", "list", "auto_reply"}
MARKS_OF_LISTS = ("list-id", "list-unsubscribe", "x-autoreply", "x-autorespond", "x-autoresponder")
AWAY = re.compile(
    r"(automatic reply|auto(matic)? ?response|auto-?reply|out of (the )?office|vacation)\b", re.IGNORECASE
)
DAEMONS = {"mailer-daemon", "postmaster", "mail-daemon"}
PREFIXES = re.compile(r"^\s*((re|fwd?|aw|wg)(\[\d+\])?\s*:\s*)+", re.IGNORECASE)
FORWARDED = re.compile(r"^\s*(-+\s*forwarded message\s*-+|begin forwarded message:)\s*$", re.IGNORECASE)
QUOTED = re.compile(r"^\s*(on\b.{5,250}\bwrote:|-+\s*original message\s*-+)\s*$", re.IGNORECASE)
SIGNATURE = re.compile(r"^-- ?$")


def read_mail_apart(content: bytes) -> dict[str, str]:
    """As `read_mail`, in a process of its own; raises `UnableToOpen`."""
    read: dict[str, str] = json.loads(run_apart("mail", content=content))
    return read


def main() -> None:
    content = sys.stdin.buffer.read()
    limit()
    sys.stdout.write(json.dumps(read_mail(content)))


def read_mail(content: bytes) -> dict[str, str]:
    """Its id, sender, subject and new words; `written_by` is "person", "machine" or "server"."""
    message: Any = message_from_bytes(content, policy=policy.default)
    name, address = _read_sender(message)
    subject = _get_header(message, "subject")
    return {
        "message_id": _get_header(message, "message-id")[:250],
        "address": address[:254],
        "name": _clean(name)[:100],
        "subject": PREFIXES.sub("", _clean(subject)).strip()[:150],
        "text": cut_quotes(_clean(_get_text(message))),
        "written_by": _find_writer(message, address, subject),
    }


# --- Who wrote it ---------------------------------------------------------------------------------


def _find_writer(message: EmailMessage, address: str, subject: str) -> str:
    """By the marks of RFC 3834 and RFC 3464, and those that programs left before there were any."""
    kind = message.get_content_type()
    is_report = kind == "multipart/report" or kind == "message/delivery-status"
    if is_report or _get_header(message, "return-path").strip() == "<>" or address.split("@")[0].lower() in DAEMONS:
        return "server"
    submitted = _get_header(message, "auto-submitted").lower().split(";")[0].strip()
    is_bulk = _get_header(message, "precedence").lower().strip() in BULK
    if submitted not in ("", "no") or is_bulk or any(mark in message for mark in MARKS_OF_LISTS) or AWAY.match(subject):
        return "machine"
    return "person"


def _read_sender(message: EmailMessage) -> tuple[str, str]:
    """By the parts of the header: a name may hold what looks like an address."""
    try:
        first = policy.default.header_fetch_parse("from", _get_raw(message, "from")).addresses[0]
        return first.display_name, first.addr_spec if "@" in first.addr_spec else ""
    except Exception:  # of whatever kind: the parser of headers raises many
        return "", ""


def _get_header(message: EmailMessage, wanted: str) -> str:
    """One that the parser fails at is taken as it was written."""
    raw = _get_raw(message, wanted)
    try:
        return str(policy.default.header_fetch_parse(wanted, raw))
    except Exception:  # as above
        return raw


def _get_raw(message: EmailMessage, wanted: str) -> str:
    """The first header of that name, no longer than one can be read."""
    raw = next((str(value) for name, value in message.raw_items() if name.lower() == wanted), "")
    return _mend(" ".join(raw.split())[:LONGEST_HEADER])


def _mend(text: str) -> str:
    """Bytes that stood in a header without saying what they are."""
    content = text.encode("utf-8", "surrogateescape")
    return _decode(content, "utf-8")


# --- What it says ---------------------------------------------------------------------------------


def _get_text(message: EmailMessage) -> str:
    """The plain part; else the words of the HTML part; else those of a mail that is attached to it."""
    parts = [part for part in message.walk() if not part.is_multipart() and not _is_attached(part)]
    readers: dict[str, Callable[[str], str]] = {"text/plain": str, "text/html": strip_html}
    texts = (
        read(_decode_part(part)) for kind, read in readers.items() for part in parts if part.get_content_type() == kind
    )
    return next((text for text in texts if text.strip()), "")


def _is_attached(part: EmailMessage) -> bool:
    try:
        return part.get_content_disposition() == "attachment"
    except Exception:  # a header that the parser fails at
        return True


def _decode_part(part: EmailMessage) -> str:
    content: Any = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    try:
        charset = part.get_content_charset() or "utf-8"
    except Exception:  # a header that the parser fails at
        charset = "utf-8"
    return _decode(content[: MOST_CHARACTERS * 4], charset)


def _decode(content: bytes, charset: str) -> str:
    """As it says; else as most mails are written, because what it says may be wrong, or no charset at all."""
    for name in (charset, "utf-8", "cp1252"):
        try:
            return content.decode(name)
        except (LookupError, ValueError):
            continue
    return content.decode("latin-1")


class _Words(HTMLParser):
    HIDDEN = frozenset({"script", "style", "head", "title", "template"})
    BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "blockquote", "table", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = self.quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in self.HIDDEN
        self.quoted += tag == "blockquote"
        if tag in self.BLOCKS:
            self.parts.append("\n> " if self.quoted else "\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in self.HIDDEN and self.hidden > 0
        self.quoted -= tag == "blockquote" and self.quoted > 0
        if tag in self.BLOCKS:
            self.parts.append("\n> " if self.quoted else "\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(re.sub(r"\s+", " ", data))


def strip_html(html: str) -> str:
    reader = _Words()
    reader.feed(html[:MOST_CHARACTERS])
    reader.close()
    return "".join(reader.parts)


def cut_quotes(text: str) -> str:
    """What is new in an answer, without signature. Where nothing is new, as in a mail passed on, all of it."""
    lines = [line.rstrip() for line in text.splitlines()]
    new = _take_new(lines)
    if not any(line.strip() for line in new):
        new = [line.lstrip("> ") for line in lines if not FORWARDED.match(line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in new)).strip()


def _take_new(lines: list[str]) -> list[str]:
    new: list[str] = []
    is_forwarded = any(FORWARDED.match(line) for line in lines)
    for number, line in enumerate(lines):
        both = f"{line} {lines[number + 1]}" if number + 1 < len(lines) else line  # "On … wrote:" broken in two
        if SIGNATURE.match(line) or (not is_forwarded and (QUOTED.match(line) or QUOTED.match(both))):
            break
        if not line.startswith(">") and not FORWARDED.match(line):
            new.append(line)
    return new


def _clean(text: str) -> str:
    return "".join(letter for letter in text[:MOST_CHARACTERS] if letter.isprintable() or letter in "\n\t")
