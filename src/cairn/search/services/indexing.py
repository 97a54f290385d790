"""Writing the index, in the transaction that writes the record."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from cairn.records.enums import Sharing
from cairn.records.indexing import Tag
from cairn.records.models import Attachment, Record
from cairn.search.index import get_index
from cairn.search.language.words import clean, get_offered_words
from cairn.search.models import PublicWord, SearchDocument, SearchTag
from cairn.search.searchable import PageKind, SearchPage

SHOWN = ("audience", "shown_at", "address", "place", "years")  # besides the words that are searched
LONGEST_BODY = 100_000  # characters; what attached files say beyond that is not searched


@transaction.atomic
def index_record(record: Record) -> None:
    """Bring the index up to what the record says and to whom; a withdrawn one leaves it for good."""
    # Two who write one record wait for each other, or both would take the same old words out.
    record = Record.objects.select_for_update().filter(pk=record.pk).first()  # type: ignore[assignment]  # see below
    if record is None:
        return
    old = SearchDocument.objects.filter(pk=record.pk).first()
    if record.is_withdrawn:
        if old is not None:
            old.delete()  # `remove_from_index` does the rest
        return
    specific = record.get_specific()
    document, tags = describe(specific, list(get_attachments([record.pk])), old)
    _save_document(document, old)
    _write_tags(document, tags)


@transaction.atomic
def index_pages(kind: PageKind) -> None:
    """Bring the index up to what pages of one kind say now; they are few, so all are looked at."""
    there = {one.pk: one for one in SearchDocument.objects.select_for_update().filter(kind=kind.name, record=None)}
    for page in kind.list_pages():
        document = describe_page(kind, page)
        _save_document(document, there.pop(document.pk, None))
    for gone in there.values():
        gone.delete()  # `remove_from_index` does the rest


def _save_document(document: SearchDocument, old: SearchDocument | None) -> None:
    if old is None or _says(document) != _says(old):
        if old is not None:
            get_index().remove(old)
        document.save()
        get_index().add([document])
        _count_words(get_public_words(document), get_public_words(old))
    elif any(getattr(document, name) != getattr(old, name) for name in SHOWN):
        document.save()


def remove_from_index(document: SearchDocument) -> None:
    """What a deleted record said leaves the index and the words that are offered, without a trace."""
    get_index().remove(document)
    get_index().purge()
    _count_words(set(), get_public_words(document))


def describe(
    record: Record, attachments: list[Attachment], old: SearchDocument | None
) -> tuple[SearchDocument, list[Tag]]:
    more = record.get_kind().indexing.get_fields(record)
    places = sorted(tag.label for tag in more.tags if tag.facet == "place")  # whatever order the database has
    texts = [str(getattr(record, name) or "") for name in record.TEXTS if name not in ("title", "summary")]
    files = [text for one in attachments for text in (one.title, one.text)]
    audience = f"{record.live}|{record.sharing}|{record.circle_id}|{record.team_id}|{record.organisation_id}"
    document = SearchDocument(
        id=record.pk,
        record_id=record.pk,
        kind=record.kind,
        place=clean(" and ".join(places) if len(places) < 3 else f"{len(places)} councils")[:100],
        years=more.years[:40],
        title=clean(record.title),
        summary=clean(record.summary),
        body=clean("\n".join(text for text in (*texts, *more.words, *files) if text))[:LONGEST_BODY],
        is_public=record.live and record.sharing == Sharing.PUBLIC,
        audience=audience,
        shown_at=old.shown_at if old is not None and old.audience == audience else record.updated_at,
    )
    tags = list(more.tags)
    if record.organisation is not None:
        tags.append(Tag("organisation", record.organisation.slug, record.organisation.name))
    return document, tags


def describe_page(kind: PageKind, page: SearchPage) -> SearchDocument:
    return SearchDocument(
        id=-page.number,
        kind=kind.name,
        title=clean(page.title)[:150],
        summary=clean(page.summary)[:500],
        body=clean(page.body)[:LONGEST_BODY],
        address=page.address,
        is_public=True,
        shown_at=page.shown_at,
    )


def _says(document: SearchDocument) -> tuple[Any, ...]:
    return document.title, document.summary, document.body, document.is_public


def get_attachments(ids: list[int]) -> Iterable[Attachment]:
    return Attachment.objects.filter(record__in=ids, state=Attachment.State.READY).order_by("pk")


def tidy_tags(tags: list[Tag]) -> dict[tuple[str, str], str]:
    """Label by facet and value, once each."""
    return {(tag.facet, tag.value[:80]): tag.label[:150] for tag in tags if tag.value}


def _write_tags(document: SearchDocument, tags: list[Tag]) -> None:
    wanted = tidy_tags(tags)
    there = {(tag.facet, tag.value): tag for tag in document.tags.all()}
    gone = [tag.pk for key, tag in there.items() if wanted.get(key) != tag.label]
    if gone:
        SearchTag.objects.filter(pk__in=gone).delete()
    SearchTag.objects.bulk_create(
        SearchTag(document=document, facet=facet, value=value, label=label)
        for (facet, value), label in wanted.items()
        if (facet, value) not in there or there[facet, value].label != label
    )


def get_public_words(document: SearchDocument | None) -> set[str]:
    """Only what everybody may read is ever offered to anybody."""
    if document is None or not document.is_public:
        return set()
    return get_offered_words(document.title, document.summary, document.body)


def _count_words(new: set[str], old: set[str]) -> None:
    added, gone = sorted(new - old), sorted(old - new)
    with connection.cursor() as cursor:
        if added:  # in the order of the alphabet, so that two who publish at once do not block each other for good
            cursor.executemany(
                "INSERT INTO search_publicword (word, number) VALUES (%s, 1)"
                " ON CONFLICT (word) DO UPDATE SET number = search_publicword.number + 1",
                [(word,) for word in added],
            )
    if gone:
        words = PublicWord.objects.filter(word__in=gone)
        list(words.select_for_update().order_by("word"))
        words.filter(number__lte=1).delete()
        words.update(number=F("number") - 1)
