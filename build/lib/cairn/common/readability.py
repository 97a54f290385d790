"""How old a reader has to be for a text: an estimate by the lengths of its sentences and words, nothing more.

The grade of Flesch and Kincaid with five years added, as schools in Britain begin at five. Libraries that count
syllables by a dictionary bring a language toolkit with them; counting the groups of vowels is close enough to warn.
"""

import re

WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
# A sentence ends with its mark or with its line: headings and list items often have no mark.
SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+(?=\S)[^.!?\n]*)*")
VOWELS = re.compile(r"[aeiouy]+")
# An e that is written and not spoken: care, cared, cares, careful, movement.
SILENT = re.compile(
    r"(?:[^aeiouyl]|[aeiouy]l|rl)e$|[^aeiouydt]ed$|(?:[^aeiouycgszx]|[aeiouy]th)es$"
    r"|[aeiouy][^aeiouy]e(?:ful|less|ment|ments|ness|ly)$"
)
# Two vowels beside each other that are spoken apart: ra-dio, cli-ent, cre-ate, actu-al, vid-eo, ide-a, be-ing.
APART = re.compile(
    r"(?<![tcsgln])i[ao]|(?<![tcg])(?<!fr)ie[nt]|scie|ciet|crea(?!m)|ua[lrt]|theo|geo|eo$|eum|(?:id|ar)eas?$|[ey]ing"
)
YEARS_BEFORE_SCHOOL = 5


def get_reading_age(text: str) -> float:
    """In years, to one decimal; 0.0 where there are no words."""
    words = list_words(text)
    if not words:
        return 0.0
    syllables = sum(count_syllables(word) for word in words)
    grade = 0.39 * len(words) / len(list_sentences(text)) + 11.8 * syllables / len(words) - 15.59
    return round(max(grade, 0.0) + YEARS_BEFORE_SCHOOL, 1)


def list_words(text: str) -> list[str]:
    return WORD.findall(text)


def list_sentences(text: str) -> list[str]:
    """What holds at least one word between two ends."""
    return [part.strip() for part in SENTENCE.findall(text) if WORD.search(part)]


def count_syllables(word: str) -> int:
    """Groups of vowels, with those that are spoken apart and without the e that is not spoken."""
    letters = re.sub(r"[’']s?", "", word.lower())
    count = len(VOWELS.findall(letters)) + len(APART.findall(letters))
    return max(count - bool(SILENT.search(letters)), 1)
