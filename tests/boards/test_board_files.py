"""Boards on paper: what everybody may read, printed when asked for, and gone when something is taken back."""

import io

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django_tasks_db.models import DBTaskResult
from pypdf import PdfReader

from cairn.boards import tasks
from cairn.boards.models import BoardFile, BoardVersion
from cairn.boards.presenters.paper import write_board, write_sheet
from cairn.library.models import MethodUse
from cairn.records import services as records
from cairn.records.models import Record
from tests.factories.accounts import UserFactory
from tests.factories.boards import change, example, make_board, make_cited, publish, tie
from tests.factories.records import NOON, make_organisation, make_team

pytestmark = pytest.mark.django_db
SECRET = "Nobody outside may read that Otterdale closed it"
POSTER = "/boards/value/versions/1/poster/"


@pytest.fixture
def team():
    return make_team(make_organisation(), "Edge of care", UserFactory())


@pytest.fixture
def author():
    return UserFactory()


@pytest.fixture
def insight(author):
    return make_cited(title="Time matters more than belief", author=author)


@pytest.fixture
def board(insight, team):
    owned = {"team": team, "organisation": team.organisation, "sharing": "organisation"}
    hidden = make_cited("project", title=SECRET, **owned)
    project = make_cited("project", title="A project for all", funding_status="not_funded")
    method = make_cited("method", title="Sitting down")
    for about, helped in ((project, "helped"), (hidden, "did_not_help")):
        MethodUse.objects.create(method=method, about_id=about.pk, helped=helped, words=f"{about.title} used it.")
    tie(project, insight, "supports", "It shows it.")
    tie(hidden, insight, "contradicts", SECRET)
    return make_board(
        ("insight", insight), ("insight", make_cited(title=SECRET, **owned)), example(project, went="badly"),
        example(hidden, what_happened=SECRET), ("method", method),
        ("condition", {"term": "conditions:cost", "side": "hinders", "words": "It was dear."}),
    )  # fmt: skip


def make(path: str) -> None:
    """Ask, and let the worker do it."""
    assert Client().post(path).status_code == 302
    for made in BoardFile.objects.filter(made_at=None):
        tasks.make_file.call(made.pk)


def fetch(path: str) -> str:
    answer = Client().get(path)
    assert answer["Content-Type"] == "application/pdf", answer.content[-800:]
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.getvalue())).pages)
    return " ".join(text.split())


def test_paper_holds_what_everybody_may_read_and_nothing_else(board):
    paper, cited = write_board(board.versions.get())
    (shown,) = paper.insights
    assert (shown.headline, shown.confidence, shown.viewpoints) == (
        "Time matters more than belief",
        "fairly sure",
        ("the people who ran it",),
    )
    assert [(one.title, one.reason) for one in shown.supports] == [("A project for all", "It shows it.")]
    assert shown.contradicts == ()
    (told,) = paper.examples
    assert (told.title, told.status, told.went_well) == ("A project for all", "Not funded by the programme", False)
    (way,) = paper.methods
    assert (way.helped, way.did_not) == ("A project for all: A project for all used it.", "")
    assert [(one.helps, one.words) for one in paper.conditions] == [(False, "It was dear.")]
    assert (paper.version, paper.topic_number, paper.address) == ("Version 1", 1, "http://127.0.0.1:8000/boards/value/")
    assert SECRET not in str(paper)
    assert set(cited) == set(Record.objects.exclude(title=SECRET).values_list("pk", flat=True))


@pytest.mark.parametrize("form", ["poster", "handout", "slides"])
def test_file_is_asked_for_made_and_given(board, form, django_capture_on_commit_callbacks):
    path = f"/boards/value/versions/1/{form}/"
    assert "Create the file" in Client().get(path).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(path)
    assert "Creating the file" in Client().get(path).content.decode()
    make(path)
    text = fetch(path)
    assert "Time matters more than belief" in text
    assert SECRET not in text
    Client().post(path)
    assert BoardFile.objects.get(form=form).made_at is not None  # the one that is there stays


