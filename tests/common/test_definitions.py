"""The loader of definitions: a fault names file, line and mend."""

import json
from pathlib import Path

import pytest

from cairn.common.definitions import DefinitionError, load_definition

SCHEMA = {
    "type": "object",
    "required": ["key", "polarity"],
    "additionalProperties": False,
    "properties": {
        "key": {"type": "string", "pattern": "^[a-z_]+$"},
        "polarity": {"enum": ["up", "down", "none"]},
        "per": {"type": "integer", "minimum": 1},
        "note": {"type": "string", "minLength": 1},
        "day": {"type": "string"},
        "years": {"type": "array", "items": {"type": "integer"}},
        "secret": {"not": {}},
    },
}


@pytest.fixture
def load(tmp_path: Path):
    folder = tmp_path / "definitions" / "things"
    folder.mkdir(parents=True)
    (folder / "schema.json").write_text(json.dumps(SCHEMA))

    def load(text: str | bytes):
        path = folder / "thing.yaml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return load_definition(path, folder / "schema.json")

    return load


def test_load_definition_reads_data_and_lines(load):
    definition = load("key: rate\npolarity: none\nyears:\n  - 2013\n  - 2014\n")

    assert definition.data == {"key": "rate", "polarity": "none", "years": [2013, 2014]}
    assert definition.get_line("years", 1) == 5
    assert definition.get_line("absent") == 1


def test_load_definition_keeps_dates_as_text(load):
    assert load("key: rate\npolarity: up\nday: 2026-03-31\n").data["day"] == "2026-03-31"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("key: rate\n\npolarity: good\n", "line 3: 'polarity' is 'good'; allowed are up, down, none."),
        ("key: rate\n", "line 1: 'polarity' is missing; add it."),
        ("key: rate\npolarity: up\npolarty: up\n", "line 3: 'polarty' is not a key that is known here; did you mean"),
        (
            "key: rate\npolarity: up\nzzz: 1\n",
            "line 3: 'zzz' is not a key that is known here; allowed are key, polarity",
        ),
        ("key: rate\npolarity: up\nper: many\n", "line 3: 'per' is 'many'; it must be a whole number."),
        ("key: rate\npolarity: up\nper: 0\n", "line 3: 'per' is 0; it must be at least 1."),
        ("key: rate\npolarity: up\nday: 5\n", "line 3: 'day' is 5; it must be text. Put it in quotes."),
        ("key: rate\npolarity: up\nnote: ''\n", "line 3: 'note' is empty; write it."),
        ("key: 'A B'\npolarity: up\n", "line 1: 'key' is 'A B', which does not have the expected form"),
        ("key: rate\npolarity: up\nsecret: 1\n", "line 3: 'secret' does not belong to a definition of this kind"),
        ("key: rate\npolarity: up\nyears: [2013, x]\n", "line 3: 'years' is 'x'; it must be a whole number."),
        ("key: rate\npolarity: up\nkey: rate\n", "line 3: 'key' appears here twice; keep one (line 1)."),
        ("key: [rate\n", "line 2: this is not valid YAML"),
        ("", "line 1: the file is empty."),
        (b"key: rate\npolarity: \xe9\n", "line 2: this is not UTF-8 text; save the file as UTF-8."),
    ],
)
def test_load_definition_with_fault_names_file_line_and_mend(load, text, sentence):
    with pytest.raises(DefinitionError) as problem:
        load(text)

    assert str(problem.value).startswith("definitions/things/thing.yaml, ")
    assert sentence in str(problem.value)


def test_load_definition_with_two_faults_tells_the_first_line(load):
    with pytest.raises(DefinitionError, match="line 2"):
        load("key: rate\npolarity: good\nper: 0\n")


def test_load_definition_without_file_says_so(tmp_path):
    with pytest.raises(DefinitionError, match="not there"):
        load_definition(tmp_path / "absent.yaml", tmp_path / "schema.json")


def test_a_schema_may_refer_to_another_beside_it(tmp_path):
    folder = tmp_path / "definitions" / "things"
    folder.mkdir(parents=True)
    (folder / "parts.schema.json").write_text(json.dumps({"$defs": {"day": {"type": "string", "pattern": "^[0-9]+$"}}}))
    schema = {"type": "object", "properties": {"day": {"$ref": "parts.schema.json#/$defs/day"}}}
    (folder / "schema.json").write_text(json.dumps(schema))
    path = folder / "thing.yaml"
    path.write_text('first: 1\nday: "31"\n')
    assert load_definition(path, folder / "schema.json").data["day"] == "31"
    path.write_text("first: 1\nday: Monday\n")
    with pytest.raises(DefinitionError, match=r"thing\.yaml, line 2: 'day' is 'Monday'"):
        load_definition(path, folder / "schema.json")


def test_on_and_no_are_words_and_true_is_not(tmp_path):
    (tmp_path / "schema.json").write_text("{}")
    path = tmp_path / "thing.yaml"
    path.write_text("on: no\nyes: off\nright: true\nwrong: false\n")
    assert load_definition(path, tmp_path / "schema.json").data == {
        "on": "no",
        "yes": "off",
        "right": True,
        "wrong": False,
    }
