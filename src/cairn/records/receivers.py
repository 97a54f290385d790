"""What follows from news about records: jobs and notices."""

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from cairn.records import tasks
from cairn.records.models import Attachment, RecordFile
from cairn.records.signals import attachment_added, record_file_requested


@receiver(attachment_added)
def queue_check(sender: Any, attachment: Attachment, **kwargs: Any) -> None:
    transaction.on_commit(partial(tasks.check_attachment.enqueue, attachment.pk))


@receiver(record_file_requested)
def queue_file(sender: Any, record_file: RecordFile, **kwargs: Any) -> None:
    transaction.on_commit(partial(tasks.make_file.enqueue, record_file.pk))
