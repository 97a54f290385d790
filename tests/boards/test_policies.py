"""What may happen to a board, rule by rule."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from cairn.accounts.models import SiteRole
from cairn.boards import policies
from cairn.boards.models import BoardPage
from cairn.boards.policies import UnableToDecide, UnableToSubmitBoard
from tests.factories.accounts import UserFactory
from tests.factories.boards import change, make_board, make_draft_board, make_editor
from tests.factories.records import NOON
from tests.rules import may

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


# --- asking for a decision ---------------------------------------------------------------------------


def test_the_decider_is_another_editor():
    asks, decides, reader = make_editor(), make_editor("Dana Decider"), UserFactory()
    assert may(policies.check_decider, BoardPage(decider=decides), asks)
    assert may(policies.check_decider, BoardPage(decider=decides), None)
    assert not may(policies.check_decider, BoardPage(decider=asks), asks)
    assert not may(policies.check_decider, BoardPage(decider=reader), asks)
    with pytest.raises(UnableToSubmitBoard, match="Choose an approver") as refused:
        policies.check_decider(BoardPage(), asks)
    assert refused.value.field == "decider"
    SiteRole.objects.filter(user=decides).delete()
    with pytest.raises(UnableToSubmitBoard, match="You are the only editor"):
        policies.check_decider(BoardPage(), asks)
    with pytest.raises(UnableToSubmitBoard, match="Choose an approver"):
        policies.check_decider(BoardPage(), None)


def test_a_topic_has_one_board_that_is_read_and_another_says_that_it_replaces_it():
    first = make_board()
    assert may(policies.check_topic_is_free, first)
    assert may(policies.check_can_publish, first)
    second = make_draft_board(slug="later")
    assert not may(policies.check_topic_is_free, second)
    assert not may(policies.check_can_publish, second)
    assert may(policies.check_topic_is_free, BoardPage(topic="conditions"))
    assert not may(policies.check_topic_is_free, BoardPage(topic=first.topic))
    second.replaces = first
    assert may(policies.check_topic_is_free, second)
    BoardPage.objects.filter(pk=second.pk).update(replaces=first, live=True)
    with pytest.raises(UnableToSubmitBoard, match="has replaced this board"):
        policies.check_topic_is_free(first)


def test_each_version_says_in_its_own_words_what_changed():
    board = make_board(what_changed="First version.")
    assert not may(policies.check_tells_what_changed, board)
    board.what_changed = "Costs were added."
    assert may(policies.check_tells_what_changed, board)
    board.what_changed = " "
    assert not may(policies.check_tells_what_changed, board)
    assert may(policies.check_tells_what_changed, BoardPage(what_changed="First version."))


def test_everything_that_is_missing_is_said_at_once():
    board = BoardPage(topic="value")
    assert [problem.field for problem in policies.find_problems(board, None)] == ["decider", "what_changed"]
    assert not may(policies.check_can_submit, board, None)
    whole = BoardPage(topic="value", decider=make_editor(), what_changed="First version.")
    assert may(policies.check_can_submit, whole, None)


@pytest.mark.parametrize(("slug", "allowed"), [("value", True), (next(iter(policies.RESERVED_SLUGS)), False)])
def test_a_board_does_not_take_the_address_of_another_page(slug, allowed):
    assert may(policies.check_slug, slug, BoardPage()) is allowed


# --- deciding ----------------------------------------------------------------------------------------


def test_only_the_person_named_decides_and_not_about_what_they_asked_for():
    named, other = make_editor("Dana Decider"), make_editor()

    def waiting(asked_by):
        return SimpleNamespace(
            revision=SimpleNamespace(content={"decider": named.pk}),
            workflow_state=SimpleNamespace(requested_by_id=asked_by.pk),
        )

    assert may(policies.check_can_decide, waiting(other), named)
    assert not may(policies.check_can_decide, waiting(other), other)
    assert not may(policies.check_can_decide, waiting(named), named)
    assert not may(policies.check_can_decide, None, named)
    SiteRole.objects.filter(user=named).delete()
    assert not may(policies.check_can_decide, waiting(other), named)


def test_an_editor_counts_with_an_active_log_in_and_a_second_step():
    editor = make_editor()
    assert policies.is_editor_now(editor)
    assert not policies.is_editor_now(UserFactory())
    editor.is_active = False
    assert not policies.is_editor_now(editor)
    editor.is_active = True
    editor.authenticator_set.all().delete()
    assert not policies.is_editor_now(editor)


def test_a_board_is_taken_off_by_the_person_named_on_what_is_read_or_waits_for_its_day():
    named, other, later = make_editor("Dana Decider"), make_editor(), make_editor("Lee Later")
    draft = make_draft_board(decider=named)
    with pytest.raises(UnableToDecide, match="nothing to withdraw"):
        policies.check_can_take_off(draft, named)
    board = make_board(decider=named, slug="read", topic="conditions")
    assert policies.get_named_deciders(board) == {named.pk}
    assert may(policies.check_can_take_off, board, named)
    assert not may(policies.check_can_take_off, board, other)
    board = change(board, decider=later)
    board.revisions.filter(pk=board.get_latest_revision().pk).update(approved_go_live_at=NOON + timedelta(days=1))
    assert policies.get_named_deciders(board) == {named.pk, later.pk}
    assert may(policies.check_can_take_off, board, later)
    board.live = False
    assert policies.get_named_deciders(board) == {later.pk}
    assert may(policies.check_can_take_off, board, later)
    assert not may(policies.check_can_take_off, board, named)


def test_where_nobody_is_named_any_editor_takes_a_board_off():
    board = make_board()
    board.decider = None
    assert policies.get_named_deciders(board) == set()
    assert may(policies.check_can_take_off, board, make_editor())
    assert not may(policies.check_can_take_off, board, UserFactory())
