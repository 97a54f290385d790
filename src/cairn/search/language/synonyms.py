"""Words that mean the same, from a file that specialists review."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from cairn.common.definitions import Definition, DefinitionError, load_definition
from cairn.records.enums import RecordKind
from cairn.search.language.stems import get_stem
from cairn.search.language.words import get_words

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """One meaning of a word: what to search for instead of it."""

    label: str
    words: str
    kind: str


@dataclass(frozen=True)
class Ask:
    """A word with several meanings."""

    question: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Synonyms:
    """`same` and `also` are found by the stems of a phrase, so that each is known in all its forms."""

    same: dict[Phrase, tuple[Phrase, ...]]
    also: dict[Phrase, tuple[Phrase, ...]]
    asks: dict[Phrase, Ask]
    longest: int


def get_synonyms() -> Synonyms:
    return _load(Path(settings.DEFINITIONS_DIR) / "search")


def find_problems() -> Iterator[DefinitionError]:
    """For the check at start."""
    try:
        get_synonyms()
    except DefinitionError as problem:
        yield problem


def get_stems(words: Phrase | list[str]) -> Phrase:
    return tuple(get_stem(word) for word in words)


@cache
def _load(folder: Path) -> Synonyms:
    definition = load_definition(folder / "synonyms.yaml", folder / "schema.json")
    same: dict[Phrase, tuple[Phrase, ...]] = {}
    also: dict[Phrase, tuple[Phrase, ...]] = {}
    for meaning in definition.data["same"]:
        _join(same, meaning, meaning)
    for one_way in definition.data["also"]:
        _join(also, one_way["words"], one_way["finds"])
    longest = max(map(len, [*same, *also]), default=1)
    return Synonyms(same, also, dict(_list_asks(definition)), longest)


def _join(found: dict[Phrase, tuple[Phrase, ...]], words: list[str], finds: list[str]) -> None:
    others = [tuple(get_words(phrase)) for phrase in finds]
    for phrase in words:
        stems = get_stems(get_words(phrase))
        found[stems] = tuple(dict.fromkeys([*found.get(stems, ()), *others]))


def _list_asks(definition: Definition) -> Iterator[tuple[Phrase, Ask]]:
    kinds = {slugify(kind.label) for kind in RecordKind}
    for number, row in enumerate(definition.data["asks"]):
        for position, choice in enumerate(row["choices"]):
            if choice.get("kind", "") not in {*kinds, ""}:
                problem = f"'kind' is '{choice['kind']}'; allowed are {', '.join(sorted(kinds))}."
                raise definition.error(problem, "asks", number, "choices", position, "kind")
        ask = Ask(row["question"], tuple(_make_choice(choice) for choice in row["choices"]))
        for phrase in row["words"]:
            yield tuple(get_words(phrase)), ask


def _make_choice(choice: dict[str, Any]) -> Choice:
    return Choice(choice["label"], choice["words"], choice.get("kind", ""))
