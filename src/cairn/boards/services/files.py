"""Boards on paper: asked for, made by the worker, and kept no longer than they say what the site says."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from cairn.boards.models import BoardFile, BoardVersion
from cairn.boards.printing import make_handout, make_poster, make_sheet, make_slides
from cairn.boards.signals import board_file_requested
from cairn.common.documents import DocumentError
from cairn.notices.queries import find_place
from cairn.records.models import Record

MAKE_FILE = "cairn.boards.tasks.make_file"  # as the queue calls it
MAKE: dict[str, Callable[[Any], bytes]] = {
    BoardFile.Form.POSTER: make_poster,
    BoardFile.Form.HANDOUT: make_handout,
    BoardFile.Form.SLIDES: make_slides,
    BoardFile.Form.SHEET: make_sheet,
}


@transaction.atomic
def request_file(
    *, version: BoardVersion | None, form: str, fingerprint: str, cited: list[int], at: datetime
) -> BoardFile:
    """Of a version, or of the sheet where there is none. The one that is there stays while it says the same."""
    wanted = {"fingerprint": fingerprint, "cited": cited, "requested_at": at}
    made, is_new = BoardFile.objects.select_for_update().get_or_create(version=version, form=form, defaults=wanted)
    is_lost = made.made_at is None and find_place(MAKE_FILE, made.pk) is None
    if is_new or is_lost or made.fingerprint != fingerprint or made.problem:
        made.fingerprint, made.requested_at, made.made_at, made.problem = fingerprint, at, None, ""
        made.cited = sorted({*made.cited, *cited})  # the old file lies there until the new one is made
        made.save()
        board_file_requested.send(sender=BoardFile, board_file=made)
    return made


def make_file(*, board_file: BoardFile, paper: Any, fingerprint: str, cited: list[int], at: datetime) -> None:
    """In a job: print what everybody may read now. Safe to run twice."""
    old = board_file.file.name
    try:
        content = MAKE[board_file.form](paper)
    except DocumentError as problem:
        BoardFile.objects.filter(pk=board_file.pk).update(problem=str(problem)[:300], made_at=at)
        return
    board_file.file.save("board.pdf", ContentFile(content), save=False)
    # If something was taken back while it was being made, its row is gone and so is the file.
    kept = BoardFile.objects.filter(pk=board_file.pk).update(
        file=board_file.file.name, made_at=at, fingerprint=fingerprint, cited=cited
    )
    gone = old if kept else board_file.file.name
    if gone:
        default_storage.delete(gone)


@transaction.atomic
def delete_files_about(record_id: int) -> None:
    """Its words go from what was printed, and from what is being printed."""
    for made in BoardFile.objects.select_for_update():
        if record_id in made.cited:
            if made.file:
                transaction.on_commit(partial(default_storage.delete, made.file.name))  # type: ignore[arg-type]  # what is stored has a name
            made.delete()


def delete_files_about_withdrawn(*, record: Record, **_: Any) -> None:
    delete_files_about(record.pk)


def delete_files_about_duplicate(*, other: Record, **_: Any) -> None:
    delete_files_about(other.pk)
