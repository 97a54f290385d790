"""Nothing that people read has a phrase that no one in a council would say.

words.toml lists them, with what to write instead.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.cases import each
from tests.config.reading import READERS, read

ROOT = Path(__file__).resolve().parents[2]
READ = ("src", "definitions", "docs/user", "README.md", "CHANGELOG.md")
# Of others, or words that people type and the site must understand.
NOT_READ = (
    "/migrations/",
    "/static/cairn/govuk/",
    "/fonts/",
    "src/cairn/search/language/",
    "definitions/search/",
    "definitions/safety/words.yaml",
    "definitions/library/sources.yaml",
)


class Banned(NamedTuple):
    phrase: re.Pattern
    write: str


def load_banned() -> list[Banned]:
    listed = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))["banned"]
    return [Banned(compile_phrase(one["phrase"]), one["write"]) for one in listed]


def compile_phrase(phrase: str) -> re.Pattern:
    return re.compile(r"(?<![\w-])(?:" + phrase.replace(" ", r"\s+") + r")(?![\w-])")


BANNED = load_banned()
ANY_BANNED = re.compile("|".join(one.phrase.pattern for one in BANNED))


def list_files() -> Iterator[Path]:
    for name in READ:
        path = ROOT / name
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if file.suffix in READERS and not any(part in file.as_posix() for part in NOT_READ):
                yield file


def find_banned(path: Path) -> list[str]:
    """A line for each: file, line, phrase and what to write instead."""
    return [
        f"{path.name if not path.is_relative_to(ROOT) else path.relative_to(ROOT)}:{passage.line + number}: "
        f"“{' '.join(found[0].split())}”. Write: {one.write}"
        for passage in read(path)
        for text in [passage.text.lower()]
        if ANY_BANNED.search(text)
        for one in BANNED
        for found in one.phrase.finditer(text)
        for number in [text.count("\n", 0, found.start())]
    ]


def test_people_read_no_banned_phrase():
    found = [line for path in list_files() for line in find_banned(path)]
    assert found == [], "\n".join(["tests/config/words.toml bans:", *found])


@pytest.fixture
def write_file(tmp_path):
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@each(
    "name, text, line",
    [
        ("page.html", "<h1>Figures</h1>\n<p>Saved by\n  nobody.</p>", 3),
        ("page.html", '<c-button\n  heading="Whoever wrote it">Save</c-button>', 2),
        ("page.html", '{% include "x.html" with title="Somebody else" %}', 1),
        ("page.html", "<p>Ask <b>some</b>\n one. <a>It stands</a> here.</p>", 2),
        ("mail.txt", "Hello\nsomebody wrote", 2),
        ("forms.py", 'LABEL = "What came of it?"', 1),
        ("enums.py", 'PUBLIC = "public", "Everybody"', 1),
        ("forms.py", 'raise ValueError(\n    f"{name} may be left "\n    "empty")', 2),
        ("terms.yaml", "terms:\n  - {key: a, meaning: Somebody who listens.}", 2),
        ("terms.yaml", "what_for: >-\n  To ask how\n  whoever leads it\n", 3),
        ("page.js", "show('Nobody is here')", 1),
        ("guide.md", "# Guide\n\n- One\n- whoever asks\n", 4),
    ],
)
def test_planted_phrase_is_found_with_its_line(write_file, name, text, line):
    found = find_banned(write_file(name, text))
    assert len(found) == 1, found
    assert found[0].startswith(f"{name}:{line}: ")
    assert "Write: " in found[0]


@each(
    "name, text",
    [
        ("page.html", "{# Nobody reads this #}{% comment %}Nobody{% endcomment %}<p>Saved.</p>"),
        ("page.html", '<p class="nobody else">Saved.</p><a href="/nobody else/">All</a>'),
        ("page.html", "<li>What stood</li><li>here</li>"),
        ("services.py", '"""Whoever asks."""\n\ndef find():\n    """Nobody knows."""\n    # somebody'),
        ("services.py", 'logger.info("nobody waits")'),
        ("models.py", 'PRIVACY = (Kept("it leads to nobody"),)'),
        ("terms.yaml", "# nobody\nkey: nobody knows\nsources:\n  - {title: What nobody knows}"),
        ("guide.md", "Run `nobody knows`.\n\n```\nwhoever asks\n```\n"),
    ],
)
def test_what_people_do_not_read_is_left_alone(write_file, name, text):
    assert find_banned(write_file(name, text)) == []


def test_each_phrase_is_written_in_small_letters_and_says_what_to_write():
    listed = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))["banned"]
    assert [one for one in listed if one["phrase"] != one["phrase"].lower() or not one["write"].strip()] == []
