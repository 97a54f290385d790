"""The boards of the starter library as their YAML says it, checked: no name that leads nowhere."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from cairn.boards.enums import VOCABULARIES
from cairn.common.definitions import Definition, DefinitionError, load_definition
from cairn.library.definitions.starter import Row, get_starter
from cairn.library.definitions.vocabularies import get_vocabulary


def get_boards() -> list[Row]:
    return _load(Path(settings.DEFINITIONS_DIR) / "boards")


def find_problems() -> Iterator[DefinitionError]:
    """For the check at start."""
    try:
        get_boards()
    except DefinitionError as problem:
        yield problem


@cache
def _load(folder: Path) -> list[Row]:
    definition = load_definition(folder / "boards.yaml", folder / "schema.json")
    allowed = _get_allowed()
    seen: dict[str, int] = {}
    for number, row in enumerate(definition.data):
        if row["topic"] in seen:
            problem = f"'topic' is '{row['topic']}', which another board has; there is one board for each."
            raise definition.error(problem, number, "topic")
        seen[row["topic"]] = number
        _check_row(definition, row, number, allowed)
    return definition.data


def _get_allowed() -> dict[str, set[str]]:
    starter = get_starter()
    terms = {f"{key}:{term}" for key in VOCABULARIES for term in get_vocabulary(key).keys}
    return {
        "topic": get_vocabulary("boards").keys,
        "insights": {row["key"] for row in starter.insights},
        "record": {row["key"] for row in (*starter.projects, *starter.models)},
        "methods": {row["key"] for row in starter.methods},
        "term": terms,
        "references": set(starter.sources),
    }


def _check_row(definition: Definition, row: Row, number: int, allowed: dict[str, set[str]]) -> None:
    _check(definition, row["topic"], allowed["topic"], number, "topic")
    for name in ("insights", "methods", "references"):
        for place, key in enumerate(row[name]):
            _check(definition, key, allowed[name], number, name, place)
    for name, part in (("examples", "record"), ("conditions", "term")):
        for place, given in enumerate(row[name]):
            _check(definition, given[part], allowed[part], number, name, place, part)


def _check(definition: Definition, key: Any, allowed: set[str], *where: str | int) -> None:
    if key not in allowed:
        name = next(part for part in reversed(where) if isinstance(part, str))
        raise definition.error(f"'{name}' is '{key}', which is not among those that are defined.", *where)
