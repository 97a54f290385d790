"""What search knows of decisions besides their texts."""

from cairn.common.dates import show_years
from cairn.decisions.models import Decision
from cairn.records.indexing import IndexedFields


def index_decision(record: Decision) -> IndexedFields:
    words = tuple(str(row) for row in (*record.options.all(), *record.figures.all()))
    return IndexedFields(words, years=show_years(record.made_on, record.made_on))
