"""Finding, as somebody may see it: rows, numbers and facets in one statement over one `visible_to`."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from math import log
from typing import Any

from django.db import connection

from cairn.accounts.models import Reader
from cairn.records.models import Record
from cairn.search.index import get_index
from cairn.search.language.query import Query, Term, parse
from cairn.search.language.words import STOP_WORDS, get_words
from cairn.search.models import PublicWord, SearchDocument, SearchTag
from cairn.search.searchable import get_page_kinds

BEST, NEWEST = "best", "new"
MOST_ENDINGS = 8
OPENING = 2_000  # characters of a text by which it is compared
MOST_DISTINCTIVE, FEWEST_DISTINCTIVE = 6, 2
FEW = 100  # records; a word of more tells little, and makes it slow
MOST_ALIKE = 60  # so many are looked through for those that the reader may see


@dataclass(frozen=True)
class SearchRequest:
    """A whole question: words, what it is narrowed to (facet and value), and the order."""

    query: Query
    kind: str = ""
    narrowed: tuple[tuple[str, str], ...] = ()
    sort: str = BEST
    since: datetime | None = None  # shown since then, for saved searches


@dataclass(frozen=True)
class Count:
    """How many of what was found have one value of a facet."""

    facet: str
    value: str
    label: str
    number: int


@dataclass
class Found:
    """`ids` of one page in their order; `number` and `counts` are of everything that was found."""

    ids: list[int] = field(default_factory=list)
    number: int = 0
    counts: list[Count] = field(default_factory=list)


def understand(text: str) -> Query:
    """What was typed, with the endings that an unfinished word has in public."""
    query = parse(text)
    if not query.terms or not query.terms[-1].is_unfinished or len(query.terms[-1].words[0]) < 4:
        return query
    words = PublicWord.objects.filter(word__startswith=query.terms[-1].words[0]).order_by("-number", "word")
    return query.with_endings(tuple(words.values_list("word", flat=True)[:MOST_ENDINGS]))


def find(wanted: SearchRequest, user: Reader, *, first: int = 0, most: int = 20, some: bool = False) -> Found:
    """One page of what somebody may see and asked for, with the numbers of all of it.

    CROSS JOIN tells SQLite to go from what was found to the rest; PostgreSQL decides by itself.
    """
    hits, parameters = _get_hits(wanted, user, some=some)
    asked: list[Any] = []
    ranked = "SELECT id, updated_at, 0.0 AS score FROM hits"
    order = "updated_at DESC, id DESC"
    if wanted.sort != NEWEST:
        ranked, asked = get_index().rank(wanted.query, some=some)
        order = f"score, {order}"
    statement = f"""
        WITH {hits}
        SELECT 'number' AS what, '' AS value, '' AS label, count(*) AS number, 0 AS position FROM hits
        UNION ALL SELECT 'kind', kind, '', count(*), 0 FROM hits GROUP BY kind
        UNION ALL SELECT tag.facet, tag.value, max(tag.label), count(*), 0
            FROM hits CROSS JOIN search_searchtag tag WHERE tag.document_id = hits.id GROUP BY tag.facet, tag.value
        UNION ALL SELECT 'row', '', '', id, row_number() OVER (ORDER BY {order})
            FROM (SELECT * FROM ({ranked}) ranked ORDER BY {order} LIMIT {int(most)} OFFSET {int(first)}) page
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, *asked])
        return _sort_out(cursor.fetchall())


def _sort_out(rows: list[tuple[Any, ...]]) -> Found:
    found = Found()
    listed: list[tuple[int, int]] = []
    for what, value, label, number, position in rows:
        if what == "number":
            found.number = number
        elif what == "row":
            listed.append((position, number))
        else:
            found.counts.append(Count(what, value, label, number))
    found.ids = [number for _, number in sorted(listed)]
    return found


def _get_hits(wanted: SearchRequest, user: Reader, *, some: bool) -> tuple[str, list[Any]]:
    """Named parts of a statement: what fits the words, and of that what this person may see and asked for."""
    match, given = get_index().match(wanted.query, some=some) if not wanted.query.is_empty else ("", [])
    # Not materialized, so that only what may be seen is scored.
    named, parameters = ([f"matched (id, score) AS NOT MATERIALIZED ({match})"] if match else []), [*given]
    seen = _get_seen(wanted, user)
    for name, (rows, asked) in seen.items():
        named.append(f"{name} (id, kind, updated_at) AS NOT MATERIALIZED ({rows})")
        parameters += asked
    if not match:
        hits = " UNION ALL ".join(f"SELECT {name}.*, 0.0 FROM {name}" for name in seen)
    elif len(seen) > 1:
        hits = get_index().join()
    else:
        hits = "".join(
            f"SELECT {one}.*, score FROM matched CROSS JOIN {one} WHERE {one}.id = matched.id" for one in seen
        )
    named.append(f"hits (id, kind, updated_at, score) AS MATERIALIZED ({hits})")
    return ", ".join(named), parameters


