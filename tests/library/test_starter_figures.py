"""The words and figures of the starter library's files: plain, none blank, and no figure from elsewhere."""

import os
import re
from datetime import date
from pathlib import Path

import pytest

from cairn.library.definitions.starter import get_starter
from tests.cases import each
from tests.library.starter_files import DATES, FILES, list_parts, list_texts, list_values

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
TIMES = {"k": 1_000, "m": 1_000_000, "bn": 1_000_000_000}
WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


# --- plain words ------------------------------------------------------------------------------------


@each("path", FILES, ids=lambda path: path.name)
def test_no_sentence_is_over_40_words(path):
    long = [
        (where, sentence)
        for text, where in list_texts(path)
        for sentence in re.split(r"(?<=[.?!])\s+", text)
        if len(sentence.split()) > 40
    ]
    assert long == []


@each("path", FILES, ids=lambda path: path.name)
def test_no_answer_is_blank_or_points_elsewhere(path):
    blank = re.compile(r"see (the )?(link|above|below|website)|^(n/?a|tb[cd]|none|-|\?)\.?$|lorem|GBP|!", re.IGNORECASE)
    assert [(where, text) for text, where in list_texts(path) if blank.search(text)] == []
    empty = {"negative", "group", "meaning"}  # these may be empty, and each says what that means
    assert [where for name, text, where in list_values(path) if not text and name not in empty] == []


# --- no figure from elsewhere -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def study(open_data):
    """The two design studies with the seed, from which every fact is taken."""
    path = Path(os.environ.get("CAIRN_DOMAIN", open_data.parent / "domain.md"))
    if not path.exists():
        pytest.skip(f"the design study is absent: {path}")
    beside = [path.parent / "domain-2.md", path.parent / "addresses.tsv"]
    more = [*beside, *sorted((path.parent / "seed").glob("*.md"))]
    return "\n".join(one.read_text(encoding="utf-8") for one in [path, *more])


@pytest.mark.data
@each("path", FILES, ids=lambda path: path.name)
def test_every_number_in_a_text_stands_in_the_design_study(path, study):
    known = set(NUMBER.findall(study))
    missing = [
        (where, number) for text, where in list_texts(path) for number in NUMBER.findall(text) if number not in known
    ]
    assert missing == []


@pytest.mark.data
@each("path", FILES, ids=lambda path: path.name)
def test_every_date_stands_in_the_design_study(path, study):
    dates = [(value, where) for name, value, where in list_values(path) if name in DATES and value not in ("", "null")]
    assert [(where, value) for value, where in dates if not stands_in(study, value)] == []


def stands_in(study, partial):
    """A year as it is; a month with its name before the year, as far as a few letters apart."""
    year, *rest = partial.removeprefix("about ").split("-")
    if not rest:
        return year in study
    month = f"{date(2000, int(rest[0]), 1):%b}"
    day = rf"\b{int(rest[1])}\s+" if rest[1:] else ""
    return bool(re.search(rf"{day}\b{month}[a-z]*\b[^0-9|]{{0,12}}\b{year}", study))


def list_amounts(text):
    """Numbers of a text in full: "£4.85m" is 4850000, and 4.85 too, for a claim that counts in millions."""
    for number, times in re.findall(r"(\d+(?:[.,]\d+)*)(bn|k|m)?\b", text):
        plain = float(number.replace(",", ""))
        yield from (plain, round(plain * TIMES.get(times, 1), 2))
    yield from (WORDS.index(word) + 1.0 for word in re.findall(r"[a-z]+", text.lower()) if word in WORDS)


def test_every_value_and_amount_stands_in_its_own_words():
    claims = [(key, part["value"], part["title"]) for key, _, part in list_parts("claims") if "value" in part]
    awards = [(key, part["amount"], part["words"]) for key, _, part in list_parts("awards") if "amount" in part]
    assert len(claims) > 50
    assert len(awards) > 10
    assert [one for one in [*claims, *awards] if one[1] not in set(list_amounts(one[2]))] == []


def test_every_age_stands_in_the_words_for_whom():
    rows = [*get_starter().models, *get_starter().projects]
    ages = [(row["key"], row[name], row) for row in rows for name in ("age_from", "age_to") if name in row]
    said = [(key, age, row.get("for_whom") or row.get("target_group")) for key, age, row in ages]
    assert [one for one in said if float(one[1]) not in set(list_amounts(one[2]))] == []
