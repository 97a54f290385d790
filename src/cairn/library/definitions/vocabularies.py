"""Lists of words with their meaning and where they come from: needs, types, stages, scales of evidence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from cairn.common.definitions import DefinitionError, load_definition


@dataclass(frozen=True)
class Term:
    key: str
    title: str
    group: str  # empty where the list has no groups
    meaning: str
    better: str = ""  # of an outcome: "more", "fewer" or "neither", where a number alone does not say who is better off
    counted: str = ""  # of an outcome of which neither is better: completes "Fewer …"


@dataclass(frozen=True)
class Vocabulary:
    key: str
    title: str
    what_for: str
    provenance: str
    is_inferred: bool  # the list was not in the source that speaks of it, and is probably this one
    terms: tuple[Term, ...]

    @property
    def keys(self) -> set[str]:
        return {term.key for term in self.terms}


class UnableToFindVocabulary(ValueError):
    """No vocabulary has this key."""


def get_vocabularies() -> tuple[Vocabulary, ...]:
    return _load_all(Path(settings.DEFINITIONS_DIR) / "vocabularies")


def get_vocabulary(key: str) -> Vocabulary:
    for vocabulary in get_vocabularies():
        if vocabulary.key == key:
            return vocabulary
    known = ", ".join(one.key for one in get_vocabularies())
    raise UnableToFindVocabulary(f"There is no vocabulary '{key}'. There are {known}.")


def get_terms(vocabulary: str, keys: Iterable[str]) -> list[Term]:
    """The words for keys that were chosen; a key that a reviewer took out of the list is left out."""
    known = {term.key: term for term in get_vocabulary(vocabulary).terms}
    return [known[key] for key in keys if key in known]


def find_problems() -> Iterator[DefinitionError]:
    """For the check at start: every file is tried, so that all faults are told at once."""
    folder = Path(settings.DEFINITIONS_DIR) / "vocabularies"
    for path in sorted(folder.glob("*.yaml")):
        try:
            _load(path)
        except DefinitionError as problem:
            yield problem


@cache
def _load_all(folder: Path) -> tuple[Vocabulary, ...]:
    return tuple(_load(path) for path in sorted(folder.glob("*.yaml")))


def _load(path: Path) -> Vocabulary:
    definition = load_definition(path, path.parent / "schema.json")
    data = definition.data
    if data["key"] != path.stem:
        raise definition.error(f"'key' is '{data['key']}'; it must be '{path.stem}', as the file is called.", "key")
    seen: set[str] = set()
    for number, term in enumerate(data["terms"]):
        if term["key"] in seen:
            problem = f"'key' is '{term['key']}', which another word has; give it its own."
            raise definition.error(problem, "terms", number, "key")
        seen.add(term["key"])
    return Vocabulary(**data | {"terms": tuple(Term(**term) for term in data["terms"])})
