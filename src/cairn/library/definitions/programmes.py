"""What councils are known to have done, some of it with a model of the library; sourced, and far from complete."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from cairn.common.definitions import DefinitionError, load_definition
from cairn.library.definitions.starter import get_starter
from cairn.places.definitions import get_real_places

GRADES = {
    "E": "independent evaluation",
    "G": "government",
    "C": "claim by the council or delivery body",
    "N": "press",
    "S": "second-hand account",
}


@dataclass(frozen=True)
class KnownProgramme:
    """One programme of one council. `since` is a year or month, empty where no source gave a date."""

    code: str
    programme: str
    since: str
    source: str  # its title
    source_key: str  # of the sources of the starter library
    grade: str
    by_council: bool  # the council itself says so
    model: str = ""  # key of a model of the starter library
    ended: str = ""  # a year, a month or a financial year such as "2022/23"; empty where it goes on or nothing is known
    changes: str = ""  # what the council changed in the model
    note: str = ""


def get_known_programmes() -> tuple[KnownProgramme, ...]:
    return _load(Path(settings.DEFINITIONS_DIR) / "programmes")


def find_problems() -> Iterator[DefinitionError]:
    """For the check at start."""
    try:
        get_known_programmes()
    except DefinitionError as problem:
        yield problem


@cache
def _load(folder: Path) -> tuple[KnownProgramme, ...]:
    definition = load_definition(folder / "known.yaml", folder / "schema.json")
    sources = get_starter().sources
    councils = {council["code"] for council in get_real_places().data["councils"]}
    for number, row in enumerate(definition.data):
        if row["source"] not in sources:
            problem = f"'source' is '{row['source']}', which is not among those that are defined."
            raise definition.error(problem, number, "source")
        for position, council in enumerate(row["councils"]):
            if council["code"] not in councils:
                where = (number, "councils", position, "code")
                raise definition.error(f"'code' is '{council['code']}', which is no council's code.", *where)
    return tuple(
        KnownProgramme(
            code=council["code"],
            programme=row["programme"],
            source=sources[row["source"]]["title"],
            source_key=row["source"],
            grade=row["grade"],
            by_council="by" in row,
            model=row.get("model", ""),
            changes=council.get("changes", ""),
            **{name: council.get(name, row.get(name, "")) for name in ("since", "ended", "note")},
        )
        for row in definition.data
        for council in row["councils"]
    )
