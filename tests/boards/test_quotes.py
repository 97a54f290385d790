"""Quotes on boards: a board keeps the key of an answer, and its words are read for each reader."""

import json
import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from cairn.boards.models import BoardPage, BoardVersion
from cairn.boards.models.blocks import QuoteBlock, QuoteChooser
from cairn.boards.presenters import read_board
from cairn.boards.presenters.paper import write_board
from cairn.common.privacy.copies import NEUTRAL
from cairn.search.models import SearchDocument
from cairn.voice import services
from cairn.voice.models import Consent
from cairn.voice.services.taking_back import end_consents
from tests.factories.accounts import give_site_role
from tests.factories.any_row import find_everywhere
from tests.factories.boards import change, make_board, make_body, make_draft_board, publish
from tests.factories.records import NOON, make_organisation, make_team
from tests.factories.voice import UNTIL, make_contribution, make_picture_answer, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
WORDS = "Nobody asked whether vanishwort would suit the quernbell in me."
BOTH = ("inside", "published")


@pytest.fixture
def said():
    return make_contribution(words=WORDS, purposes=BOTH)


@pytest.fixture
def board(said):
    return make_board(("quote", said))


def read(board, number=None):
    name, more = ("boards:version", [number]) if number else ("boards:board", [])
    return Client().get(reverse(name, args=[board.slug, *more])).content.decode()


def withdraw(said):
    services.withdraw(contribution=said, by=said.session.worker, at=NOON)


def expire(said):
    services.expire_consents(at=NOON.replace(year=UNTIL.year) + timedelta(days=1))


def stop_publishing(said):
    end_consents(list(Consent.objects.filter(purpose="published")), state="taken_back", at=NOON)


def test_board_shows_words_that_somebody_agreed_to_publish_and_keeps_none_of_them(board):
    assert WORDS in read(board)
    assert find_everywhere("vanishwort") == ["voice_contribution"]


@pytest.mark.parametrize("end", [withdraw, expire, stop_publishing])
def test_quote_that_has_ended_is_one_phrase_on_every_version(board, said, end):
    end(said)
    for page in (read(board), read(board, 1)):
        assert "vanishwort" not in page
        assert NEUTRAL in page


def test_words_that_were_never_to_be_published_are_not_shown(said):
    Consent.objects.filter(purpose="published").delete()
    assert "vanishwort" not in read(make_board(("quote", said)))


def test_changed_words_are_shown_as_they_are_now(board, said):
    services.change_contribution(
        contribution=said,
        words="Somebody asked me at last.",
        age_band="14_15",
        agreed=services.Agreed(BOTH, "carer", UNTIL),
        by=said.session.worker,
        at=NOON,
    )
    assert "Somebody asked me at last." in read(board)


def test_quote_stands_in_no_file_of_the_board_and_not_in_search(board):
    paper, _ = write_board(BoardVersion.objects.get())
    assert "vanishwort" not in str(paper)
    assert not SearchDocument.objects.filter(body__icontains="vanishwort").exists()


def test_board_without_quotes_asks_nothing(django_assert_num_queries, said):
    from cairn.voice.queries import get_published_words

    with django_assert_num_queries(0):
        assert get_published_words([], day=NOON.date()) == {}
    with django_assert_num_queries(2):
        get_published_words([said.pk, 5], day=NOON.date())


# --- It does not come back (issue 27, point 6) ---------------------------------------------------------


def test_withdrawn_quote_does_not_come_back_by_copying_restoring_or_publishing_a_preview(board, said):
    draft = make_draft_board(("quote", said), ("paragraph", f"One said: {WORDS}"), slug="draft", topic="methods")
    before = board.latest_revision
    withdraw(said)
    # Copied, with all its drafts.
    copied = board.copy(update_attrs={"slug": "copied", "title": "Copied"}, keep_live=False)
    # An earlier draft is restored.
    before = Revision.objects.get(pk=before.pk)
    restored = before.as_object()
    restored.save_revision(clean=False)
    # What was there as a preview only is published.
    shown = publish(draft)
    for one in (BoardPage.objects.get(pk=copied.pk), restored, shown):
        view = read_board(one, said.session.worker)
        assert view.quotes == [NEUTRAL]
    # The draft that held a copy has lost the words and nothing else.
    assert view.paragraphs == [f"One said: {NEUTRAL}"]
    assert NEUTRAL in read(shown)
    assert find_everywhere("vanishwort") == []


# --- Choosing ----------------------------------------------------------------------------------------


@pytest.fixture
def editor():
    session = make_session()
    give_site_role(session.worker, "editor")
    return session


def log_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_editor_chooses_among_published_words_of_their_own_teams(editor):
    mine = make_contribution(editor, words="Mine to be published.", purposes=BOTH)
    make_contribution(editor, words="Mine for the team only.")
    make_contribution(editor, words="Mine and not read yet.", purposes=BOTH, state="waiting")
    make_picture_answer(editor, purposes=BOTH)
    theirs = make_contribution(
        make_session(team=make_team(make_organisation("Elsewhere"))),
        words="Of another council, published.",
        purposes=BOTH,
    )
    client = log_in(editor.worker)
    page = client.get(reverse("board_quotes:choose")).content.decode()
    assert "Mine to be published." in page
    for hidden in ("for the team only", "not read yet", "Of another council", "Planted-description"):
        assert hidden not in page
    chosen = json.loads(client.get(reverse("board_quotes:chosen", args=[mine.pk])).content)
    assert chosen["result"]["id"] == str(mine.pk)
    assert chosen["result"]["title"] == "Mine to be published."
    assert client.get(reverse("board_quotes:chosen", args=[theirs.pk])).status_code == 404


def test_office_shows_the_key_as_letters_and_the_words_of_now(said):
    """A key has more figures than a number of JavaScript."""
    block = QuoteBlock()
    assert block.get_form_state(said.pk)["id"] == str(said.pk)
    assert QuoteChooser().get_display_title(said) == WORDS
    assert block.value_from_form(str(said.pk)) == said.pk
    withdraw(said)
    assert QuoteChooser().get_display_title(said) == NEUTRAL


def test_draft_cannot_be_saved_with_words_that_have_gone(said):
    block = QuoteBlock()
    assert block.clean(said.pk) == said.pk
    withdraw(said)
    with pytest.raises(ValidationError):
        block.clean(said.pk)


def test_new_draft_names_the_key_only(board, said):
    change(board, body=make_body(("quote", said)))
    content = BoardPage.objects.get(pk=board.pk).latest_revision.content["body"]
    assert re.findall(r'"value": (\d+)', content) == [str(said.pk)]
