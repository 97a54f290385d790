"""Making the index again from the records, and from pages that are none."""

from collections import Counter
from collections.abc import Iterator

from django.db import transaction

from cairn.records.kinds import Kind, get_kinds
from cairn.records.models import Attachment, Record
from cairn.search.index import get_index
from cairn.search.models import PublicWord, SearchDocument, SearchTag
from cairn.search.searchable import get_page_kinds
from cairn.search.services.indexing import describe, get_attachments, get_public_words, index_pages, tidy_tags

BATCH = 500


def rebuild_index() -> int:
    """Make everything again; safe to run twice, and while people work. Returns how many there are."""
    for kind in get_kinds():
        for ids in _in_batches(kind.model):
            _describe_again(kind, ids)
    for page_kind in get_page_kinds().values():
        index_pages(page_kind)
    with transaction.atomic():
        SearchDocument.objects.filter(record__withdrawn_at__isnull=False).delete()
        get_index().rebuild()
        get_index().purge()
        _recount_words()
    return SearchDocument.objects.count()


def _in_batches(model: type[Record]) -> Iterator[list[int]]:
    last = 0
    rows = model.objects.filter(withdrawn_at=None).order_by("pk").values_list("pk", flat=True)
    while ids := list(rows.filter(pk__gt=last)[:BATCH]):
        yield ids
        last = ids[-1]


@transaction.atomic
def _describe_again(kind: Kind, ids: list[int]) -> None:
    list(Record.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
    found = kind.model.objects.filter(pk__in=ids, withdrawn_at=None).select_related(
        "organisation", *kind.indexing.related
    )
    there = SearchDocument.objects.in_bulk(ids)
    attachments: dict[int, list[Attachment]] = {}
    for one in get_attachments(ids):
        attachments.setdefault(one.record_id, []).append(one)
    described = [
        describe(record, attachments.get(record.pk, []), there.get(record.pk))
        for record in found.prefetch_related(*kind.indexing.prefetch)
    ]
    fields = [field.name for field in SearchDocument._meta.fields if not field.primary_key]
    SearchDocument.objects.bulk_create(
        [document for document, _ in described],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=fields,
    )
    SearchTag.objects.filter(document__in=ids).delete()
    SearchTag.objects.bulk_create(
        SearchTag(document=document, facet=facet, value=value, label=label)
        for document, tags in described
        for (facet, value), label in tidy_tags(tags).items()
    )


def _recount_words() -> None:
    numbers: Counter[str] = Counter()
    for document in SearchDocument.objects.filter(is_public=True).iterator(chunk_size=BATCH):
        numbers.update(get_public_words(document))
    PublicWord.objects.all().delete()
    PublicWord.objects.bulk_create(
        (PublicWord(word=word, number=number) for word, number in sorted(numbers.items())), batch_size=BATCH * 4
    )
