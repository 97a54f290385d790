"""The five boards that come with the site: whole, sourced, one for each topic, and left alone once edited here."""

import pytest
import yaml
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils.html import strip_tags

from cairn.boards.definitions import get_boards
from cairn.boards.models import BoardPage, BoardVersion
from cairn.boards.presenters import read_board
from cairn.boards.presenters.warnings import list_texts, warn_about
from cairn.boards.queries import get_live_boards, get_topics
from cairn.boards.services import load_boards
from cairn.common.definitions import DefinitionError
from cairn.common.readability import get_reading_age
from tests.factories.boards import change, make_editor, publish
from tests.factories.records import NOON

pytestmark = pytest.mark.django_db
MOST_BYTES = 100_000


def test_each_topic_of_the_seed_has_its_board_and_every_block_of_it_is_there(starter):
    boards = get_live_boards()
    assert [board.topic for board in boards] == [key for key, _ in get_topics()]
    assert [board.title for board in boards] == [
        "The value of innovation in Children's Social Care",
        "Innovation methods in Children's Social Care",
        "Adopting and adapting innovation",
        "Scaling and spreading innovation",
        "Creating the local system conditions for innovation",
    ]
    rows = {row["key"]: row for row in get_boards()}
    for board in boards:
        row, view = rows[board.starter_key], read_board(board, AnonymousUser())
        assert [one.insight.starter_key for one in view.insights] == row["insights"]
        assert [one.record.slug for one in view.examples] == [one["record"] for one in row["examples"]]
        assert [one.method.starter_key for one in view.methods] == row["methods"]
        assert len(view.conditions) == len(row["conditions"])
        assert [one.source.key for one in view.references] == row["references"]
        assert 3 <= len(view.insights) <= 5


def test_every_insight_of_a_board_says_whose_view_it_is_how_sure_and_what_it_rests_on(starter):
    for board in get_live_boards():
        view = read_board(board, AnonymousUser())
        assert any(one.backing.contradicts for one in view.insights) or any(one.has_failure for one in view.methods)
        for one in view.insights:
            assert one.viewpoints
            assert one.confidence
            assert one.insight.confidence_reason
            assert one.since
            assert one.backing.supports
            assert all(tied.tie.reason for tied in (*one.backing.supports, *one.backing.contradicts))
            assert one.insight.topic == board.topic


def test_boards_say_that_the_old_text_was_not_found_and_deserve_no_hint(starter):
    for board in get_live_boards():
        assert "We did not find the text of the programme's own board" in board.what_changed
        assert warn_about(board) == []
        assert get_reading_age("\n".join(list_texts(read_board(board, AnonymousUser())))) <= 14


def test_pages_are_small(starter):
    for board in get_live_boards():
        assert len(Client().get(board.get_absolute_url()).content) < MOST_BYTES


def test_loading_again_changes_nothing_and_keeps_what_was_edited(starter):
    before = list(BoardVersion.objects.values_list("pk", "board__starter_sha256"))
    load_boards(at=NOON)
    assert list(BoardVersion.objects.values_list("pk", "board__starter_sha256")) == before
    board = get_live_boards()[0]
    change(board, decider=make_editor("Dana"), sentence="Edited here.", what_changed="The sentence.")
    BoardPage.objects.filter(pk=board.pk).update(starter_sha256="of an older file")
    load_boards(at=NOON)
    board = BoardPage.objects.get(pk=board.pk)
    assert board.get_latest_revision_as_object().sentence == "Edited here."
    publish(board)
    load_boards(at=NOON)
    board = BoardPage.objects.get(pk=board.pk)
    assert (board.sentence, board.versions.count()) == ("Edited here.", 2)


def test_file_that_changed_makes_a_new_version_of_a_board_that_nobody_edited(starter):
    board = get_live_boards()[1]
    BoardPage.objects.filter(pk=board.pk).update(starter_sha256="of an older file", sentence="Of an older file")
    load_boards(at=NOON)
    board = BoardPage.objects.get(pk=board.pk)
    assert board.sentence != "Of an older file"
    assert list(board.versions.order_by("number").values_list("number", "decided_by")) == [(1, None), (2, None)]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"topic": "nothing"}, "'topic' is 'nothing', which is not among those that are defined."),
        ({"insights": ["insight-nothing"]}, "'insights' is 'insight-nothing'"),
        ({"references": ["nothing"]}, "'references' is 'nothing'"),
        ({"examples": [{"record": "nothing", "what_happened": "It ran.", "went": "well"}]}, "'record' is 'nothing'"),
        ({"conditions": [{"term": "conditions:nothing", "side": "helps", "words": "So."}]}, "'term' is"),
        ({"insights": []}, "'insights' is"),
    ],
)
def test_board_that_names_something_unknown_is_refused_with_file_and_line(tmp_path, given, said):
    from cairn.boards.definitions import _load

    folder = settings.DEFINITIONS_DIR / "boards"
    rows = yaml.safe_load((folder / "boards.yaml").read_text())[:1]
    (tmp_path / "schema.json").write_text((folder / "schema.json").read_text())
    (tmp_path / "boards.yaml").write_text(yaml.safe_dump([{**rows[0], **given}], allow_unicode=True))
    with pytest.raises(DefinitionError, match=r"boards\.yaml, line ") as told:
        _load(tmp_path)
    assert said in str(told.value)


def test_no_word_of_the_boards_tells_anybody_what_to_do(starter):
    for board in get_live_boards():
        page = strip_tags(Client().get(board.get_absolute_url()).content.decode())
        assert "you should" not in page.lower()
