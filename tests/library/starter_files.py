"""The files of the starter library as text, for tests that look at every word of them."""

from pathlib import Path

import yaml

from cairn.library.definitions.starter import get_starter

ROOT = Path(__file__).resolve().parents[2] / "definitions"
FILES = [
    *sorted((ROOT / "library").rglob("*.yaml")),
    *sorted((ROOT / "vocabularies").glob("*.yaml")),
    ROOT / "programmes" / "known.yaml",
    ROOT / "boards" / "boards.yaml",
]
# Names whose text leads somewhere and is read by nobody.
REFERENCES = {"key", "source", "address", "place", "places", "code", "about", "models", "model", "round", "programme"}
REFERENCES |= {"report", "measure", "measures", "needs", "types", "drivers", "viewpoints", "move"}
REFERENCES |= {"originated_by", "outcome_terms", "change", "study", "better"}
REFERENCES |= {"how", "copy", "state", "kind", "by"}
REFERENCES |= {"happened", "tells", "viewpoint", "topic", "of", "record", "confidence", "again", "challenge"}
REFERENCES |= {"type", "backing", "challenges"}
REFERENCES |= {"insights", "methods", "references", "term", "went", "side"}
DATES = {
    "on",
    "started",
    "ended",
    "planned_start",
    "planned_end",
    "set_off_on",
    "baseline_on",
    "result_on",
    "published",
}
DATES |= {"since", "began", "due"}
COUNTS = {"value", "amount"}  # these are compared with the words beside them


def walk(thing, name="", where=""):
    """Every single value of a file: the name it has, what it is, and where it stands."""
    if isinstance(thing, dict):
        for inner, value in thing.items():
            label = thing.get("key") or where
            yield from walk(value, inner, f"{label} {inner}")
    elif isinstance(thing, list):
        for value in thing:
            yield from walk(value, name, where)
    else:
        yield name, thing, where


def list_values(path):
    return list(walk(read(path), where=path.name))


def list_texts(path):
    values = list_values(path)
    return [
        (value, where)
        for name, value, where in values
        if isinstance(value, str) and name not in REFERENCES | DATES | COUNTS | {"year"}
    ]


def read(path):
    """As the site reads it: a word stays a word."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - it makes text only


def list_entries_with_claims():
    starter = get_starter()
    return [*starter.programmes, *starter.rounds, *starter.models, *starter.projects]


def list_parts(*names):
    for row in [*list_entries_with_claims(), *get_starter().methods, *get_starter().guidance]:
        for name in names:
            for part in row.get(name, []):
                yield row["key"], name, part
