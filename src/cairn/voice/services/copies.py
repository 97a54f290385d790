"""Copies of what somebody takes back: deleted wherever people write, with the files and the search that have them."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.views.decorators.debug import sensitive_variables

from cairn.common.privacy.copies import Removed, remove_copies
from cairn.records.models import Record
from cairn.records.services import announce_written
from cairn.search.index import get_index
from cairn.search.models import SearchDocument, SearchTag
from cairn.search.searchable import get_page_kinds
from cairn.search.services import index_pages
from cairn.voice.models import Contribution, ContributionFile, SafeguardingConcern, WithdrawnSentence
from cairn.voice.queries import sum_sentences

WARN_BEFORE = timedelta(days=30)
# Other people's answers are their own words; the lead answers for a worry; the index follows the records.
EXEMPT = (Contribution, ContributionFile, SafeguardingConcern, SearchDocument, SearchTag)


@sensitive_variables()
def delete_copies(texts: Collection[str], *, since: datetime) -> Removed:
    WithdrawnSentence.objects.bulk_create(map(WithdrawnSentence, sum_sentences(texts)), ignore_conflicts=True)
    removed = remove_copies(texts, since=since, exempt=EXEMPT)
    for record in Record.objects.filter(pk__in=removed.owners.get(Record, ())):
        announce_written(record)
    if removed.number:
        index_all_pages()
    return removed


def index_all_pages() -> None:
    """Pages are read again as they are now, and the index forgets what it had of them."""
    for kind in get_page_kinds().values():
        index_pages(kind)
    get_index().purge()
