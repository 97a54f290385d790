"""What somebody typed, understood: a tree that each database compiles in its own way. Any text is a question.

Words are all wanted, in any of their forms; "words in quotes" stand together; -word is left out; the last word may be
unfinished. Words that mean the same find each other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from cairn.search.language.synonyms import Ask, Phrase, get_stems, get_synonyms
from cairn.search.language.words import STOP_WORDS, clean, get_words

LONGEST_TEXT = 300
MOST_TERMS = 12  # more make a search slow, and nobody types them
LONGEST_PHRASE = 20  # words; a title has no more
_PIECE = re.compile(r'(?<!\S)(-?)"([^"]*)"?|"|([^\s"]+)')
_QUOTES = str.maketrans("“”„‟«»＂", '"' * 7)
_POSSESSIVE = re.compile(r"['’`´](?:s\b)?")


@dataclass(frozen=True)
class Term:
    """One thing that is wanted: any of these phrases, or all of `parts`. An unfinished word may go on."""

    words: Phrase  # as they were typed
    phrases: tuple[Phrase, ...]
    parts: tuple["Term", ...] = ()
    is_unfinished: bool = False
    is_quoted: bool = False


@dataclass(frozen=True)
class Query:
    """`text` is what was typed, `terms` are all wanted, `without` are left out."""

    text: str
    terms: tuple[Term, ...] = ()
    without: tuple[Phrase, ...] = ()
    asks: tuple[tuple[str, Ask], ...] = field(default=())  # the word that was typed, and what to ask about it

    @property
    def phrase(self) -> Phrase:
        """What was typed, word by word, as a title may have it; nothing where something is left out."""
        return () if self.without else tuple(get_words(self.text))[:LONGEST_PHRASE]

    @property
    def is_empty(self) -> bool:
        return not self.terms and not self.without

    def with_endings(self, words: tuple[str, ...]) -> "Query":
        """The unfinished word may also be any of these, which a stem would not reach: "evaluati" of "evaluation"."""
        if not words or not self.terms or not self.terms[-1].is_unfinished:
            return self
        last = self.terms[-1]
        phrases = (*last.phrases, *((word,) for word in words if (word,) not in last.phrases))
        return replace(self, terms=(*self.terms[:-1], replace(last, phrases=phrases)))


def parse(text: str) -> Query:
    """Understand any text; what makes no word is left out."""
    text = " ".join(clean(text[: LONGEST_TEXT * 4]).split())[:LONGEST_TEXT]
    terms: list[Term] = []
    without: list[Phrase] = []
    loose: list[str] = []  # words outside quotes that stand together
    asks: dict[str, Ask] = {}
    for minus, quoted, bare in _PIECE.findall(text.translate(_QUOTES)):
        if bare and not (bare.startswith("-") and get_words(bare)):
            loose += get_words(_POSSESSIVE.sub("", bare))
            continue
        words = tuple(get_words(quoted or bare))
        if minus or bare:
            without += [words] if words else []
        elif words:
            terms += [*_join_synonyms(loose, asks), Term(words, (words,), is_quoted=True)]
            loose = []
    terms += _join_synonyms(loose, asks)
    terms = _drop_stop_words(terms)[:MOST_TERMS]
    if terms and loose and terms[-1].words == (loose[-1],) and len(loose[-1]) > 1:
        terms[-1] = replace(terms[-1], is_unfinished=True)
    return Query(text, tuple(terms), tuple(without[:MOST_TERMS]), tuple(asks.items()))


def _join_synonyms(words: list[str], asks: dict[str, Ask]) -> Iterator[Term]:
    """Loose words as terms: the longest run of words that has synonyms is one term with them."""
    start = 0
    while start < len(words):
        for end in range(min(start + get_synonyms().longest, len(words)), start, -1):
            run = tuple(words[start:end])
            if run in get_synonyms().asks:
                asks[" ".join(run)] = get_synonyms().asks[run]
            if term := _find_synonyms(run):
                break
        yield term or Term(run, (run,))
        start = end


def _find_synonyms(run: Phrase) -> Term | None:
    """Of `same` the run itself is a phrase; of `also` its words may stand apart."""
    stems = get_stems(run)
    if others := get_synonyms().same.get(stems):
        return Term(run, tuple(dict.fromkeys((run, *others))))
    if others := get_synonyms().also.get(stems):
        parts = [_find_synonyms((word,)) or Term((word,), ((word,),)) for word in run] if len(run) > 1 else []
        return Term(run, others if parts else (run, *others), tuple(_drop_stop_words(parts)))
    return None


def _drop_stop_words(terms: list[Term]) -> list[Term]:
    """A question of nothing but such words keeps them."""
    kept = [term for term in terms if term.is_quoted or len(term.words) > 1 or term.words[0] not in STOP_WORDS]
    return list(dict.fromkeys(kept or terms))
