"""The files that say which places there are."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from cairn.common.definitions import Definition, DefinitionError, load_definition


def get_real_places() -> Definition:
    return _load("england.yaml")


def get_fictional_places() -> Definition:
    return _load("fictional.yaml")


def find_problems() -> Iterator[DefinitionError]:
    for load in (get_real_places, get_fictional_places):
        try:
            load()
        except DefinitionError as problem:
            yield problem


def get_gss_codes(council: dict[str, Any]) -> list[str]:
    """The 9-character codes that a council has had."""
    given = council.get("gss", [])
    return [given] if isinstance(given, str) else [one["code"] for one in given]


def _load(name: str) -> Definition:
    folder = Path(settings.DEFINITIONS_DIR) / "places"
    definition = load_definition(folder / name, folder / "schema.json")
    _check_references(definition)
    return definition


def _check_references(definition: Definition) -> None:
    """What a schema cannot say: codes are unique and point at something."""
    data = definition.data
    regions = {region["code"] for region in data["regions"]}
    councils: dict[str, int] = {}
    for index, council in enumerate(data["councils"]):
        where = ("councils", index)
        if council["region"] not in regions:
            raise definition.error(f"'region' is {council['region']!r}, which is not listed under regions.", *where)
        if council["code"] in councils:
            first = councils[council["code"]]
            raise definition.error(f"the code {council['code']!r} was already used on line {first}.", *where)
        councils[council["code"]] = definition.get_line(*where)
    for index, change in enumerate(data.get("changes", [])):
        for end in ("from", "to"):
            if change[end] not in councils:
                raise definition.error(
                    f"'{end}' is {change[end]!r}, which is not the code of a council above.", "changes", index
                )
