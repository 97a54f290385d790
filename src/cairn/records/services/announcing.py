"""Telling the apps above that a record was written."""

from cairn.records.models import Record
from cairn.records.signals import record_written


def announce_written(record: Record) -> None:
    """For whoever wrote the rows of a record, inside the same transaction; what hears it reads them again."""
    record_written.send(sender=Record, record=record)
