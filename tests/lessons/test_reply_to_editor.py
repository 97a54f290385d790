"""An editor's question has an answer, and whose it is stays unknown."""

import pytest
from django.urls import reverse

from cairn.lessons import services
from cairn.lessons.models import AnonymousDraft
from tests.factories.lessons import LESSON_ANSWERS
from tests.factories.records import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(writer, editor):
    draft = services.save_anonymous_draft(draft=None, answers=LESSON_ANSWERS, by=writer, at=NOON)
    services.send_anonymous_draft(draft=draft, by=writer, at=NOON)
    services.return_anonymous_draft(draft=draft, question="Which year was it?", by=editor, at=NOON)
    draft.refresh_from_db()
    return draft


def test_the_editor_reads_the_answer_beside_the_question_and_no_name(as_, draft, writer, editor):
    send = reverse("lessons:anonymous-send", args=[draft.pk])
    check = reverse("lessons:anonymous-check", args=[draft.pk])
    assert "Your answer to the editor" in as_(writer).get(check).content.decode()
    as_(writer).post(send, {"reply": "It was the year before last."})
    page = as_(editor).get(reverse("lessons:clear", args=[draft.pk])).content.decode()
    assert "Which year was it?" in page
    assert "It was the year before last." in page
    assert writer.name not in page


def test_the_answer_goes_when_the_lesson_is_cleared(draft, writer, editor):
    services.send_anonymous_draft(draft=draft, by=writer, at=NOON, reply="It was the year before last.")
    draft.refresh_from_db()
    lesson = services.publish_anonymous_draft(draft=draft, answers={}, by=editor, at=NOON)
    assert not AnonymousDraft.objects.exists()
    assert "year before last" not in str(vars(lesson))


def test_a_second_question_starts_with_an_empty_answer(draft, writer, editor):
    services.send_anonymous_draft(draft=draft, by=writer, at=NOON, reply="Last year.")
    services.return_anonymous_draft(draft=draft, question="And the month?", by=editor, at=NOON)
    draft.refresh_from_db()
    assert (draft.question, draft.reply) == ("And the month?", "")


def test_a_worry_about_safety_is_not_sent_as_an_answer(as_, draft, writer):
    concern = "A boy told us that his stepfather hits him and he is afraid to go home."
    answer = as_(writer).post(reverse("lessons:anonymous-send", args=[draft.pk]), {"reply": concern})
    assert reverse("voice:safety") in answer.content.decode()
    draft.refresh_from_db()
    assert (draft.state, draft.reply) == ("returned", "")


def test_nobody_is_asked_for_an_answer_where_there_was_no_question(as_, writer):
    draft = services.save_anonymous_draft(draft=None, answers=LESSON_ANSWERS, by=writer, at=NOON)
    page = as_(writer).get(reverse("lessons:anonymous-check", args=[draft.pk])).content.decode()
    assert "Your answer to the editor" not in page
