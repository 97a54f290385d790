"""What councils are known to have done, some of it with a model of the library; sourced, and far from complete."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from cairn.common.definitions import DefinitionError, load_definition
from cairn.library.definitions.starter import get_starter
from cairn.library.definitions.vocabularies import get_vocabulary
from cairn.places.definitions import get_real_places

GRADES = {
    "E": "independent evaluation",
    "G": "government",
    "C": "claim by the council or delivery body",
    "N": "press",
    "S": "second-hand account",
}


TERMS = {"nature": "change_natures", "reason": "change_reasons", "decided_by": "change_deciders"}


@dataclass(frozen=True)
class KnownChange:
    """A change that a council made to a model; terms are those of the vocabularies change_natures and so on."""

    what: str
    source: str  # key of a source of the starter library
    on: str = ""
    part: str = ""  # words of a part of the model; empty: none of its parts
    nature: str = ""
    reason: str = ""
    why: str = ""
    decided_by: tuple[str, ...] = ()
    planned: str = ""
    fits: str = ""
    originator_view: str = ""


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
    made: tuple[KnownChange, ...] = ()


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
            for index, made in enumerate(council.get("made", [])):
                if problem := _find_problem(made, row.get("model", ""), sources):
                    raise definition.error(problem, number, "councils", position, "made", index)
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
            made=tuple(_read_change(made) for made in council.get("made", [])),
            **{name: council.get(name, row.get(name, "")) for name in ("since", "ended", "note")},
        )
        for row in definition.data
        for council in row["councils"]
    )


def _find_problem(made: Mapping[str, Any], model: str, sources: Mapping[str, Any]) -> str:
    """What a change names must be there: its source, its part, its words."""
    if made["source"] not in sources:
        return f"'source' is '{made['source']}', which is not among those that are defined."
    parts = [part["what"] for one in get_starter().models if one["key"] == model for part in one["components"]]
    if made.get("part") and made["part"] not in parts:
        return f"'part' is '{made['part']}', which is no part of the model '{model}'."
    for name, vocabulary in TERMS.items():
        given = made.get(name, [])
        unknown = set([given] if isinstance(given, str) else given) - get_vocabulary(vocabulary).keys
        if unknown:
            return f"'{name}' is '{min(unknown)}', which is not in the vocabulary '{vocabulary}'."
    return ""


def _read_change(made: Mapping[str, Any]) -> KnownChange:
    return KnownChange(**{**made, "decided_by": tuple(made.get("decided_by", ()))})
