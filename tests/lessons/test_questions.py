"""Asking a circle or everybody; an answer becomes a lesson only with the yes of who gave it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.models import Revision

from cairn.audit.models import AuditEntry
from cairn.lessons import services
from cairn.lessons.models import Agreement, Answer, Lesson, OpenQuestion
from cairn.lessons.notices import render_words_went
from cairn.lessons.policies import UnableToTell, check_sharing_of_question
from cairn.lessons.queries import get_questions
from cairn.notices.models import Notice
from cairn.records import services as records
from cairn.records.models import SavedForm, Tie
from cairn.records.policies import UnableToShareRecord
from cairn.records.queries import get_writers
from cairn.search.models import PublicWord, SearchDocument
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, approve, join, make_circle, make_record, make_team

pytestmark = pytest.mark.django_db
WORDS = "We trained a deputy from the first day, and the hub stayed open."


@pytest.fixture
def question(writer):
    return make_record(OpenQuestion, author=writer, title="How did you keep a hub open?", summary="Managers leave.")


@pytest.fixture
def knower():
    knower = UserFactory(name="Kim Knower")
    make_team(None, "Knowers", knower)
    return knower


def answer(question, by, may=True):
    return services.answer_question(question=question, text=WORDS, may_become_lesson=may, by=by, at=NOON)


def test_a_question_for_everybody_is_answered_on_its_page(as_, question, knower, writer):
    as_(knower).post(question.get_absolute_url(), {"text": WORDS, "may_become_lesson": "on"})
    given = Answer.objects.get()
    assert (given.by, given.may_become_lesson) == (knower, True)
    page = as_().get(question.get_absolute_url()).content.decode()
    assert WORDS in page
    assert "Kim Knower" in page
    assert Notice.objects.filter(kind="question.answered", user=writer).count() == 1
    assert not Notice.objects.filter(kind="question.answered", user=knower).exists()


def test_answering_needs_a_log_in(as_, question):
    page = as_().post(question.get_absolute_url(), {"text": WORDS}).content.decode()
    assert "Sign in to answer" in page
    assert not Answer.objects.exists()


def test_a_question_to_a_circle_is_read_and_answered_by_the_circle_only(as_, writer, knower):
    circle = make_circle(knower)
    asked = make_record(OpenQuestion, author=writer, sharing="circle", circle=circle, title="Within the circle?")
    assert as_(knower).post(asked.get_absolute_url(), {"text": WORDS}).status_code == 302
    stranger = as_(UserFactory())
    assert stranger.get(asked.get_absolute_url()).status_code == 404
    assert "Within the circle?" not in stranger.get(reverse("lessons:questions")).content.decode()
    with pytest.raises(UnableToTell):
        answer(asked, UserFactory())


def test_an_answer_becomes_a_lesson_with_the_yes_of_who_gave_it(as_, question, writer, knower):
    no = answer(question, knower, may=False)
    with pytest.raises(UnableToTell, match="has not agreed"):
        services.make_lesson_of(answer=no, by=writer, at=NOON)
    as_(knower).post(reverse("lessons:change-answer", args=[question.slug, no.pk]), {"may": ""})
    as_(writer).post(reverse("lessons:make-lesson", args=[question.slug, no.pk]))
    lesson = Lesson.objects.get()
    assert (lesson.title, lesson.summary, lesson.consent, lesson.live) == (WORDS, WORDS, "given", False)
    assert Tie.objects.get(source=lesson).target_id == question.pk
    again = as_(writer).post(reverse("lessons:make-lesson", args=[question.slug, no.pk]), follow=True)
    assert "already a lesson based on this answer" in again.content.decode()


def test_a_yes_that_is_taken_back_takes_the_lesson_out_of_sight(as_, question, writer, knower):
    given = answer(question, knower)
    lesson = services.make_lesson_of(answer=given, by=writer, at=NOON)
    approve(lesson)
    records.share_record(record=lesson, by=writer, at=NOON, sharing="public")
    as_(knower).post(reverse("lessons:change-answer", args=[question.slug, given.pk]), {"may_not": ""})
    lesson.refresh_from_db()
    assert (lesson.sharing, lesson.consent) == ("team", "taken_back")
    records.record_consent(record=lesson, consent="given", by=writer, at=NOON)
    with pytest.raises(UnableToShareRecord, match="no longer agrees"):
        records.share_record(record=lesson, by=writer, at=NOON, sharing="public")
    assert as_(UserFactory()).get(lesson.get_absolute_url()).status_code == 404


def test_an_answer_that_is_taken_back_is_gone_with_its_lesson_from_sight(as_, question, writer, knower):
    given = answer(question, knower)
    lesson = services.make_lesson_of(answer=given, by=writer, at=NOON)
    asked = services.ask_to_agree(lesson=lesson, name="Dora", email="dora@otterdale.example", by=writer, at=NOON)
    address = reverse("lessons:agree", args=[asked.key])
    assert WORDS in as_().get(address).content.decode()
    as_(writer).post(reverse("lessons:change-answer", args=[question.slug, given.pk]), {"take_back": ""})
    assert Answer.objects.exists()
    approve(lesson)
    services.answer_agreement(agreement=asked, answer="agreed", comment="", at=NOON)
    records.share_record(record=lesson, by=writer, at=NOON, sharing="public")
    as_(knower).post(reverse("lessons:change-answer", args=[question.slug, given.pk]), {"take_back": ""})
    lesson = Lesson.objects.get()
    assert lesson.consent == "taken_back"
    assert not Answer.objects.given().exists()
    assert WORDS not in str(Answer.objects.values())
    page = as_(writer).get(question.get_absolute_url()).content.decode()
    assert "No answers yet" in page
    assert get_questions(writer).get().number_of_answers == 0
    assert (lesson.title, lesson.is_withdrawn) == (WORDS, False)  # others had read it: its team decides
    # Those who made the lesson cannot give the yes in somebody else's place.
    records.record_consent(record=lesson, consent="given", by=writer, at=NOON)
    with pytest.raises(UnableToShareRecord, match="no longer agrees"):
        records.share_record(record=lesson, by=writer, at=NOON, sharing="organisation")


def take_back(given):
    services.take_back_answer(answer=Answer.objects.get(pk=given.pk), by=given.by, at=NOON)


def find_words(word="deputy"):
    """Where a word of the answer stands in the database."""
    held = {
        "lessons": Lesson.objects.values("title", "summary", "context", "why", "differently"),
        "history": Revision.objects.values("content", "object_str"),
        "answers": Answer.objects.values("text"),
        "agreements": Agreement.objects.values("words"),
        "typed": SavedForm.objects.values("answers"),
        "search": SearchDocument.objects.values("title", "summary", "body"),
        "offered": PublicWord.objects.values("word"),
        "notices": Notice.objects.values("about", "key"),
        "audit": AuditEntry.objects.values("key", "detail"),
    }
    return [name for name, rows in held.items() if word in str(list(rows))]


def test_an_answer_that_is_taken_back_takes_the_words_of_an_unshared_lesson(question, writer, knower, settings):
    given = answer(question, knower)
    lesson = services.make_lesson_of(answer=given, by=writer, at=NOON)
    records.save_draft(
        record=lesson, by=writer, at=NOON, answers={"title": "Have a second", "why": "A deputy is there."}
    )
    records.save_form(record=lesson, by=writer, section="why", answers={"why": ["The deputy again"]}, at=NOON)
    services.ask_to_agree(lesson=lesson, name="Dora", email="dora@otterdale.example", by=writer, at=NOON)
    assert len(find_words()) >= 5
    take_back(given)
    assert find_words() == []
    assert Lesson.objects.get().is_withdrawn
    assert not Answer.objects.exists()
    assert lesson.slug in settings.LEDGER.read_text(encoding="utf-8")  # an old backup loses it again


def test_team_hears_what_went_and_why_and_no_word_of_it(question, writer, knower):
    given, colleague = answer(question, knower), UserFactory()
    lesson = services.make_lesson_of(answer=given, by=writer, at=NOON)
    join(colleague, lesson.organisation, team=lesson.team)
    writers = {user.pk for user in get_writers(lesson)}
    take_back(given)
    told = Notice.objects.filter(kind="lesson.gone")
    assert set(told.values_list("user", flat=True)) == writers
    assert writers & {writer.pk, colleague.pk, knower.pk} == {writer.pk, colleague.pk}
    text = render_words_went(colleague, told.first().about)
    assert "an answer to the question “How did you keep a hub open?”," in text.sentence
    records.share_record(record=question, by=writer, at=NOON, sharing="team")
    assert "an answer to a question," in render_words_went(knower, told.first().about).sentence
    assert "Kim Knower" not in str(text)
    assert "deputy" not in str(text)


def test_a_lesson_that_only_stands_for_the_one_that_was_made_stays(question, writer, knower):
    given = answer(question, knower)
    made = services.make_lesson_of(answer=given, by=writer, at=NOON)
    own = records.start_record(Lesson, by=writer, at=NOON, team=made.team, answers={"title": "Our own words"})
    records.merge_records(kept=own, other=made, by=writer, at=NOON)
    take_back(given)
    assert list(Lesson.objects.order_by("pk").values_list("title", flat=True)) == ["", "Our own words"]
    own.refresh_from_db()
    assert own.consent == "taken_back"
    assert find_words() == []


def test_a_duplicate_that_was_published_again_is_held_back_with_its_answer(question, writer, knower):
    given = answer(question, knower)
    made = services.make_lesson_of(answer=given, by=writer, at=NOON)
    own = records.start_record(Lesson, by=writer, at=NOON, team=made.team, answers={"title": "Our own words"})
    records.merge_records(kept=own, other=made, by=writer, at=NOON)
    records.save_draft(record=made, by=writer, at=NOON, answers={"happened": "worked"})
    made.refresh_from_db()
    records.share_record(record=made, by=writer, at=NOON, sharing="organisation")
    take_back(given)
    made.refresh_from_db()
    assert (made.sharing, made.consent) == ("team", "taken_back")
    records.record_consent(record=made, consent="given", by=writer, at=NOON)
    with pytest.raises(UnableToShareRecord, match="no longer agrees"):
        records.share_record(record=made, by=writer, at=NOON, sharing="organisation")


def test_a_draft_that_took_another_in_stays_with_what_came_from_there(question, writer, knower):
    given = answer(question, knower)
    made = services.make_lesson_of(answer=given, by=writer, at=NOON)
    own = records.start_record(Lesson, by=writer, at=NOON, team=made.team, answers={"title": "Our own words"})
    records.follow(record=own, user=writer, at=NOON)
    records.merge_records(kept=made, other=own, by=writer, at=NOON)
    assert services.take_back_answer(answer=Answer.objects.get(), by=knower, at=NOON) is False
    made.refresh_from_db()
    assert (made.is_withdrawn, made.consent) == (False, "taken_back")
    assert made.follows.filter(user=writer).exists()


def test_a_no_to_a_lesson_leaves_the_answer_and_the_draft(question, writer, knower):
    given = answer(question, knower)
    services.make_lesson_of(answer=given, by=writer, at=NOON)
    services.decide_use(answer=Answer.objects.get(), may_become_lesson=False, by=knower, at=NOON)
    assert Lesson.objects.get().title == WORDS
    assert not Notice.objects.filter(kind="lesson.gone").exists()


def test_whoever_asked_says_that_they_have_their_answer(as_, question, writer, knower):
    as_(knower).post(reverse("lessons:settle", args=[question.slug]))
    question.refresh_from_db()
    assert question.settled_at is None
    as_(writer).post(reverse("lessons:settle", args=[question.slug]))
    question.refresh_from_db()
    assert question.settled_at


def test_a_withdrawn_question_takes_its_answers_along(question, writer, knower):
    answer(question, knower)
    records.withdraw_record(record=question, by=writer, at=NOON)
    assert not Answer.objects.exists()


def test_answers_for_a_few_are_not_shown_to_more(as_, writer, knower):
    circle = make_circle(knower, writer)
    asked = make_record(OpenQuestion, author=writer, sharing="circle", circle=circle, title="Q", summary="Why?")
    answer(asked, knower)
    approve(asked)
    for sharing in ("public", "organisation"):
        with pytest.raises(UnableToShareRecord, match="Ask a new question"):
            records.share_record(record=asked, by=writer, at=NOON, sharing=sharing)
    with pytest.raises(UnableToShareRecord, match="Ask a new question"):
        records.share_record(
            record=asked, by=writer, at=NOON, sharing="circle", circle=make_circle(writer, name="Others")
        )
    records.share_record(record=asked, by=writer, at=NOON, sharing="circle", circle=circle)


def test_answers_of_people_who_left_are_not_shown_to_more_even_where_the_asker_left_too(writer, knower):
    circle = make_circle(knower, writer)
    asked = make_record(OpenQuestion, author=writer, sharing="circle", circle=circle, title="Q", summary="Why?")
    answer(asked, knower)
    Answer.objects.update(by=None)
    OpenQuestion.objects.update(author=None)
    asked.refresh_from_db()
    with pytest.raises(UnableToShareRecord, match="Ask a new question"):
        check_sharing_of_question(asked, "public")


def test_a_question_that_was_private_for_a_while_may_be_shown_again(question, writer, knower):
    answer(question, knower)
    for sharing in ("team", "public"):
        records.share_record(record=question, by=writer, at=NOON + timedelta(days=1), sharing=sharing)
    question.refresh_from_db()
    assert question.sharing == "public"


def test_answers_for_a_few_do_not_move_to_a_question_that_everybody_reads(as_, question, writer, knower):
    circle = make_circle(knower, writer)
    asked = make_record(OpenQuestion, author=writer, sharing="circle", circle=circle, title="Q", summary="Why?")
    answer(asked, knower)
    records.merge_records(kept=question, other=asked, by=writer, at=NOON)
    assert WORDS not in as_().get(question.get_absolute_url()).content.decode()
    assert Answer.objects.get().question_id == asked.pk
