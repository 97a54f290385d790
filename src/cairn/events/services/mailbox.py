"""Mails with suggestions: what becomes of each, whichever way it came. A mail is taken once."""

import hashlib
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import validate_email
from django.db import transaction

from cairn.common.files.apart import Refused, UnableToOpen
from cairn.common.files.mail import read_mail_apart
from cairn.common.limits import count_sent, hash_sender
from cairn.common.privacy import delete_rows
from cairn.events.models import ReceivedMail, Suggestion
from cairn.events.queries.suggestions import list_own_addresses
from cairn.events.services.suggestions import send_suggestion
from cairn.events.signals import mail_received
from cairn.records.forms.safeguarding import is_safeguarding_concern

MOST_BYTES = 10 * 1024 * 1024
MOST_HEADER_BYTES = 64 * 1024
FROM_ONE, FROM_ALL, REPLIES_TO_ONE = 10, 200, 3  # in an hour
LONGEST_WORDS = 3000
Outcome = ReceivedMail.Outcome
# Of the others nothing is kept: they are too large, or not ours to keep.
KEPT = {Outcome.SUGGESTION, Outcome.EMPTY, Outcome.AUTOMATIC, Outcome.BOUNCE, Outcome.UNREADABLE}
REPLIED = {Outcome.SUGGESTION, Outcome.EMPTY, Outcome.TOO_LARGE, Outcome.CONCERN}


def cut_to_headers(content: bytes) -> bytes:
    """Of a mail that is too large: who wrote it, when and about what."""
    head = content[:MOST_HEADER_BYTES].replace(b"\r\n", b"\n")
    return head.partition(b"\n\n")[0] + b"\n\n"


def receive_mail(*, content: bytes, at: datetime, is_whole: bool = True) -> ReceivedMail | None:
    """What became of it; nothing where it came before. `content` are its headers alone where it is too large."""
    if len(content) > MOST_BYTES:
        content, is_whole = cut_to_headers(content), False
    try:
        read = read_mail_apart(content)
    except (UnableToOpen, Refused, ValueError):
        read = {}
    named = read.get("message_id", "").encode()
    fingerprint = hashlib.sha256(named or content).hexdigest()
    with transaction.atomic():
        mail, is_new = ReceivedMail.objects.get_or_create(
            fingerprint=fingerprint, defaults={"received_at": at, "outcome": Outcome.UNREADABLE}
        )
        if not is_new:
            return None
        mail.outcome = _find_outcome(read, is_whole=is_whole, at=at)
        if mail.outcome == Outcome.SUGGESTION:
            mail.suggestion = _make_suggestion(read, at=at)
        if mail.outcome in KEPT and not _is_concern(read):
            mail.raw.save("mail", ContentFile(content), save=False)
            mail.sender = _get_address(read)
        if mail.outcome in REPLIED and _may_reply(_get_address(read), at=at):
            mail.gets_reply, mail.sender, mail.message_id = True, _get_address(read), read["message_id"]
            mail.save()
            mail_received.send(sender=ReceivedMail, mail=mail)
        mail.save()
    return mail


def _find_outcome(read: dict[str, str], *, is_whole: bool, at: datetime) -> Outcome:
    if not read:
        return Outcome.UNREADABLE
    if read["address"].lower() in list_own_addresses():
        return Outcome.OWN
    if read["written_by"] != "person":
        return Outcome.BOUNCE if read["written_by"] == "server" else Outcome.AUTOMATIC
    if _is_flood(read["address"], at=at):
        return Outcome.TOO_MANY
    if not is_whole:
        return Outcome.TOO_LARGE
    if _is_concern(read):
        return Outcome.CONCERN
    return Outcome.SUGGESTION if read["text"] or read["subject"] else Outcome.EMPTY


def _is_concern(read: dict[str, str]) -> bool:
    """As forms ask; a mail has no box by which its writer says that it is none, so they hear of the form."""
    return is_safeguarding_concern([read.get("subject", ""), read.get("text", "")], {})


def _is_flood(address: str, *, at: datetime) -> bool:
    of_one = count_sent("suggestion-mail", hash_sender(f"mail-{address.lower()}"), at=at)
    of_all = count_sent("suggestion-mail", "all", at=at)
    return of_one > FROM_ONE or of_all > FROM_ALL


def _make_suggestion(read: dict[str, str], *, at: datetime) -> Suggestion:
    title = read["subject"] or " ".join(read["text"].split())[:80]
    return send_suggestion(
        title=title,
        words=read["text"][:LONGEST_WORDS],
        name=read["name"],
        email=_get_address(read),
        by=AnonymousUser(),
        at=at,
        came_by=Suggestion.CameBy.MAIL,
    )


def _get_address(read: dict[str, str]) -> str:
    """Where an answer can go; none where it is no address."""
    address = read.get("address", "").lower()
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address


def _may_reply(address: str, *, at: datetime) -> bool:
    """A few to one address: a program that answers everything must not be answered for ever."""
    return bool(address) and count_sent("mail-reply", hash_sender(f"mail-{address}"), at=at) <= REPLIES_TO_ONE


def note_reply(*, mail: ReceivedMail, at: datetime) -> None:
    """The address of somebody whose mail is not kept goes when the reply has gone."""
    sender = mail.sender if mail.raw else ""
    ReceivedMail.objects.filter(pk=mail.pk).update(replied_at=at, sender=sender, message_id="")


def delete_old_mails(before: datetime) -> None:
    """Retention."""
    with transaction.atomic():
        delete_rows(ReceivedMail.objects.filter(received_at__lt=before))
