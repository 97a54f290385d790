"""The place in a text where the words stand, with the words marked. Everything else is escaped."""

import re
from collections.abc import Iterator

from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString

from cairn.search.language.query import Query, Term
from cairn.search.language.stems import get_stem
from cairn.search.language.synonyms import get_stems
from cairn.search.language.words import WORD, fold

LENGTH = 220
BEFORE = 60
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[^\sa-z])|\s*\n+")
Span = tuple[int, int]


class Marker:
    """Knows the words of one question, in all their forms."""

    def __init__(self, query: Query) -> None:
        terms = list(_list_terms(query.terms))
        phrases = [phrase for term in terms for phrase in term.phrases]
        self.stems = {get_stem(phrase[0]) for phrase in phrases if len(phrase) == 1}
        self.phrases = [get_stems(phrase) for phrase in phrases if len(phrase) > 1]
        self.beginnings = tuple(term.words[0] for term in terms if term.is_unfinished)
        self.first = self._make_pattern()

    def _make_pattern(self) -> re.Pattern[str] | None:
        """Finds, quickly, words that may be among those that are marked."""
        starts = {stem.rstrip("iey") or stem for stem in self.stems} | set(self.beginnings)
        starts |= {phrase[0].rstrip("iey") or phrase[0] for phrase in self.phrases}
        if not starts:
            return None
        return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, sorted(starts)))})[^\W_]*", re.IGNORECASE)

    def find(self, text: str) -> Iterator[Span]:
        """Where the marked words stand, in their order."""
        if self.first is None:
            return
        end = 0
        for match in self.first.finditer(text):
            if match.start() < end:
                continue
            if span := self._fits(text, match):
                end = span[1]
                yield span

    def _fits(self, text: str, match: re.Match[str]) -> Span | None:
        word = fold(match[0])
        for phrase in self.phrases:
            if get_stem(word) == phrase[0] and (end := _follow(text, match.start(), phrase)):
                return match.start(), end
        if get_stem(word) in self.stems or (self.beginnings and word.startswith(self.beginnings)):
            return match.span()
        return None


def _list_terms(terms: tuple[Term, ...]) -> Iterator[Term]:
    for term in terms:
        yield term
        yield from _list_terms(term.parts)


def _follow(text: str, start: int, phrase: tuple[str, ...]) -> int:
    """Where the phrase that begins here ends, or 0 where other words follow."""
    end = start
    for stem in phrase:
        match = WORD.search(text, end)
        if match is None or get_stem(fold(match[0])) != stem:
            return 0
        end = match.end()
    return end


def mark(text: str, marker: Marker) -> SafeString:
    """A short text, whole."""
    return _render(text, list(marker.find(text)))


def cut(text: str, marker: Marker) -> SafeString:
    """The part of a long text around the first word that is marked; "" where none stands in it."""
    first = next(marker.find(text), None)
    if first is None:
        return SafeString("")
    start = max(0, first[0] - BEFORE)
    start = text.rfind(" ", 0, start) + 1 if start else 0
    end = min(len(text), start + LENGTH)
    end = text.rfind(" ", first[1], end) if end < len(text) and text.rfind(" ", first[1], end) > 0 else end
    part = text[start:end]
    marked = _render(part, list(marker.find(part)))
    return SafeString(("… " if start else "") + marked + (" …" if end < len(text) else ""))


def choose_sentence(summary: str, body: str, marker: Marker, *, is_in_title: bool) -> SafeString:
    """One sentence for a hit: the first of its summary with the words, or of its text, or how it begins."""
    marked = next((one for one in _split(summary) if next(marker.find(one), None)), "")
    if not marked and not (is_in_title and summary):
        marked = _find_sentence(body, marker)
    return _shorten(marked or next(iter(_split(summary) or _split(body)), ""), marker)


def _find_sentence(text: str, marker: Marker) -> str:
    """The one around the first word that is marked; a long text is not split for it."""
    first = next(marker.find(text), None)
    if first is None:
        return ""
    start = max(
        (match.end() for match in _SENTENCE_END.finditer(text, max(0, first[0] - 500), first[0] + 1)), default=0
    )
    end = _SENTENCE_END.search(text, first[1])
    return text[max(start, first[0] - 500) : end.start() if end else len(text)].strip()


def _split(text: str) -> list[str]:
    return [one for one in _SENTENCE_END.split(text.strip()) if one]


def _shorten(sentence: str, marker: Marker) -> SafeString:
    if len(sentence) <= LENGTH:
        return mark(sentence, marker)
    return cut(sentence, marker) or SafeString(mark(sentence[: sentence.rfind(" ", 0, LENGTH)], marker) + " …")


def _render(text: str, spans: list[Span]) -> SafeString:
    pieces, last = [], 0
    for start, end in spans:
        pieces += [(conditional_escape(text[last:start]),), (_mark(text[start:end]),)]
        last = end
    return format_html_join("", "{}", [*pieces, (text[last:],)])


def _mark(text: str) -> SafeString:
    return format_html_join("", "<mark>{}</mark>", [(text,)])
