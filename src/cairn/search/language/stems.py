"""Martin Porter's stemmer of 1980, which SQLite uses too: "evaluations" and "evaluating" are both "evalu".

The databases stem what they index. This one marks what was found, and knows a synonym in another form.
Source: M. F. Porter, An algorithm for suffix stripping, Program 14(3), 1980.
"""

import re
from functools import lru_cache

_CONSONANT = r"(?:[^aeiouy]|(?<=[aeiou])y|^y)"
_VOWEL = r"(?:[aeiou]|(?<![aeiou])(?<!^)y)"
_MEASURE = re.compile(f"{_VOWEL}+{_CONSONANT}+")
_HAS_VOWEL = re.compile(_VOWEL)
_DOUBLE = re.compile(r"([^aeiouy])\1$")
_SHORT = re.compile(f"{_CONSONANT}{_VOWEL}[^aeiouywx]$")
_STEP_2 = {
    "ational": "ate",
    "tional": "tion",
    "enci": "ence",
    "anci": "ance",
    "izer": "ize",
    "bli": "ble",
    "alli": "al",
    "entli": "ent",
    "eli": "e",
    "ousli": "ous",
    "ization": "ize",
    "ation": "ate",
    "ator": "ate",
    "alism": "al",
    "iveness": "ive",
    "fulness": "ful",
    "ousness": "ous",
    "aliti": "al",
    "iviti": "ive",
    "biliti": "ble",
    "logi": "log",
}
_STEP_3 = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_STEP_4 = (
    *("al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate"),
    *("iti", "ous", "ive", "ize"),
)


@lru_cache(maxsize=20_000)
def get_stem(word: str) -> str:
    """The stem of a word in small letters."""
    if len(word) <= 2 or not word.isascii() or not word.isalpha():
        return word
    word = _drop_plural(word)
    word = _drop_past(word)
    if word.endswith("y") and _HAS_VOWEL.search(word[:-1]):
        word = f"{word[:-1]}i"
    word = _swap(word, _STEP_2)
    word = _swap(word, _STEP_3)
    word = _drop_ending(word)
    return _tidy(word)


def _measure(stem: str) -> int:
    return len(_MEASURE.findall(stem))


def _drop_plural(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _drop_past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem == word:
            continue
        if not _HAS_VOWEL.search(stem):
            return word
        if stem.endswith(("at", "bl", "iz")):
            return f"{stem}e"
        if _DOUBLE.search(stem) and not stem.endswith(("l", "s", "z")):
            return stem[:-1]
        return f"{stem}e" if _measure(stem) == 1 and _SHORT.search(stem) else stem
    return word


def _swap(word: str, endings: dict[str, str]) -> str:
    ending = max((one for one in endings if word.endswith(one)), key=len, default="")
    if ending and _measure(stem := word.removesuffix(ending)) > 0:
        return stem + endings[ending]
    return word


def _drop_ending(word: str) -> str:
    ending = max((one for one in _STEP_4 if word.endswith(one)), key=len, default="")
    stem = word.removesuffix(ending)
    if not ending or _measure(stem) <= 1 or (ending == "ion" and not stem.endswith(("s", "t"))):
        return word
    return stem


def _tidy(word: str) -> str:
    if word.endswith("e"):
        stem = word[:-1]
        measure = _measure(stem)
        if measure > 1 or (measure == 1 and not _SHORT.search(stem)):
            word = stem
    return word[:-1] if word.endswith("ll") and _measure(word[:-1]) > 1 else word
