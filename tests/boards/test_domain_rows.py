"""What the event's report needs software to do (domain.md, section 6), row by row, as far as it is of boards."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from cairn.actions.models import Action
from cairn.boards.analysis import BoardFacts, find_warnings
from cairn.boards.presenters import read_board
from cairn.boards.queries import get_live_boards
from cairn.lessons.models import Insight
from cairn.library.definitions.vocabularies import get_vocabulary
from cairn.library.models import Source
from tests.factories.boards import change, make_editor, publish, tie
from tests.factories.records import NOON

pytestmark = pytest.mark.django_db


def read(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_row_03_a_newcomer_is_led_to_the_introductory_sheet_first(starter):
    page = read("/introduction/")
    assert page.index("Read the introductory sheet") < page.index("Innovation and improvement")


def test_row_05_boards_show_what_was_done_with_them_and_never_call_views_impact(starter):
    board = get_live_boards()[0]
    insight = Insight.objects.get(starter_key="insight-relationships-last")
    action = Action.objects.create(
        title="Keep one worker with each young person", sharing="public", live=True, created_at=NOON, updated_at=NOON
    )
    tie(action, insight, "comes_from")
    part = read(board.get_absolute_url()).partition("Actions taken")[2]
    assert "Keep one worker with each young person" in part
    assert "times" not in part.lower()
    assert "visits" not in part.lower()


def test_row_06_five_boards_and_one_sheet_which_changes_with_them_and_old_versions_stay(starter):
    page = read("/boards/")
    assert page.count("Board ") - page.count("Board of") >= 5
    assert len(get_live_boards()) == 5
    sheet = read("/boards/introductory-sheet/")
    for board in get_live_boards():
        assert board.title.replace("'", "&#x27;") in sheet
    board = change(
        get_live_boards()[0], decider=make_editor("Dana"), sentence="Told in another way.", what_changed="The sentence."
    )
    publish(board)
    assert "Told in another way." in read("/boards/introductory-sheet/")
    assert "Version 1" in read(f"{board.get_absolute_url()}versions/")
    assert read(f"{board.get_absolute_url()}versions/1/")


def test_row_07_each_insight_on_a_board_says_whose_view_it_is_and_what_it_rests_on(starter):
    page = read("/boards/the-value-of-innovation/")
    shown = page.partition("Lasting, trusting relationships go with good outcomes")[2].partition("</article>")[0]
    assert "An evaluator" in shown.partition("Whose view")[2]
    assert shown.partition("What supports it</h4>")[2].partition("What contradicts it")[0].count("<li>") == 3
    assert "<li>" in shown.partition("What contradicts it")[2]


def test_row_08_methods_stand_with_real_uses_and_with_one_that_did_not_help(starter):
    page = read("/boards/innovation-methods/").partition("Methods</h2>")[2].partition("Conditions</h2>")[0]
    part = page.partition("Training across agencies")[2]
    assert "Leeds" in part.partition("Where it helped")[2].partition("Where it did not help")[0]
    assert "Dorset" in part.partition("Where it did not help")[2]


def test_row_09_conditions_come_from_five_domains_and_four_levels_and_help_here_or_hinder_there(starter):
    assert {term.group for term in get_vocabulary("conditions").terms} == {
        "The new way of working",
        "Outside the organisation",
        "Inside the organisation",
        "The people",
        "The process",
    }
    assert [term.key for term in get_vocabulary("levels").terms] == ["practice", "workforce", "leadership", "system"]
    for board in get_live_boards():
        view = read_board(board, AnonymousUser())
        assert view.helping, board.title
        assert view.hindering, board.title


def test_row_10_a_board_over_the_limits_is_warned_about_and_not_refused():
    long = BoardFacts(("word " * 901,), ("A funder", "A family"), 2, True)
    assert find_warnings(long) != []
    hard = "Multidisciplinary organisational accountability necessitates considerable infrastructure."
    assert any("hard to read" in told for told in find_warnings(BoardFacts((hard,), ("A", "B"), 2, True)))


def test_row_11_examples_say_how_they_stand_in_the_programme_and_west_berkshire_has_no_grant(starter):
    page = read("/boards/the-value-of-innovation/").partition("What happened in practice</h2>")[2]
    leeds = page.partition("Leeds Family Valued")[2].partition("</article>")[0]
    berkshire = page.partition("West Berkshire, building communities together")[2].partition("</article>")[0]
    assert "Funded in Round 1." in leeds
    assert "Not funded by the programme." in berkshire
    assert "£" not in berkshire


def test_row_12_references_keep_their_citation_and_a_dead_link_is_flagged(starter):
    page = read("/boards/the-value-of-innovation/")
    assert "National Audit Office, Evaluating innovation in children&#x27;s social care, 24 June 2022" in page
    source = Source.objects.get(key="nao-2022")
    source.address, source.state, source.checked_at = "https://gone.example/", Source.State.DEAD, NOON
    source.save()
    page = read("/boards/the-value-of-innovation/")
    assert "Dead link" in page
    assert "National Audit Office, Evaluating innovation in children&#x27;s social care" in page
    assert "gone.example" not in page


def test_row_48_a_board_brings_contrary_records_beside_what_supports_an_insight(starter):
    page = read("/boards/adopting-and-adapting/")
    assert "Outside help gave staff no more time." in page


def test_row_56_insights_say_whether_they_are_about_how_or_about_what_changed(starter):
    for board in get_live_boards():
        for kind, number in board.list_blocks():
            if kind == "insight":
                assert Insight.objects.get(pk=number).tells in ("implementation", "outcome")
