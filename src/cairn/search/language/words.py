"""What counts as a word, alike for both databases: letters and digits, in small letters, without accents."""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 60
# They stand in almost every text: kept in the index, so that phrases are exact, and left out of questions.
_STOP_WORDS = """a about after all also am an and any anybody anyone anything are as at be because been before being
but by can could d did do does done each else every everybody everyone everything for from get gets getting give gives
go goes going got had has have having her hers him his how i if in into is it its just let like ll many may me might
more most much must my no nor not of on or other others our ours over re s see seen shall she he should since so some
somebody someone something such t tell than that the their them then there these they thing things this those to too up
us use used uses using ve very want wanted wants was we were what when where whether which while who whom whose why
will with would you your yours"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def clean(text: str) -> str:
    """Without characters that a database refuses."""
    return _CONTROL.sub("", text)


def fold(text: str) -> str:
    """Small letters without accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()


def get_words(text: str) -> list[str]:
    """The words of a text in their order."""
    return [word[:LONGEST_WORD] for word in WORD.findall(fold(text))]


def get_offered_words(*texts: str) -> set[str]:
    """Words of a text that can be offered to somebody who mistyped: letters only, three or more."""
    return {word for text in texts for word in get_words(text) if 3 <= len(word) <= 40 and word.isalpha()}
