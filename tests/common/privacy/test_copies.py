"""A copy of somebody's words is known again in plain text, rich text and JSON, and what is no copy is left alone."""

import json
from datetime import timedelta

import pytest
from django.db.models import TextField
from django.utils.timezone import now

from cairn.common.privacy.copies import NEUTRAL, list_phrases, make_pattern, remove_copies, take_out
from cairn.search.models import SearchDocument
from cairn.voice.models import Need
from tests.factories.records import NOON, make_record

SAID = 'They didn\'t ask me where I want to live. It was "sorted" in a day & I packed bin bags.'
PATTERN = make_pattern(list_phrases(SAID))


def taken(text):
    return take_out(TextField(), text, PATTERN)


@pytest.mark.parametrize(
    "copy",
    [
        SAID,
        "They didn’t ask me where I want to live",
        "they DIDN'T ask me\nwhere I  want to live.",
        "They didn&#x27;t ask me where <b>I want</b> to live",
        "<p>It was &quot;sorted&quot; in a day &amp; I packed bin bags.</p>",
        "It was “sorted” in a day & I packed bin bags",
    ],
)
def test_copy_is_known_again(copy):
    assert taken(f"A boy said: {copy} We listened.") is not None
    left = taken(f"A boy said: {copy} We listened.")
    assert left.startswith("A boy said: ")
    assert left.rstrip().endswith("We listened.")
    for word in ("ask me", "bin bags"):
        assert word not in left


@pytest.mark.parametrize("text", ["They didn't ask me.", "I packed bin bags.", "They moved him in a day.", ""])
def test_other_words_are_left_alone(text):
    assert taken(text) is None


def test_few_words_are_nobodys():
    assert list_phrases("I want to go home.") == []
    assert list_phrases("No.") == []


def test_json_is_searched_in_every_value():
    held = {"blocks": [{"value": f"Said: {SAID}", "id": 7}, None, True]}
    left = take_out(TextField(), held, PATTERN)
    assert json.dumps(left).count(NEUTRAL) == 1
    assert left["blocks"][0]["id"] == 7
    assert "bin bags" not in json.dumps(left)


@pytest.mark.django_db
@pytest.mark.both_databases
@pytest.mark.parametrize(
    "words", ["Nobody asked whether vanishwort would suit me", "Ніхто не питав мене де я хочу жити"]
)
def test_record_that_said_it_before_keeps_its_words(words):
    record = make_record(Need, summary=words)
    removed = remove_copies([words], since=now() + timedelta(days=1), exempt=[SearchDocument])
    record.refresh_from_db()
    assert (removed.number, record.summary) == (0, words)
    remove_copies([words], since=NOON, exempt=[SearchDocument])
    record.refresh_from_db()
    assert record.summary == NEUTRAL
    assert words not in str(record.latest_revision.content)
