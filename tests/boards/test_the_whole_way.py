"""The whole way of a failure: told without names, cleared, on a board, on paper, in a digest, and taken back."""

import io

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from pypdf import PdfReader

from cairn.boards import tasks
from cairn.boards.models import BoardFile
from cairn.lessons.models import AnonymousDraft, Lesson
from cairn.lessons.presenters import TAKEN_BACK
from cairn.notices.services import send_waiting
from tests.factories.accounts import UserFactory
from tests.factories.boards import change, example, make_body, make_draft_board, make_editor, publish
from tests.factories.lessons import LESSON_ANSWERS

pytestmark = pytest.mark.django_db


def as_client(person=None):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def read_pdf(answer):
    pages = PdfReader(io.BytesIO(answer.getvalue())).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_failure_goes_from_a_telephone_to_a_poster_and_can_be_taken_back(settings, tmp_path):
    settings.LEDGER = tmp_path / "ledger.jsonl"
    writer, editor, reader = UserFactory(), make_editor(), UserFactory()

    # Told without names, and cleared by an editor who does not learn who told it.
    as_client(writer).post(reverse("lessons:new-lesson"), {**LESSON_ANSWERS, "way": "anonymous"})
    draft = AnonymousDraft.objects.get()
    sent = as_client(writer).post(reverse("lessons:anonymous-send", args=[draft.pk]))
    code = sent.context["code"]
    as_client(editor).post(reverse("lessons:clear", args=[draft.pk]), {**LESSON_ANSWERS, "checked": "on"})
    lesson = Lesson.objects.get()

    # On a board, by the decision of the person whom the board names; a reader follows it.
    board = publish(make_draft_board(title="What hubs need"))
    as_client(reader).post(reverse("boards:follow", args=[board.slug]))
    told = example(lesson, what_happened="A hub closed when its manager left.", went="badly")
    board = publish(change(board, body=make_body(told), what_changed="A failure stands on it."))
    page = as_client().get(board.get_absolute_url()).content.decode()
    assert LESSON_ANSWERS["title"] in page
    assert "Shared as a lesson" in page

    # On paper.
    poster = reverse("boards:file", args=[board.slug, 2, "poster"])
    as_client().post(poster)
    tasks.make_file.call(BoardFile.objects.get().pk)
    assert LESSON_ANSWERS["title"] in read_pdf(as_client().get(poster))

    # In the digest of whoever follows the board.
    send_waiting(frequency="daily", at=now())
    digest = next(one for one in mail.outbox if one.to == [reader.email])
    assert "What hubs need" in digest.body
    assert LESSON_ANSWERS["title"] not in digest.body

    # Taken back by its code: gone from the board, its versions and its paper.
    as_client().post(reverse("lessons:withdraw"), {"code": code, "yes": "yes"})
    for address in (board.get_absolute_url(), reverse("boards:version", args=[board.slug, 2])):
        page = as_client().get(address).content.decode()
        assert LESSON_ANSWERS["title"] not in page
        assert "A hub closed when its manager left." not in page
        assert TAKEN_BACK.rstrip(".") in page
    assert not BoardFile.objects.filter(form="poster").exists()
    assert as_client().get(poster)["Content-Type"].startswith("text/html")
