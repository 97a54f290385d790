"""The statements on which people reflect, as the reviewed definition has them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from cairn.common.definitions import Definition, DefinitionError, load_definition
from cairn.conditions.enums import Side, StatementSet
from cairn.library.definitions.vocabularies import get_vocabulary

VOCABULARIES = {"condition": "conditions", "level": "levels", "cluster": "innovation_factors"}


@dataclass(frozen=True)
class Finding:
    """A record of the library, by its slug, and which side it is on."""

    record: str
    says: Side
    words: str


@dataclass(frozen=True)
class Statement:
    """A condition in plain words. `condition`, `level`, `cluster` are terms of vocabularies, for help and exports."""

    key: str
    words: str
    short: str  # for a chart and a table
    about: str
    set: StatementSet
    condition: str
    level: str
    cluster: str
    found: tuple[Finding, ...]
    event: str = ""  # "barrier" or "enabler", of those named at the event of March 2017

    def list_terms(self) -> dict[str, str]:
        """What the frameworks call it, by the vocabulary."""
        return {
            vocabulary: next(term.title for term in get_vocabulary(vocabulary).terms if term.key == getattr(self, name))
            for name, vocabulary in VOCABULARIES.items()
        }


class UnableToFindStatement(LookupError):
    """No statement has this key."""


def get_statements(which: StatementSet = StatementSet.LONG) -> tuple[Statement, ...]:
    """The short set, or all of them; the longer set begins with the short one."""
    found = _load(_get_folder())
    return found if which == StatementSet.LONG else tuple(one for one in found if one.set == StatementSet.SHORT)


def get_statement(key: str) -> Statement:
    for statement in get_statements():
        if statement.key == key:
            return statement
    raise UnableToFindStatement(key)


def find_problems() -> Iterator[DefinitionError]:
    """For the check at start."""
    try:
        get_statements()
    except DefinitionError as problem:
        yield problem


def _get_folder() -> Path:
    return Path(settings.DEFINITIONS_DIR) / "conditions"


@cache
def _load(folder: Path) -> tuple[Statement, ...]:
    definition = load_definition(folder / "statements.yaml", folder / "statements.schema.json")
    seen: set[str] = set()
    for number, data in enumerate(definition.data):
        if data["key"] in seen:
            problem = f"'key' is '{data['key']}', which another statement has; give it its own."
            raise definition.error(problem, number, "key")
        seen.add(data["key"])
        _check_terms(definition, number)
    statements = tuple(_make(data) for data in definition.data)
    return tuple(sorted(statements, key=lambda one: one.set != StatementSet.SHORT))


def _check_terms(definition: Definition, number: int) -> None:
    for name, vocabulary in VOCABULARIES.items():
        term, known = definition.data[number][name], get_vocabulary(vocabulary).keys
        if term not in known:
            problem = f"'{name}' is '{term}', which is no term of '{vocabulary}'. There are {', '.join(sorted(known))}."
            raise definition.error(problem, number, name)


def _make(data: dict[str, object]) -> Statement:
    found = tuple(
        Finding(one["record"], Side(one["says"]), one["words"])
        for one in data["found"]  # type: ignore[attr-defined]  # the schema says that it is a list
    )
    return Statement(**data | {"found": found, "set": StatementSet(str(data["set"]))})  # type: ignore[arg-type]  # checked by the schema