def test_what_was_taken_back_is_deleted_from_the_disk_and_printed_no_more(board, insight, author):
    make(POSTER)
    make("/boards/introductory-sheet/file/")
    names = [made.file.name for made in BoardFile.objects.all()]
    assert [default_storage.exists(name) for name in names] == [True, True]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.db.transaction.on_commit", lambda run, **_: run())
        records.withdraw_record(record=Record.objects.get(pk=insight.pk), by=author, at=NOON)
    assert not BoardFile.objects.exists()
    assert [default_storage.exists(name) for name in names] == [False, False]
    make(POSTER)
    assert "Time matters more than belief" not in fetch(POSTER)


def test_withdrawal_of_something_else_leaves_files_alone(board, author):
    make(POSTER)
    other = make_cited(title="Something else", author=author)
    records.withdraw_record(record=Record.objects.get(pk=other.pk), by=author, at=NOON)
    assert BoardFile.objects.count() == 1


def test_words_that_changed_are_not_given_in_their_old_form(board, insight):
    make(POSTER)
    Record.objects.filter(pk=insight.pk).update(title="Said in another way")
    assert "Create the file" in Client().get(POSTER).content.decode()
    Record.objects.filter(pk=insight.pk).update(sharing="team")
    assert "Create the file" in Client().get(POSTER).content.decode()
    make(POSTER)
    assert "Said in another way" not in fetch(POSTER)


def test_what_is_taken_back_while_a_file_is_made_leaves_no_file(board, insight, monkeypatch):
    Client().post(POSTER)
    made = BoardFile.objects.get()

    def meanwhile(paper):
        BoardFile.objects.all().delete()
        return b"%PDF-1.7"

    monkeypatch.setitem(__import__("cairn.boards.services.files", fromlist=["MAKE"]).MAKE, "poster", meanwhile)
    before = set(default_storage.listdir("boards")[0]) if default_storage.exists("boards") else set()
    tasks.make_file.call(made.pk)
    assert not BoardFile.objects.exists()
    after = [
        name
        for folder in set(default_storage.listdir("boards")[0]) - before
        for name in default_storage.listdir(f"boards/{folder}")[1]
    ]
    assert after == []


def test_each_version_has_files_of_its_own(board):
    publish(change(board, what_changed="More.", sentence="Another one."))
    make(POSTER)
    make("/boards/value/versions/2/poster/")
    assert BoardFile.objects.count() == 2
    assert BoardVersion.objects.count() == 2


def test_sheet_on_paper_and_addresses_that_lead_nowhere(board):
    sheet, cited = write_sheet()
    assert [entry.insights for entry in sheet.boards] == [("Time matters more than belief",)]
    assert len(cited) == 1
    make("/boards/introductory-sheet/file/")
    assert "The value of new ways" in fetch("/boards/introductory-sheet/file/")
    for path in (
        "/boards/value/versions/9/poster/",
        "/boards/value/versions/1/sheet/",
        "/boards/value/versions/1/x/",
        "/boards/nothing/versions/1/poster/",
    ):
        assert Client().get(path).status_code == 404
    board.unpublish()
    assert Client().get("/boards/introductory-sheet/file/").status_code == 404


def test_poster_whose_job_died_can_be_asked_for_again(board, django_capture_on_commit_callbacks):
    """As on a full disk: the page does not wait for ever."""
    client = Client()

    def ask():
        with django_capture_on_commit_callbacks(execute=True):
            client.post(POSTER)
        return DBTaskResult.objects.filter(task_path=tasks.make_file.module_path, status="READY").count()

    assert ask() == 1
    assert ask() == 1
    assert "Creating the file" in client.get(POSTER).content.decode()
    DBTaskResult.objects.update(status="FAILED")
    page = client.get(POSTER).content.decode()
    assert "We could not create the file" in page
    assert "data-reload-after" not in page
    assert ask() == 1
    assert "Creating the file" in client.get(POSTER).content.decode()
