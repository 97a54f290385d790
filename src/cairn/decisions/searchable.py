"""What search knows of decisions besides their texts."""

from cairn.decisions.models import Decision
from cairn.records.indexing import IndexedFields


def index_decision(record: Decision) -> IndexedFields:
    return IndexedFields(tuple(str(row) for row in (*record.options.all(), *record.figures.all())))
