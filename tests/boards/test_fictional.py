"""What fictional councils said is marked wherever a board cites it, on its page and on paper."""

import pytest
from django.test import Client

from cairn.boards.presenters.paper import write_board
from cairn.lessons import services as lessons
from cairn.library.models import MethodUse
from cairn.records.models import Record
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.boards import example, make_board, make_cited, tie
from tests.factories.lessons import LESSON_ANSWERS
from tests.factories.records import NOON, make_draft, make_organisation, make_team

pytestmark = pytest.mark.django_db
TAG = '<strong class="cairn-fictional">Fictional</strong>'
TITLES = ("Insight of fiction", "Support of fiction", "Doubt of fiction", "Project of fiction", "Use of fiction")


@pytest.fixture
def board():
    insight, real = make_cited(title=TITLES[0]), make_cited(title="Insight of real councils")
    support, doubt, project, use = (make_cited("project", title=title) for title in TITLES[1:])
    method = make_cited("method", title="Sitting down")
    MethodUse.objects.create(method=method, about_id=use.pk, helped="helped", words="They sat.")
    tie(support, insight, "supports")
    tie(doubt, real, "contradicts")
    Record.objects.filter(title__in=TITLES).update(is_fictional=True)
    return make_board(("insight", insight), ("insight", real), example(project), ("method", method))


def test_a_board_marks_every_title_of_fiction_and_no_other(board):
    page = Client().get(board.get_absolute_url()).content.decode()
    for title in TITLES:
        _, *after = page.split(f"{title}</a>")
        assert after, title
        assert all(rest.lstrip().startswith(TAG) for rest in after), title
    assert not page.split("Insight of real councils</a>")[1].lstrip().startswith(TAG)


def test_so_does_its_paper(board):
    said = str(write_board(board.versions.get())[0])
    assert all(f"{title} (fictional)" in said and said.count(title) == said.count(f"{title} (") for title in TITLES)
    assert "Insight of real councils (fictional)" not in said


def test_what_people_of_a_fictional_council_write_is_marked_with_and_without_names(settings, tmp_path):
    settings.LEDGER = tmp_path / "ledger.jsonl"
    writer, editor = UserFactory(), give_site_role(UserFactory(), "editor")
    team = make_team(make_organisation("Ottenvale Council", is_fictional=True), "Edge of care", writer)
    assert make_draft(author=writer, team=team).is_fictional
    draft = lessons.save_anonymous_draft(draft=None, answers=LESSON_ANSWERS, by=writer, at=NOON)
    lessons.send_anonymous_draft(draft=draft, by=writer, at=NOON)
    cleared = lessons.publish_anonymous_draft(draft=draft, answers={}, by=editor, at=NOON)
    assert (cleared.organisation, cleared.is_fictional) == (None, True)
    assert not make_draft(author=UserFactory()).is_fictional


def test_a_board_that_was_taken_off_says_so_at_its_address(board):
    board.unpublish()
    answer = Client().get(board.get_absolute_url())
    assert answer.status_code == 410
    assert "This was withdrawn" in answer.content.decode()
    assert "Insight of fiction" not in answer.content.decode()
    assert Client().get("/boards/never-was/").status_code == 404
