"""Files that people add, and files that the worker makes."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.common import documents
from cairn.common.files import CheckedFile, extract_text, is_infected
from cairn.notices.queries import find_place
from cairn.records import policies
from cairn.records.models import Attachment, Record, RecordFile
from cairn.records.services.announcing import announce_written
from cairn.records.services.drafts import lock
from cairn.records.signals import attachment_added, record_file_requested

# As the queue calls them.
MAKE_FILE, CHECK_FILE = "cairn.records.tasks.make_file", "cairn.records.tasks.check_attachment"
RENDER: dict[str, Callable[[documents.Document], bytes]] = {"pdf": documents.to_pdf, "docx": documents.to_docx}
# What cannot be checked for so long has a fault of its own.
ASKED_AGAIN_FOR, LONGEST_WAY_TO_QUEUE, MOST_ASKED_AGAIN = timedelta(days=3), timedelta(minutes=5), 100


@transaction.atomic
def attach_file(
    *, record: Record, checked: CheckedFile, title: str, by: User, at: datetime, access_text: str = ""
) -> Attachment:
    """Keep a file that was checked; what is in it is read, and looked at for viruses, by the worker."""
    policies.check_can_attach(lock(record), by)  # locked, so that two at once do not both take the last place
    if check_file := record.get_kind().check_file:
        check_file(checked, access_text)
    attachment = Attachment(
        record_id=record.pk,
        title=title,
        access_text=access_text,
        name=checked.safe_name,
        content_type=checked.content_type,
        size=len(checked.content),
        sha256=hashlib.sha256(checked.content).hexdigest(),
        added_by=by,
        added_at=at,
    )
    attachment.file.save(checked.safe_name, ContentFile(checked.content), save=False)
    attachment.save()
    audit.record("file.attached", target="record", key=record.slug, by=by, at=at, file=attachment.slug)
    attachment_added.send(sender=Attachment, attachment=attachment)
    return attachment


def check_attachment(*, attachment: Attachment) -> None:
    """In a job: let nobody have a file with a virus; read the words of the others. Safe to run twice."""
    if attachment.state == Attachment.State.REFUSED:
        return
    path = default_storage.path(attachment.file.name)  # type: ignore[arg-type]  # what is stored has a name
    infected = is_infected(path)  # raises when the scanner cannot be asked, and the job is tried again
    if infected:
        problem = "A virus was found in this file, so no one can open it."
        _keep_finding(attachment, state=Attachment.State.REFUSED, problem=problem, text="")
        return
    found = extract_text(path, attachment.content_type)
    _keep_finding(attachment, state=Attachment.State.READY, problem=found.problem, text=found.text)


def find_lost_checks(*, at: datetime) -> list[int]:
    """Files whose check ended without a finding, as on a full disk or while the scanner was not there."""
    waiting = Attachment.objects.filter(
        state=Attachment.State.CHECKING, added_at__gt=at - ASKED_AGAIN_FOR, added_at__lt=at - LONGEST_WAY_TO_QUEUE
    )
    numbers = waiting.order_by("pk").values_list("pk", flat=True)[:MOST_ASKED_AGAIN]
    return [number for number in numbers if find_place(CHECK_FILE, number) is None]


@transaction.atomic
def _keep_finding(attachment: Attachment, **finding: Any) -> None:
    Attachment.objects.filter(pk=attachment.pk).update(**finding)
    announce_written(attachment.record)


@transaction.atomic
def remove_attachment(*, attachment: Attachment, by: User, at: datetime) -> None:
    policies.check_can_edit(attachment.record, by)
    audit.record("file.removed", target="record", key=attachment.record.slug, by=by, at=at, file=attachment.slug)
    transaction.on_commit(partial(default_storage.delete, attachment.file.name))  # type: ignore[arg-type]  # what is stored has a name
    attachment.delete()
    announce_written(attachment.record)


def request_file(*, record: Record, form: str, document: documents.Document, at: datetime) -> RecordFile:
    """Ask for a record as PDF or Word; the one that is there stays while it says the same.

    A small one is made before this returns; the worker makes a long one.
    """
    made = _note_request(record, form, documents.get_fingerprint(document), at=at)
    if made.made_at is None and documents.is_small(document):
        make_file(record_file=made, document=document, at=at)
        made.refresh_from_db()
    elif made.made_at is None and find_place(MAKE_FILE, made.pk) is None:
        record_file_requested.send(sender=RecordFile, record_file=made)
    return made


@transaction.atomic
def _note_request(record: Record, form: str, fingerprint: str, *, at: datetime) -> RecordFile:
    made, is_new = RecordFile.objects.select_for_update().get_or_create(
        record_id=record.pk, form=form, defaults={"fingerprint": fingerprint, "requested_at": at}
    )
    if is_new or made.fingerprint != fingerprint or made.problem:
        made.fingerprint, made.requested_at, made.made_at, made.problem = fingerprint, at, None, ""
        made.save()
    return made


def make_file(*, record_file: RecordFile, document: documents.Document, at: datetime) -> None:
    """Render what the record says now. Safe to run twice."""
    old = record_file.file.name
    try:
        content = RENDER[record_file.form](document)
    except documents.DocumentError as problem:
        RecordFile.objects.filter(pk=record_file.pk).update(problem=str(problem)[:300], made_at=at)
        return
    record_file.file.save(f"record.{record_file.form}", ContentFile(content), save=False)
    kept = RecordFile.objects.filter(pk=record_file.pk).update(
        file=record_file.file.name, made_at=at, fingerprint=documents.get_fingerprint(document)
    )
    default_storage.delete(old if kept else record_file.file.name) if old or not kept else None  # type: ignore[arg-type]  # asked at the end
