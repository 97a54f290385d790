"""What may happen to lessons, insights and questions, rule by rule."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from cairn.audit.models import AuditEntry
from cairn.lessons import policies
from cairn.lessons.models import Agreement, AnonymousDraft, Answer, Insight, Lesson, NotActed, OpenQuestion
from cairn.records import services
from cairn.records.models import Record, Tie
from cairn.records.policies import UnableToLink, UnableToShareRecord
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.records import NOON, make_circle, make_draft, make_record
from tests.rules import may

pytestmark = pytest.mark.django_db
WAITING, RETURNED = AnonymousDraft.State.WAITING, AnonymousDraft.State.RETURNED


@pytest.fixture
def stranger():
    return UserFactory()


def test_only_published_words_are_shared_as_they_are(writer):
    lesson = make_record(Lesson, author=writer, sharing="organisation")
    assert policies.is_shared_as_it_is(lesson)
    lesson.has_unpublished_changes = True
    assert not policies.is_shared_as_it_is(lesson)
    lesson.has_unpublished_changes, lesson.sharing = False, "team"
    assert not policies.is_shared_as_it_is(lesson)


# --- without names -----------------------------------------------------------------------------------


def test_a_lesson_without_names_is_its_writer_s_until_it_waits(writer, stranger):
    draft = AnonymousDraft(writer=writer, title="A", summary="B", happened="C")
    for check in (policies.check_can_write_anonymous_draft, policies.check_can_send_anonymous_draft):
        assert may(check, draft, writer)
        assert not may(check, draft, stranger)
    draft.state = WAITING
    assert not may(policies.check_can_write_anonymous_draft, draft, writer)
    assert not may(policies.check_can_send_anonymous_draft, draft, writer)
    assert may(policies.check_is_writer, draft, writer)


@pytest.mark.parametrize("missing", ["title", "summary", "happened"])
def test_a_lesson_without_names_is_sent_with_all_it_needs(writer, missing):
    draft = AnonymousDraft(writer=writer, **{"title": "A", "summary": "B", "happened": "C", missing: ""})
    assert not may(policies.check_can_send_anonymous_draft, draft, writer)


def test_only_another_editor_clears_what_waits(writer, stranger):
    editor = give_site_role(UserFactory(), "editor")
    waiting = AnonymousDraft(writer=writer, state=WAITING)
    assert policies.can_clear(editor)
    assert not policies.can_clear(stranger)
    assert not policies.can_clear(AnonymousUser())
    assert may(policies.check_can_clear, waiting, editor)
    assert not may(policies.check_can_clear, waiting, stranger)
    assert not may(policies.check_can_clear, AnonymousDraft(writer=editor, state=WAITING), editor)
    assert not may(policies.check_can_clear, AnonymousDraft(writer=writer, state=RETURNED), editor)


def test_what_was_shared_without_names_is_linked_to_what_cannot_say_whose_it_is():
    anonymous = Lesson(pk=None, kind="lesson", title="A", sharing="public", live=True, created_at=NOON, updated_at=NOON)
    anonymous.is_anonymous = True
    anonymous.save()
    assert Lesson.objects.get(pk=anonymous.pk).is_anonymous
    named, need, insight = make_record(Lesson), make_record(), make_record(Insight, sharing="team")
    assert may(policies.check_link_of_lesson, anonymous, insight)
    assert may(policies.check_link_of_lesson, insight, anonymous)
    assert may(policies.check_link_of_lesson, named, need)
    for pair in ((anonymous, need), (need, anonymous), (anonymous, named)):
        with pytest.raises(UnableToLink, match="only to insights"):
            policies.check_link_of_lesson(*pair)


# --- agreement ---------------------------------------------------------------------------------------


def ask(lesson, answer="waiting", *, minutes=0, fingerprint=None):
    return Agreement.objects.create(
        lesson=lesson,
        key=f"{lesson.pk}-{answer}-{minutes}",
        name="Ben Jones",
        answered_at=None if answer == "waiting" else NOON,
        answer=answer,
        asked_at=NOON + timedelta(minutes=minutes),
        fingerprint=lesson.get_draft().get_fingerprint() if fingerprint is None else fingerprint,
    )


@pytest.mark.parametrize(
    ("answer", "fingerprint", "says"),
    [
        ("waiting", None, "has not answered yet"),
        ("changes", None, "asked for changes"),
        ("agreed", "of other words", "changed after Ben Jones agreed"),
    ],
)
def test_a_lesson_waits_for_the_newest_answer_of_those_who_were_asked(answer, fingerprint, says):
    lesson, other = make_draft(Lesson), make_draft(Lesson)
    ask(other, minutes=5)
    ask(lesson, "agreed")
    policies.check_sharing_of_lesson(lesson, "public")
    ask(lesson, answer, minutes=1, fingerprint=fingerprint)
    policies.check_sharing_of_lesson(lesson, "team")
    with pytest.raises(UnableToShareRecord, match=says):
        policies.check_sharing_of_lesson(lesson, "public")
    ask(lesson, "agreed", minutes=2)
    policies.check_sharing_of_lesson(lesson, "public")


def test_nobody_is_asked_twice_at_once_nor_about_nothing(stranger):
    lesson = make_draft(Lesson)
    ask(make_draft(Lesson))
    assert may(policies.check_can_ask_to_agree, lesson, lesson.author)
    assert not may(policies.check_can_ask_to_agree, lesson, stranger)
    ask(lesson, "changes")
    assert may(policies.check_can_ask_to_agree, lesson, lesson.author)
    agreement = ask(lesson, minutes=1)
    assert not may(policies.check_can_ask_to_agree, lesson, lesson.author)
    assert may(policies.check_can_answer_agreement, agreement)
    assert may(policies.check_can_take_back_agreement, agreement, lesson.author)
    assert not may(policies.check_can_take_back_agreement, agreement, stranger)
    agreement.answer = "agreed"
    assert not may(policies.check_can_answer_agreement, agreement)
    assert not may(policies.check_can_take_back_agreement, agreement, lesson.author)
    empty = make_draft(Lesson, summary="")
    assert not may(policies.check_can_ask_to_agree, empty, empty.author)


def test_it_is_too_late_to_ask_about_what_others_read_already():
    shared = make_record(Lesson, sharing="organisation")
    with pytest.raises(policies.UnableToTell, match="too late to ask"):
        policies.check_can_ask_to_agree(shared, shared.author)
    for change in ({"live": False}, {"sharing": "team"}, {"has_unpublished_changes": True}):
        Record.objects.filter(pk=shared.pk).update(
            **{"live": True, "sharing": "organisation", "has_unpublished_changes": False, **change}
        )
        assert may(policies.check_can_ask_to_agree, Lesson.objects.get(pk=shared.pk), shared.author)


# --- questions ---------------------------------------------------------------------------------------


def give(question, by, **fields):
    return Answer.objects.create(question=question, by=by, answered_at=NOON, **{"text": "We did.", **fields})


def test_a_question_is_answered_by_people_who_can_read_it(stranger):
    question = make_record(OpenQuestion, sharing="organisation")
    assert may(policies.check_can_answer, question, question.author)
    assert not may(policies.check_can_answer, question, stranger)
    assert not may(policies.check_can_answer, question, AnonymousUser())
    draft = make_draft(OpenQuestion)
    assert not may(policies.check_can_answer, draft, draft.author)
    assert may(policies.check_can_settle, question, question.author)
    assert not may(policies.check_can_settle, question, stranger)


def test_a_lesson_is_made_of_an_answer_once_and_with_a_yes(writer, stranger):
    question = make_record(OpenQuestion, sharing="public")
    answer = give(question, writer, may_become_lesson=True)
    assert may(policies.check_gave_answer, answer, writer)
    assert not may(policies.check_gave_answer, answer, stranger)
    assert may(policies.check_can_make_lesson_of, answer, stranger)
    assert not may(policies.check_can_make_lesson_of, answer, AnonymousUser())
    assert not may(policies.check_can_make_lesson_of, give(question, stranger, may_become_lesson=False), stranger)
    answer.lesson = make_draft(Lesson)
    assert not may(policies.check_can_make_lesson_of, answer, stranger)
    answer.lesson.withdrawn_at = NOON
    assert may(policies.check_can_make_lesson_of, answer, stranger)


def test_a_lesson_made_of_an_answer_is_not_shared_once_its_yes_is_taken_back(writer):
    lesson, merged = make_draft(Lesson), make_draft(Lesson)
    answer = give(make_record(OpenQuestion), writer, may_become_lesson=True, lesson=lesson)
    assert may(policies.check_sharing_of_lesson, lesson, "public")
    Answer.objects.filter(pk=answer.pk).update(may_become_lesson=False)
    assert not may(policies.check_sharing_of_lesson, lesson, "public")
    assert may(policies.check_sharing_of_lesson, merged, "public")
    Record.objects.filter(pk=lesson.pk).update(merged_into=merged.pk)
    assert not may(policies.check_sharing_of_lesson, merged, "public")


@pytest.mark.parametrize(
    ("then", "now", "wider"),
    [
        (("organisation", None), ("organisation", None), False),
        (("organisation", None), ("public", None), True),
        (("organisation", None), ("circle", 1), True),
        (("organisation", None), ("team", None), False),
        (("public", None), ("organisation", None), False),
        (("circle", 1), ("circle", 1), False),
        (("circle", 1), ("circle", 2), True),
    ],
)
def test_an_answer_reaches_others_where_people_read_it_who_could_not_then(monkeypatch, then, now, wider):
    monkeypatch.setattr(policies, "_get_audience_then", lambda answer: then)
    assert policies.reaches_others(Answer(), *now) is wider


def test_the_audience_of_an_answer_is_that_of_the_moment_in_which_it_was_given():
    circle = make_circle()
    question = make_record(OpenQuestion, sharing="circle", circle=circle)
    before = give(question, question.author)  # so that it may be shared with more people
    services.share_record(record=question, by=question.author, at=NOON + timedelta(hours=1), sharing="organisation")
    after = give(question, question.author)
    after.answered_at = NOON + timedelta(hours=2)
    assert not policies.reaches_others(before, "circle", circle.pk)
    assert policies.reaches_others(before, "organisation", None)
    assert not policies.reaches_others(after, "organisation", None)
    services.take_down(record=question, by=moderator_of(question), at=NOON + timedelta(hours=3))
    after.answered_at = NOON + timedelta(hours=4)
    assert policies.reaches_others(after, "organisation", None)


def test_the_audience_of_an_answer_is_that_of_today_where_nothing_was_written_down():
    question = make_record(OpenQuestion, sharing="organisation")
    AuditEntry.objects.all().delete()
    answer = give(question, question.author)
    assert not policies.reaches_others(answer, "organisation", None)
    assert policies.reaches_others(answer, "public", None)


def moderator_of(question):
    services.make_report(text="Not so.", by=question.author, at=NOON, record=question)
    return give_site_role(UserFactory(), "moderator")


def test_a_question_is_not_shown_to_more_people_than_those_whom_others_answered(writer):
    question = make_record(OpenQuestion, sharing="organisation")
    give(question, question.author)
    assert may(policies.check_sharing_of_question, question, "public")
    give(question, writer)
    assert not may(policies.check_sharing_of_question, question, "public")
    assert may(policies.check_sharing_of_question, question, "organisation")
    assert may(policies.check_sharing_of_question, question, "team")


# --- insights ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["viewpoints", "confidence", "summary"])
def test_an_insight_says_whose_view_it_is_and_how_sure(missing):
    told = {"viewpoints": ["funder"], "confidence": "some", "summary": "A hub needs a deputy."}
    whole, lacking = make_draft(Insight, **told), make_draft(Insight, **{**told, missing: type(told[missing])()})
    for insight in (whole, lacking):
        Tie.objects.create(source=make_record(), target=insight, relation="supports", made_at=NOON)
    assert may(policies.check_sharing_of_insight, whole, "organisation")
    assert not may(policies.check_sharing_of_insight, lacking, "organisation")


def test_an_insight_rests_on_something_that_is_there_and_supports_it():
    insight = make_draft(Insight, viewpoints=["funder"], confidence="some", summary="A hub needs a deputy.")
    other, support = make_draft(Insight), make_record()
    Tie.objects.create(source=make_record(), target=insight, relation="contradicts", made_at=NOON)
    Tie.objects.create(source=support, target=other, relation="supports", made_at=NOON)
    assert not may(policies.check_sharing_of_insight, insight, "organisation")
    Tie.objects.create(source=support, target=insight, relation="supports", made_at=NOON)
    assert may(policies.check_sharing_of_insight, insight, "organisation")
    services.withdraw_record(record=support, by=support.author, at=NOON)
    assert not may(policies.check_sharing_of_insight, insight, "organisation")


def test_why_an_insight_was_not_acted_on_is_said_by_those_who_see_it(stranger):
    insight = make_draft(Insight)
    assert may(policies.check_can_gather, insight, insight.author)
    assert not may(policies.check_can_gather, insight, stranger)
    assert may(policies.check_can_say_why_not, insight, insight.author)
    assert not may(policies.check_can_say_why_not, insight, stranger)
    Record.objects.filter(pk=make_draft(Insight).pk).update(live=True, sharing="public")  # everybody sees another
    assert not may(policies.check_can_say_why_not, insight, stranger)
    Record.objects.filter(pk=insight.pk).update(live=True, sharing="public")
    assert may(policies.check_can_say_why_not, insight, stranger)
    assert not may(policies.check_can_say_why_not, insight, AnonymousUser())
    assert may(policies.check_said, NotActed(by=insight.author), insight.author)
    assert not may(policies.check_said, NotActed(by=insight.author), stranger)
