"""Boards in the site's search: what is found, by whom, and what never is."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.test import Client

from cairn.accounts.models import User
from cairn.boards.models import BoardPage
from cairn.boards.services import take_off
from cairn.records import services as records
from cairn.search import services
from cairn.search.models import PublicWord, SearchDocument
from cairn.search.presenters import SearchView
from cairn.search.queries import find
from cairn.search.queries.addresses import read, write
from tests.factories.accounts import UserFactory
from tests.factories.boards import change, example, make_board, make_cited, make_draft_board, make_editor, publish
from tests.factories.records import NOON, make_record
from tests.search.test_search import describe_index, has_left_no_trace

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def found(text="", user=NOBODY, **more):
    """Titles of what somebody finds, in their order."""
    return [str(row.document.title) for row in SearchView(read({"q": text, **more}), user).rows]


def test_a_live_board_is_found_by_everybody_with_its_words_marked():
    make_board(("paragraph", "Quixotic homes were tried in three places."))
    make_record(title="Something else")
    page = Client().get("/search/", {"q": "quixotic home"}).content.decode()
    assert "1 result<" in page
    assert "<mark>Quixotic</mark> <mark>homes</mark> were tried in three places." in page
    assert 'href="/boards/value/"' in page
    assert "Insights board" in page
    assert found("quixotic", UserFactory()) == ["The value of new ways"]


def test_every_word_that_is_the_boards_own_is_found():
    make_board(
        ("condition", {"term": "conditions:cost", "side": "helps", "words": "Plonk money helped."}),
        introduction="Zibble is what it gathers.",
        sentence="Wuffle in a sentence.",
    )
    for word in ("plonk", "zibble", "wuffle", "cost", "insights boards"):
        assert "The value of new ways" in found(word), word


def test_a_draft_and_the_draft_of_a_live_board_are_never_found():
    make_draft_board(introduction="Quixotic drafts.")
    assert found("quixotic", make_editor()) == []
    live = make_board(slug="methods", topic="methods", title="Ways that are live")
    change(live, introduction="Wuffle is new.")
    assert found("wuffle", make_editor()) == []
    assert not PublicWord.objects.filter(word__in=["quixotic", "wuffle"]).exists()
    assert services.rebuild_index() == SearchDocument.objects.count()
    assert found("quixotic", make_editor()) == found("wuffle", make_editor()) == []


def test_a_new_version_takes_the_place_of_the_old_words():
    board = make_board(introduction="Quixotic ways.")
    publish(change(board, introduction="Wuffle ways.", what_changed="Other words."))
    assert found("quixotic") == []
    assert found("wuffle") == ["The value of new ways"]


@pytest.mark.parametrize("how", ["taken off", "deleted", "unpublished"])
def test_a_board_that_goes_leaves_no_trace(how):
    board = make_board(introduction="Quixotic ways.")
    match how:
        case "taken off":
            take_off(board=board, by=User.objects.get(pk=board.decider_id), at=NOON)
        case "deleted":
            board.versions.all().delete()  # they hold it otherwise
            BoardPage.objects.get(pk=board.pk).delete()
        case "unpublished":
            board.unpublish()
    assert found("quixotic") == []
    assert SearchDocument.objects.count() == 0  # the sheet has gone with its last board
    assert not PublicWord.objects.filter(word="quixotic").exists()
    if how == "deleted":
        assert has_left_no_trace("quixotic")


def test_a_board_in_whose_place_another_came_is_found_again_when_that_one_goes():
    old = make_board(introduction="Quixotic ways.")
    new = make_board(slug="later", title="A later board", introduction="Quixotic ways, later.", replaces=old)
    assert found("quixotic") == ["A later board"]
    take_off(board=new, by=User.objects.get(pk=new.decider_id), at=NOON)
    assert found("quixotic") == ["The value of new ways"]


def test_no_word_of_what_a_board_cites_is_found_by_the_board():
    insight = make_cited(title="Quixotic insight")
    hidden = make_cited("project", title="Wuffle project", sharing="team", live=False)
    make_board(("insight", insight), example(hidden, what_happened="Zibble happened there."))
    assert found("quixotic") == []  # this one was written without a service, so search does not know it
    for word in ("wuffle", "zibble"):
        assert found(word) == found(word, make_editor()) == []
    assert not SearchDocument.objects.filter(record=None, body__icontains="quixotic").exists()


def test_what_was_withdrawn_is_not_found_by_the_board_that_cites_it():
    lesson = make_record(title="Quixotic homes")
    make_board(("paragraph", "About homes."))
    records.withdraw_record(record=lesson, by=lesson.author, at=NOON)
    assert found("quixotic") == []


def test_boards_are_a_kind_beside_the_others():
    make_board(introduction="Homes are homes.")
    make_record(title="Homes")
    view = SearchView(read({"q": "homes"}), NOBODY)
    assert view.kinds == [
        ("All", "q=homes", True),
        ("Insights boards (1)", "q=homes&kind=insights-board", False),
        ("Challenges (1)", "q=homes&kind=challenge", False),
    ]
    assert found("homes", kind="insights-board") == ["The value of new ways"]
    assert found("homes", kind="challenge") == ["Homes"]
    assert write(read({"q": "homes", "kind": "insights-board"})) == "q=homes&kind=insights-board"
    page = Client().get("/search/", {"q": "homes", "kind": "insights-board"}).content.decode()
    assert "Insights boards ×" in page
    assert 'name="kind" value="insights-board"' in page


def test_the_introductory_sheet_is_found_while_there_is_a_board():
    board = make_board()
    assert found("introductory sheet") == ["Introductory sheet"]
    assert found("sheet", kind="insights-board") == ["Introductory sheet"]
    page = Client().get("/search/", {"q": "introductory sheet"}).content.decode()
    assert 'href="/boards/introductory-sheet/"' in page
    board.unpublish()
    assert found("introductory sheet") == []


def test_newest_and_narrowed_and_left_out_words_count_boards_too():
    make_board(introduction="Quixotic homes.")
    make_record(title="Quixotic project")
    assert found("quixotic", sort="new")[0] == "The value of new ways"
    assert found("quixotic -homes") == ["Quixotic project"]
    assert "The value of new ways" in found("-wuffle")
    assert found("quixotic", organisation="somewhere") == []
    assert found("quixotic wuffle") == found("wuffle quixotic") != []


def test_saved_search_hears_of_a_board_that_was_published_since():
    wanted = read({"q": "quixotic"}, since=NOON)
    assert find(wanted, NOBODY).number == 0
    make_board(introduction="Quixotic homes.")
    assert find(wanted, NOBODY).number == 1


def test_the_index_made_again_is_the_one_that_was_written_step_by_step():
    board = make_board(introduction="Quixotic ways.")
    publish(change(board, introduction="Wuffle ways.", what_changed="Other words."))
    make_board(slug="methods", topic="methods", title="Ways", introduction="Other ways.")
    step_by_step = describe_index()
    call_command("search", "rebuild")
    assert describe_index() == step_by_step


def test_upgrading_brings_in_the_boards_that_are_there():
    make_board(introduction="Quixotic ways.")
    make_record(title="Something else")
    SearchDocument.objects.filter(record=None).delete()
    call_command("migrate", verbosity=0)
    assert found("quixotic") == ["The value of new ways"]
