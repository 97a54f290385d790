"""Papers of an event: asked for, made by the worker. Those with names on them are not kept."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from cairn.accounts.models import User
from cairn.common.documents import DocumentError
from cairn.events.models import EventFile, LearningEvent
from cairn.events.printing import make_badges, make_door_sheet, make_folded, make_programme
from cairn.events.signals import event_file_requested
from cairn.notices.queries import find_place

MAKE_FILE = "cairn.events.tasks.papers.make_file"  # as the queue calls it
MAKE: dict[str, Callable[[Any], bytes]] = {
    EventFile.Form.PROGRAMME: make_programme,
    EventFile.Form.FOLDED: make_folded,
    EventFile.Form.BADGES: make_badges,
    EventFile.Form.DOOR: make_door_sheet,
}
WITH_NAMES = (EventFile.Form.BADGES, EventFile.Form.DOOR)


@transaction.atomic
def request_file(*, event: LearningEvent, form: str, fingerprint: str, at: datetime) -> EventFile:
    """The one that is there stays while it says the same."""
    wanted = {"fingerprint": fingerprint, "requested_at": at}
    made, is_new = EventFile.objects.select_for_update().get_or_create(event=event, form=form, defaults=wanted)
    is_lost = made.made_at is None and find_place(MAKE_FILE, made.pk) is None
    if is_new or is_lost or made.fingerprint != fingerprint or made.problem:
        made.fingerprint, made.requested_at, made.made_at, made.problem = fingerprint, at, None, ""
        made.save()
        event_file_requested.send(sender=EventFile, event_file=made)
    return made


def make_file(*, event_file: EventFile, paper: Any, fingerprint: str, at: datetime) -> None:
    """In a job: print what is so now. Safe to run twice."""
    old = event_file.file.name
    try:
        content = MAKE[event_file.form](paper)
    except DocumentError as problem:
        EventFile.objects.filter(pk=event_file.pk).update(problem=str(problem)[:300], made_at=at)
        return
    event_file.file.save("event.pdf", ContentFile(content), save=False)
    # If somebody on it was erased while it was being made, its row is gone and so is the file.
    kept = EventFile.objects.filter(pk=event_file.pk).update(
        file=event_file.file.name, made_at=at, fingerprint=fingerprint
    )
    gone = old if kept else event_file.file.name
    if gone:
        default_storage.delete(gone)


def delete_files_with_names(event: LearningEvent) -> None:
    """Somebody booked, changed or cancelled: what was printed before names the wrong people."""
    made = EventFile.objects.filter(event=event, form__in=WITH_NAMES)
    if made.exists():  # hundreds may book in the same minute, and a transaction waits for the others
        _delete(made)


def delete_old_files_with_names(before: datetime) -> None:
    """Retention: a list of people is printed for a day and not kept."""
    _delete(EventFile.objects.filter(form__in=WITH_NAMES, requested_at__lt=before))


def delete_files_naming(*, person: User, **_: Any) -> None:
    """An account is erased. Nothing says who is on which list, and they are soon made again, so all of them go."""
    _delete(EventFile.objects.filter(form__in=WITH_NAMES))


@transaction.atomic
def _delete(files: QuerySet[EventFile]) -> None:
    for made in files.select_for_update():
        if made.file:
            transaction.on_commit(partial(default_storage.delete, made.file.name))  # type: ignore[arg-type]  # what is stored has a name
        made.delete()
