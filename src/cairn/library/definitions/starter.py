"""The starter library as its YAML says it, checked: nothing without a source, no name that leads nowhere."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from cairn.common.definitions import Definition, DefinitionError, load_definition
from cairn.indicators.definitions import get_definitions
from cairn.library.definitions.vocabularies import get_vocabulary
from cairn.places.definitions import get_real_places

Row = dict[str, Any]
Where = tuple[str | int, ...]

# Files whose entries become records, each with an address of its own.
RECORDS = (
    *("programmes", "rounds", "models", "projects", "reports", "methods", "guidance"),
    *("challenges", "lessons", "insights", "ways"),
)
MOVES = ("paused", "resumed", "handed_on", "ended")  # besides the stages, which are a vocabulary

# What a name in an entry, or in one of its parts, leads to: a file, or another list of _get_allowed().
OF_ENTRY = {
    "programme": "programmes",
    "round": "rounds",
    "models": "models",
    "model": "models",
    "project": "projects",
    "place": "councils",
    "places": "councils",
    "needs": "needs",
    "types": "ten_types",
    "drivers": "drivers",
    "measures": "measures",
    "about": "about",
    "source": "sources",
    "topic": "boards",
    "of": "about",
    "challenge": "challenges",
}
OF_PART = {
    "claims": {"source": "sources", "report": "reports", "outcome_terms": "outcomes"},
    "costs": {"source": "sources"},
    "milestones": {"source": "sources", "place": "councils"},
    "components": {"measure": "measures"},
    "awards": {"source": "sources", "round": "rounds", "programme": "programmes"},
    "moves": {"source": "sources", "move": "moves"},
    "outcomes": {"source": "sources", "measure": "measures"},
    "parts": {"source": "sources"},
    "uses": {"source": "sources", "about": "about"},
    "funding": {"source": "sources"},
    "said": {"source": "sources"},
    "recommendations": {"source": "sources", "models": "models", "challenges": "challenges"},
    "answered_by": {"about": "about"},
    "supports": {"record": "citable"},
    "contradicts": {"record": "citable"},
}


@dataclass(frozen=True)
class Starter:
    sources: dict[str, Row]
    programmes: list[Row]
    rounds: list[Row]
    models: list[Row]
    projects: list[Row]
    reports: list[Row]
    methods: list[Row]
    guidance: list[Row]
    judgements: list[Row]
    challenges: list[Row]
    lessons: list[Row]
    insights: list[Row]
    ways: list[Row]


def get_starter() -> Starter:
    return _load(Path(settings.DEFINITIONS_DIR) / "library")


def find_problems() -> Iterator[DefinitionError]:
    """For the check at start."""
    try:
        get_starter()
    except DefinitionError as problem:
        yield problem


@dataclass(frozen=True)
class Entry:
    """One entry and where it is written, so that a fault in it can name file and line."""

    definition: Definition
    where: Where  # in its file

    @property
    def row(self) -> Row:
        row: Row = self.definition.data
        for step in self.where:
            row = row[step]  # type: ignore[index]  # a file holds a list of entries, or is one
        return row

    def error(self, problem: str, *inner: str | int) -> DefinitionError:
        return self.definition.error(problem, *self.where, *inner)


Files = dict[str, list[Entry]]


@cache
def _load(folder: Path) -> Starter:
    sources = load_definition(folder / "sources.yaml", folder / "sources.schema.json").data
    files = {name: _read_entries(folder, name) for name in (*RECORDS, "judgements")}
    _check_addresses(files)
    allowed = _get_allowed(files) | {"sources": set(sources)}
    for entries in files.values():
        for entry in entries:
            _check_entry(entry, allowed)
            _check_changes(entry)
    _check_rounds(files)
    for name in ("models", "projects", "challenges", "lessons", "insights", "ways"):
        for entry in files[name]:
            _check_said(entry)
    return Starter(sources=sources, **{name: [one.row for one in entries] for name, entries in files.items()})


def _read_entries(folder: Path, name: str) -> list[Entry]:
    """The entries of a file; where there is a folder of this name, of its files, each of which is one entry."""
    schema = folder / f"{name}.schema.json"
    if (folder / name).is_dir():
        return [_read_entry(path, schema) for path in sorted((folder / name).glob("*.yaml"))]
    definition = load_definition(folder / f"{name}.yaml", schema)
    return [Entry(definition, (number,)) for number, _ in enumerate(definition.data)]


def _read_entry(path: Path, schema: Path) -> Entry:
    entry = Entry(load_definition(path, schema), ())
    if entry.row["key"] != path.stem:
        raise entry.error(f"'key' is '{entry.row['key']}'; it must be '{path.stem}', as the file is called.", "key")
    return entry


def _get_allowed(files: Files) -> dict[str, set[str]]:
    keys = {name: {entry.row["key"] for entry in files[name]} for name in RECORDS}
    return keys | {
        "citable": {key for name in RECORDS for entry in files[name] for key in _list_addresses(entry.row)},
        "about": keys["models"] | keys["projects"] | keys["programmes"],
        "councils": {council["code"] for council in get_real_places().data["councils"]},
        "measures": {measure.key for measure in get_definitions()},
        "moves": get_vocabulary("stages").keys | set(MOVES),
        **{name: get_vocabulary(name).keys for name in ("needs", "ten_types", "drivers", "boards", "outcomes")},
    }


def _check_entry(entry: Entry, allowed: dict[str, set[str]]) -> None:
    for name, target in OF_ENTRY.items():
        _check(entry, entry.row, (), name, allowed[target])
    for inner, names in OF_PART.items():
        parts = entry.row.get(inner, [])
        for position, part in enumerate([] if isinstance(parts, str) else parts):  # a report's outcomes are a text
            for name, target in names.items():
                _check(entry, part, (inner, position), name, allowed[target])


def _check(entry: Entry, row: Row, where: Where, name: str, allowed: set[str]) -> None:
    given = row.get(name, [])
    for key in [given] if isinstance(given, str) else given:
        if key not in allowed:
            problem = f"'{name}' is '{key}', which is not among those that are defined."
            raise entry.error(problem, *where, name)


def _check_addresses(files: Files) -> None:
    """Every record has an address of its own; one within an entry has that of the entry and its number."""
    seen: dict[str, str] = {}
    for name in RECORDS:
        for entry in files[name]:
            for key in _list_addresses(entry.row):
                if key in seen:
                    problem = (
                        f"'key' is '{entry.row['key']}', and '{key}' is an address of {seen[key]} already; change it."
                    )
                    raise entry.error(problem, "key")
                seen[key] = entry.definition.path.name


def _list_addresses(row: Row) -> Iterable[str]:
    parts = (*row.get("claims", []), *row.get("recommendations", []))  # no entry has both
    return [row["key"], *(f"{row['key']}-{number}" for number, _ in enumerate(parts, start=1))]


def _check_rounds(files: Files) -> None:
    """A project's round is one of its programme."""
    programmes = {entry.row["key"]: entry.row["programme"] for entry in files["rounds"]}
    for entry in files["projects"]:
        row = entry.row
        if "round" in row and programmes[row["round"]] != row.get("programme"):
            problem = f"'round' is '{row['round']}', a round of '{programmes[row['round']]}'; name that programme."
            raise entry.error(problem, "round")


