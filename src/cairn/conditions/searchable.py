"""What search knows of what is settled, besides the texts."""

from cairn.conditions.models import Groundwork
from cairn.records.indexing import IndexedFields


def index_groundwork(record: Groundwork) -> IndexedFields:
    rows = (*record.outcomes.all(), *record.activities.all(), *record.partners.all())
    return IndexedFields(tuple(str(row) for row in rows))
