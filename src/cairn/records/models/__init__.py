from cairn.records.models.conversation import Follow, Report, Review
from cairn.records.models.drafts import SavedForm
from cairn.records.models.files import Attachment, RecordFile
from cairn.records.models.record import Record, RecordQuerySet
from cairn.records.models.tables import BulkImport
from cairn.records.models.ties import Guest, Tie

__all__ = [
    "Attachment",
    "BulkImport",
    "Follow",
    "Guest",
    "Record",
    "RecordFile",
    "RecordQuerySet",
    "Report",
    "Review",
    "SavedForm",
    "Tie",
]