def _check_changes(entry: Entry) -> None:
    """Where neither more nor fewer is better, a result says which it was; "in favour" alone would be a judgement."""
    neutral = {term.key for term in get_vocabulary("outcomes").terms if term.better == "neither"}
    for position, claim in enumerate(entry.row.get("claims", [])):
        terms = set(claim.get("outcome_terms", []))
        if claim["direction"] in ("for", "against") and terms and terms <= neutral and "change" not in claim:
            problem = (
                f"'outcome_terms' names {', '.join(sorted(terms))}, of which neither more nor fewer is "
                "better in itself. Say in 'change' whether there were more or fewer."
            )
            raise entry.error(problem, "claims", position)


CONTACT = re.compile(r"https?://|@|\d{4,}")


def _check_said(entry: Entry) -> None:
    """A contact reaches somebody, and words of children and young people are there where it says that they are."""
    row = entry.row
    if not CONTACT.search(row.get("who_to_ask", "https://")):
        problem = (
            f"'who_to_ask' is '{row['who_to_ask']}', which gives no way to reach anyone. Name a role "
            "or a team with a published "
            "web address, e-mail address or telephone number, or leave it out: the page then offers “Ask through "
            "Cairn”."
        )
        raise entry.error(problem, "who_to_ask")
    if "young_people" in row.get("viewpoints", []) and not row.get("whose_words"):
        problem = (
            "'viewpoints' names 'young_people', and 'whose_words' holds no words of theirs. Write them down with "
            "where they were read, or take the viewpoint out."
        )
        raise entry.error(problem, "viewpoints")
    views = [row.get("viewpoint"), *row.get("viewpoints", [])]
    if "young_person" in views and not row.get("supports"):
        problem = "It is told from the view of a young person, and 'supports' names nothing that has one say so."
        raise entry.error(problem)
