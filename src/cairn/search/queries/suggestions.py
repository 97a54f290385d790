"""Did you mean: words that were mistyped, and what may have been meant. Only words of public records are offered."""

from difflib import SequenceMatcher
from string import ascii_lowercase

from cairn.search.language.query import Query, parse
from cairn.search.language.stems import get_stem
from cairn.search.models import PublicWord

CLOSE = 0.75  # of 1: nearer than this counts as meant
SHORTEST = 4


def suggest(query: Query) -> str:
    """The question with its unknown words mended, or "" where there is nothing to mend."""
    text = query.text
    for word in _list_unknown(query):
        if meant := _find_close(word):
            text = _swap(text, word, meant)
    return text if text != query.text else ""


def _list_unknown(query: Query) -> list[str]:
    words = {word for term in query.terms if not term.is_quoted and len(term.phrases) == 1 for word in term.words}
    words = {word for word in words if len(word) >= SHORTEST and word.isascii() and word.isalpha()}
    known = {get_stem(word) for word in PublicWord.objects.filter(word__in=words).values_list("word", flat=True)}
    return [word for word in sorted(words) if get_stem(word) not in known]


def _find_close(word: str) -> str:
    """A word one slip away, the most frequent first; or else one that begins alike and looks alike."""
    one_slip = PublicWord.objects.filter(word__in=_list_slips(word)).order_by("-number", "word").first()
    if one_slip is not None:
        return one_slip.word
    alike = PublicWord.objects.filter(word__startswith=word[:2]).order_by("-number", "word")
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(word)
    best, found = CLOSE, ""
    for other in alike.values_list("word", flat=True)[:2000]:
        matcher.set_seq1(other)
        if abs(len(other) - len(word)) <= 3 and matcher.quick_ratio() > best and matcher.ratio() > best:
            best, found = matcher.ratio(), other
    return found


def _list_slips(word: str) -> set[str]:
    """Every text that is one letter left out, changed, added or swapped away from a word."""
    parts = [(word[:cut], word[cut:]) for cut in range(len(word) + 1)]
    slips = {before + after[1:] for before, after in parts if after}
    slips |= {before + after[1] + after[0] + after[2:] for before, after in parts if len(after) > 1}
    slips |= {before + letter + after[1:] for before, after in parts if after for letter in ascii_lowercase}
    slips |= {before + letter + after for before, after in parts for letter in ascii_lowercase}
    return slips - {word}


def _swap(text: str, word: str, meant: str) -> str:
    """In the text as it was typed; a word that was typed with accents is left as it is."""
    pieces = text.split(" ")
    mended = [_swap_piece(piece, word, meant) for piece in pieces]
    return " ".join(mended)


def _swap_piece(piece: str, word: str, meant: str) -> str:
    start = piece.lower().find(word)
    terms = parse(piece).terms
    if start < 0 or not any(word in term.words for term in terms):
        return piece
    return piece[:start] + meant + piece[start + len(word) :]
