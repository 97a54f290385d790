"""Homes counted for a project or for the use of a model."""

from cairn.decisions.models import HomesCount
from cairn.records.enums import RecordKind
from cairn.records.models import Record

COUNTED = (RecordKind.PROJECT, RecordKind.ADOPTION)


def get_homes(record: Record) -> list[HomesCount]:
    """In order of time."""
    return list(HomesCount.objects.filter(about=record.pk).order_by("first"))
