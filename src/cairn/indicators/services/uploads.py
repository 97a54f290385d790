"""Files given in the site: read at once, seen before they count, taken back at any time."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.common.reading.refusals import Refusal, UnableToImport
from cairn.indicators.importers.base import Item
from cairn.indicators.importers.layouts import recognise
from cairn.indicators.importers.sources import open_sources
from cairn.indicators.models import Release, Upload
from cairn.indicators.services.imports import Reading, read_source
from cairn.indicators.services.storage import BATCH, remove_releases
from cairn.indicators.signals import releases_became_live
from cairn.places.services import load_places


@transaction.atomic
def receive_upload(*, file: "UploadedFile[Any]", by: User, at: datetime) -> Upload:
    """Keep the file; a job reads it."""
    name = Path(file.name or "file").name[:255]
    upload = Upload.objects.create(original_name=name, by=by, given_at=at)
    upload.file.save(f"{upload.pk}{Path(name).suffix.lower()[:10]}", file)
    audit.record("data.uploaded", target="upload", key=str(upload.pk), by=by, at=at)
    return upload


def read_upload(*, upload: Upload, at: datetime) -> None:
    """Read the whole file into a release that waits; safe to run again after a worker was killed."""
    if not upload.is_waiting_to_be_read:
        return
    Upload.objects.filter(pk=upload.pk).update(state=Upload.State.READING, rows=0)
    if upload.release:
        remove_releases([upload.release])
        upload.release = None
    try:
        release = _read(upload, at)
    except UnableToImport as problem:
        text = problem.describe(upload.original_name) if isinstance(problem, Refusal) else str(problem)
        upload.state, upload.problem = Upload.State.REFUSED, text
        upload.file.delete(save=False)
    else:
        upload.state, upload.release = Upload.State.READY, release
    upload.save()


def _read(upload: Upload, at: datetime) -> Release:
    load_places()
    sources = open_sources(Path(upload.file.path), was_named=True, most_bytes=settings.IMPORT_MAX_BYTES)
    found: Release | None = None
    for source in sources:
        if found is not None:
            remove_releases([found])
            raise Refusal("the archive holds more than one file.", "Upload one table at a time.")
        same = Release.objects.filter(sha256=source.sha256)
        # Of this job, which died before or after the last of it was written: no upload leads to them.
        remove_releases(same.filter(Q(state=Release.State.LOADING) | Q(state=Release.State.WAITING, upload=None)))
        if earlier := same.first():
            raise Refusal(
                f"this file has already been uploaded: {earlier}, which {STATES[earlier.state]}.",
                MEND[earlier.state],
            )
        reading = Reading(source, upload.original_name, recognise(source.file), at, lambda items: _count(upload, items))
        found = read_source(reading)
    if found is None:
        raise Refusal("there are no files in the archive.", "Upload one table.")
    return found


STATES: dict[str, str] = {
    Release.State.LIVE: "is live",
    Release.State.WAITING: "is waiting for approval",
    Release.State.WITHDRAWN: "was made not live",
}
MEND: dict[str, str] = {
    Release.State.LIVE: "There is nothing to do.",
    Release.State.WAITING: "Find it in the list of data releases.",
    Release.State.WITHDRAWN: (
        "Make it live again in the list of data releases, or upload the publisher's corrected file."
    ),
}


def _count(upload: Upload, items: Iterator[Item]) -> Iterator[Item]:
    """The items themselves; how many there were is told now and then."""
    for number, item in enumerate(items, start=1):
        if number % BATCH == 0:
            Upload.objects.filter(pk=upload.pk).update(rows=number)
        yield item


@transaction.atomic
def confirm_upload(*, upload: Upload, by: User, at: datetime) -> bool:
    """Make it live in one moment; false where it does not wait (any more)."""
    upload = Upload.objects.select_for_update(of=("self",)).select_related("release").get(pk=upload.pk)
    changed = Release.objects.filter(upload=upload, state=Release.State.WAITING).update(state=Release.State.LIVE)
    if changed:
        Upload.objects.filter(pk=upload.pk).update(state=Upload.State.LIVE)
        releases_became_live.send(sender=Release, releases=[upload.release])
        audit.record("data.confirmed", target="release", key=str(upload.release_id), by=by, at=at)
    return bool(changed)


@transaction.atomic
def delete_upload(*, upload: Upload, by: User, at: datetime) -> None:
    """Take nothing of it, and keep nothing; not where somebody else has just said yes."""
    upload = Upload.objects.select_for_update(of=("self",)).select_related("release").get(pk=upload.pk)
    if upload.state != Upload.State.READY:
        return
    release = upload.release
    upload.state, upload.release = Upload.State.DROPPED, None
    upload.file.delete(save=False)
    upload.save()
    if release:
        remove_releases([release])
    audit.record("data.dropped", target="upload", key=str(upload.pk), by=by, at=at)


@transaction.atomic
def withdraw_release(*, release: Release, by: User, at: datetime) -> bool:
    """Take a release off every page; its figures are kept, and earlier releases serve their years again."""
    changed = Release.objects.filter(pk=release.pk, state=Release.State.LIVE).update(state=Release.State.WITHDRAWN)
    if changed:
        audit.record("data.withdrawn", target="release", key=str(release.pk), by=by, at=at)
    return bool(changed)


@transaction.atomic
def restore_release(*, release: Release, by: User, at: datetime) -> bool:
    """Make a release live that was made not live."""
    changed = Release.objects.filter(pk=release.pk, state=Release.State.WITHDRAWN).update(state=Release.State.LIVE)
    if changed:
        audit.record("data.restored", target="release", key=str(release.pk), by=by, at=at)
    return bool(changed)
