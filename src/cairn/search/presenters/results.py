"""What the search page shows."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString

from cairn.accounts.models import Reader
from cairn.records.enums import Sharing
from cairn.records.kinds import Evidence, ask_kinds
from cairn.records.models import Record
from cairn.records.presenters import RecordView
from cairn.records.presenters.describing import find_addresses
from cairn.search.language.query import Query
from cairn.search.models import SearchDocument
from cairn.search.presenters.snippets import Marker, choose_sentence, mark
from cairn.search.queries import BEST, NEWEST, Count, Found, SearchRequest, find, get_documents, understand
from cairn.search.queries.addresses import write, write_kind
from cairn.search.queries.suggestions import suggest
from cairn.search.searchable import FACETS, get_label, get_plural

PAGE_LENGTH = 20
FEW = 5  # fewer results than this are followed by those with some of the words
MOST_VALUES = 8  # of a facet
MOST_KINDS = 6  # in the row above the hits; the rest are among the filters


@dataclass(frozen=True)
class Row:
    """One record in the list, or one page that everybody may read: that has no `view`."""

    document: SearchDocument
    view: RecordView | None
    title: SafeString
    sentence: SafeString
    evidence: Evidence | None = None
    about: Record | None = None  # of what it is a result, or a recommendation
    own_address: str = ""  # of a record; a page that is none has it in the index

    @property
    def record(self) -> Any:
        return self.document.record

    @property
    def address(self) -> str:
        return self.own_address or self.document.address

    @property
    def kind(self) -> str:
        return get_label(self.document.kind)

    @property
    def where_and_when(self) -> str:
        """ "Bradford, from 2017": of what it tells of. The day on which it was put on the site says nothing of that."""
        return ", ".join(part for part in (self.document.place, self.document.years) if part)

    @property
    def is_not_for_all(self) -> bool:
        return self.record is not None and (not self.record.live or self.record.sharing != Sharing.PUBLIC)


@dataclass(frozen=True)
class Link:
    """Somewhere to go on from here."""

    label: str
    address: str
    number: int = 0


@dataclass(frozen=True)
class Facet:
    label: str
    links: list[Link]


@dataclass(frozen=True)
class Question:
    """A word with several meanings, and where each leads."""

    word: str
    question: str
    links: list[Link]


class SearchView:
    """One page of a search, as one person sees it. `typed` are words that find nothing, where others were meant."""

    def __init__(self, wanted: SearchRequest, user: Reader, *, page: int = 1) -> None:
        self.wanted, self.user, self.number_of_page = wanted, user, page
        self.typed = ""
        self.found = self._find()
        if not self.number:
            self._mend()
        self.has_all_words = self.number > 0 or len(self.query.terms) < 2
        if not self.has_all_words:
            self.found = self._find(some=True)

    def _mend(self) -> None:
        """What was misspelt is searched for as it was meant, and the page says so; only words of public records are."""
        given, text = self.wanted, suggest(self.query)
        if text:
            self.wanted = replace(given, query=understand(text))
            self.found = self._find()
        if self.number:
            self.typed = given.query.text
        else:
            self.wanted = given

    def _find(self, *, some: bool = False, most: int = PAGE_LENGTH) -> Found:
        first = (self.number_of_page - 1) * PAGE_LENGTH
        return find(self.wanted, self.user, first=first, most=most, some=some)

    @property
    def query(self) -> Query:
        return self.wanted.query

    @property
    def heading(self) -> str:
        return f"Results for “{self.query.text}”" if self.query.text else "Everything in the library"

    @property
    def number(self) -> int:
        return self.found.number

    @cached_property
    def rows(self) -> list[Row]:
        return self._show(self.found.ids)

    @cached_property
    def others(self) -> list[Row]:
        return self._show(self.find_others())

    def find_others(self) -> list[int]:
        """Records with some of the words, after a few with all of them."""
        if not self.has_all_words or self.number >= FEW or len(self.query.terms) < 2:
            return []
        ids = self._find(some=True, most=FEW + PAGE_LENGTH // 2).ids
        return [one for one in ids if one not in self.found.ids][: PAGE_LENGTH // 2]

    def _show(self, ids: list[int]) -> list[Row]:
        marker, documents = Marker(self.query), list(get_documents(ids))
        records = [one.record for one in documents if one.record]
        evidence = ask_kinds(records, lambda kind: kind.find_evidence, self.user)
        subjects = ask_kinds(records, lambda kind: kind.find_subjects, self.user)
        rows = [_make_row(document, marker, self.user, evidence, subjects) for document in documents]
        addresses = find_addresses(records)
        return [replace(row, own_address=addresses.get(row.document.pk, "")) for row in rows]

    @cached_property
    def meant(self) -> Link | None:
        """Offered where the words as they were typed find nothing, or next to nothing."""
        if self.typed or (self.has_all_words and self.number >= FEW):
            return None
        text = suggest(self.query)
        return Link(text, write(self.wanted, q=text)) if text else None

    @property
    def questions(self) -> list[Question]:
        """Not asked again of somebody who has answered by choosing a kind."""
        if self.wanted.kind:
            return []
        return [
            Question(word, ask.question, [Link(one.label, self._write_choice(word, one)) for one in ask.choices])
            for word, ask in self.query.asks
        ]

    def _write_choice(self, word: str, choice: Any) -> str:
        text = self.query.text.lower().replace(word, choice.words)
        return write(self.wanted, q=" ".join(text.split()), kind=choice.kind)

    @property
    def kinds(self) -> list[tuple[str, str, bool]]:
        """Label, address, and whether it is the one: all, and what kinds were found, the most frequent first."""
        counts = [one for one in self.found.counts if one.facet == "kind"]
        every = ("All", write(self.wanted, kind=""), not self.wanted.kind)
        return [every] + [
            (f"{get_plural(one.value)} ({one.number})", self._write_kind(one), one.value == self.wanted.kind)
            for one in sorted(counts, key=lambda one: (-one.number, one.value))
        ]

    def _write_kind(self, one: Count) -> str:
        return write(self.wanted, kind=write_kind(one.value))

    @property
    def chosen(self) -> list[Link]:
        """What the list is narrowed to; each leads to the list without it."""
        chosen = [Link(get_plural(self.wanted.kind), write(self.wanted, kind=""))] if self.wanted.kind else []
        return chosen + [
            Link(f"{FACETS[facet]}: {self._get_label(facet, value)}", write(self.wanted, **{facet: ""}))
            for facet, value in self.wanted.narrowed
        ]

    def _get_label(self, facet: str, value: str) -> str:
        """From what was found, which the reader may see; what was typed into the address, where nothing was."""
        return next((one.label for one in self.found.counts if (one.facet, one.value) == (facet, value)), value)

    @property
    def facets(self) -> list[Facet]:
        chosen = {facet for facet, _ in self.wanted.narrowed} | (
            {"kind"} if len(self.kinds) <= MOST_KINDS + 1 else set()
        )
        found: dict[str, list[Count]] = {}
        for count in self.found.counts:
            found.setdefault(count.facet, []).append(count)
        return [
            Facet(label, self._list_values(facet, found[facet]))
            for facet, label in FACETS.items()
            if facet in found and facet not in chosen
        ]

    def _list_values(self, facet: str, counts: list[Count]) -> list[Link]:
        first = sorted(counts, key=lambda one: (-one.number, one.label, one.value))[:MOST_VALUES]
        if facet == "kind":
            return [Link(get_plural(one.value), self._write_kind(one), one.number) for one in first]
        return [Link(one.label, write(self.wanted, **{facet: one.value}), one.number) for one in first]

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """Label, address, and whether it is the one."""
        if self.query.is_empty:
            return []
        return [
            ("Best match", write(self.wanted, sort=""), self.wanted.sort == BEST),
            ("Newest first", write(self.wanted, sort=NEWEST), self.wanted.sort == NEWEST),
        ]

    @property
    def address(self) -> str:
        return write(self.wanted)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the box keeps when somebody types other words."""
        kept = dict(self.wanted.narrowed)
        if self.wanted.kind:
            kept["kind"] = write_kind(self.wanted.kind)
        return list(kept.items())


def _make_row(
    document: SearchDocument,
    marker: Marker,
    user: Reader,
    evidence: dict[int, Evidence],
    subjects: dict[int, Record],
) -> Row:
    title = mark(document.title, marker)
    sentence = choose_sentence(document.summary, document.body, marker, is_in_title="<mark>" in title)
    view = RecordView(document.record, user) if document.record else None
    return Row(document, view, title, sentence, evidence.get(document.pk), subjects.get(document.pk))


def describe_search(wanted: SearchRequest) -> str:
    """A search in words; "" for the one that narrows nothing."""
    parts = [f"“{wanted.query.text}”"] if wanted.query.text else []
    parts += [get_plural(wanted.kind).lower()] if wanted.kind else []
    return ", ".join([*parts, *(f"{FACETS[facet].lower()}: {value}" for facet, value in wanted.narrowed)])
