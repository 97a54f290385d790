"""The starter library as its YAML says it, checked: no result without a source, no name that leads nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from cairn.common.definitions import Definition, DefinitionError, load_definition
from cairn.places.definitions import get_real_places

FILES = ("sources", "programmes", "models", "projects")


@dataclass(frozen=True)
class Starter:
    sources: dict[str, dict[str, Any]]
    programmes: list[dict[str, Any]]
    models: list[dict[str, Any]]
    projects: list[dict[str, Any]]


def get_starter() -> Starter:
    return _load(Path(settings.DEFINITIONS_DIR) / "library")


def find_problems() -> Iterator[DefinitionError]:
    """For the check at start."""
    try:
        get_starter()
    except DefinitionError as problem:
        yield problem


@cache
def _load(folder: Path) -> Starter:
    files = {name: load_definition(folder / f"{name}.yaml", folder / f"{name}.schema.json") for name in FILES}
    sources = files["sources"].data
    for name in ("programmes", "models", "projects"):
        for number, row in enumerate(files[name].data):
            for position, claim in enumerate(row.get("claims", [])):
                _check(files[name], claim["source"], set(sources), "source", number, "claims", position)
    keys = {name: {row["key"] for row in files[name].data} for name in ("programmes", "models")}
    councils = {council["code"] for council in get_real_places().data["councils"]}
    for number, row in enumerate(files["projects"].data):
        for key in row.get("models", []):
            _check(files["projects"], key, keys["models"], "models", number)
        for code in row.get("places", []):
            _check(files["projects"], code, councils, "places", number)
        if "programme" in row:
            _check(files["projects"], row["programme"], keys["programmes"], "programme", number)
    return Starter(sources, files["programmes"].data, files["models"].data, files["projects"].data)


def _check(definition: Definition, given: str, allowed: set[str], name: str, *where: str | int) -> None:
    if given not in allowed:
        raise definition.error(f"'{name}' is '{given}', which is not among those that are defined.", *where, name)