def _get_seen(wanted: SearchRequest, user: Reader) -> dict[str, tuple[str, Any]]:
    """What may be found: records that this person may see, and pages, which everybody may."""
    is_page = wanted.kind in get_page_kinds()
    seen = {} if is_page else {"seen": _get_records(wanted, user)}
    return seen | ({"pages": _get_pages(wanted)} if is_page or not wanted.kind else {})


def _get_records(wanted: SearchRequest, user: Reader) -> tuple[str, Any]:
    # Within the statement that counts: numbers and facets of what is hidden would tell what there is.
    visible = Record.objects.visible_to(user).order_by()
    if wanted.kind:
        visible = visible.filter(kind=wanted.kind)
    for facet, value in wanted.narrowed:
        visible = visible.filter(pk__in=SearchTag.objects.filter(facet=facet, value=value).values("document"))
    if wanted.since is not None:
        visible = visible.filter(search_document__shown_at__gt=wanted.since)
    return visible.values_list("pk", "kind", "updated_at").query.sql_with_params()


def _get_pages(wanted: SearchRequest) -> tuple[str, Any]:
    """Only what everybody may read is ever in the index."""
    pages = SearchDocument.objects.filter(record=None, pk__lt=0)
    if wanted.kind:
        pages = pages.filter(kind=wanted.kind)
    for facet, value in wanted.narrowed:
        pages = pages.filter(tags__facet=facet, tags__value=value)
    if wanted.since is not None:
        pages = pages.filter(shown_at__gt=wanted.since)
    return pages.values_list("pk", "kind", "shown_at").query.sql_with_params()


def get_documents(ids: list[int]) -> list[SearchDocument]:
    """Documents with their records, in this order; the caller has asked who may see them."""
    found = SearchDocument.objects.select_related("record__organisation", "record__team", "record__circle").in_bulk(ids)
    return [found[one] for one in ids if one in found]


def get_similar(record: Record, user: Reader, *, kinds: tuple[str, ...] = (), most: int = 5) -> list[Record]:
    """Records that share the most telling words of this one, as far as somebody may see them."""
    document = SearchDocument.objects.filter(pk=record.pk).first()
    if document is None:
        return []
    text = f"{document.title} {document.title} {document.summary} {document.body[:OPENING]}"
    return [one for one in get_similar_to(text, user, kinds=kinds, most=most + 1) if one.pk != record.pk][:most]


def get_similar_to(text: str, user: Reader, *, kinds: tuple[str, ...] = (), most: int = 5) -> list[Record]:
    """The same for a text that is being written."""
    words = _get_distinctive_words(text)
    if len(words) < FEWEST_DISTINCTIVE:
        return []
    alike = _find_alike(Query("", tuple(Term((word,), ((word,),)) for word in words)))
    # The index holds the words of everything; whose they are is asked of the records, now.
    visible = Record.objects.visible_to(user)
    visible = visible.filter(kind__in=kinds) if kinds else visible
    found = visible.select_related("organisation").in_bulk(alike)  # which says whether it is fictional
    return [found[pk] for pk in alike if pk in found][:most]


def _find_alike(query: Query) -> list[int]:
    """The nearest of all records, whoever may see them; the caller asks that."""
    statement, asked = get_index().nearest(query, MOST_ALIKE)
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return [pk for (pk,) in cursor.fetchall()]


def _get_distinctive_words(text: str) -> list[str]:
    """Words of a text that few public records have; those of one alone lead nowhere."""
    often = Counter(word for word in get_words(text) if len(word) > 3 and word.isalpha() and word not in STOP_WORDS)
    words = PublicWord.objects.filter(word__in=often, number__gt=1, number__lte=FEW)
    numbers = dict(words.values_list("word", "number"))
    ranked = sorted(numbers, key=lambda word: (-min(often[word], 4) / log(1 + numbers[word]), word))
    return ranked[:MOST_DISTINCTIVE]
