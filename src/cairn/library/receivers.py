"""What follows from news about records of the library."""

from typing import Any

from django.dispatch import receiver

from cairn.library.models import Project
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.services import tell_written
from cairn.records.signals import record_written


@receiver(record_written)
def name_programme_again(sender: Any, record: Record, **kwargs: Any) -> None:
    """Projects are found by the name of their programme, as long as everybody may see it."""
    if record.kind == RecordKind.PROGRAMME:
        for project in Project.objects.filter(in_programme=record.pk, withdrawn_at=None):
            tell_written(project)
