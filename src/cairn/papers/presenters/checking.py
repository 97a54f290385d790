"""What whoever writes a paper should look at again before others read it."""

import re
from collections.abc import Iterator

from cairn.papers.models import Paper
from cairn.papers.services import is_edited

NUMBER = re.compile(r"\d")
NOTE = re.compile(r"\[\d+\]")
LETTERS = re.compile(r"\b[Oo]ptions? ((?:[A-Z]\d?\b(?:, | and | or )?)+)")


def find_unsourced(paper: Paper) -> list[tuple[str, str]]:
    """Sentences of the writer that hold a number and name no source: the label of the text, and the sentence."""
    return [
        (label, sentence)
        for label, text in _list_written(paper)
        for sentence in re.split(r"(?<=[.!?])\s+(?!\[)", text)
        if NUMBER.search(NOTE.sub("", sentence)) and not NOTE.search(sentence) and "http" not in sentence
    ]


def find_gone_letters(paper: Paper) -> list[str]:
    """Letters in the words of the writer that no option of the paper has any more."""
    letters = paper.letter_of
    here = {letters[slug] for slug in paper.options}
    named = {
        letter
        for _, text in _list_written(paper)
        for found in LETTERS.finditer(text)
        for letter in re.findall(r"[A-Z]\d?", found[1])
    }
    return sorted((named & set(letters.values())) - here)


def _list_written(paper: Paper) -> Iterator[tuple[str, str]]:
    """Texts that somebody wrote or changed, each after its label."""
    for name, label in paper.TEXTS.items():
        if name not in ("title", "summary") and is_edited(paper, name):
            yield label, getattr(paper, name)
