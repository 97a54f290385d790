"""Telling a lesson with names, others' failures first, and a director who agrees to the exact words."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.timezone import now

from cairn.lessons import services, tasks
from cairn.lessons.models import Agreement, Lesson
from cairn.lessons.queries import get_failures_of_others
from cairn.library.models import Project, ReportedJudgement, Source
from cairn.notices.models import Notice
from cairn.records import services as records
from cairn.records.models import Tie
from cairn.records.policies import UnableToShareRecord
from tests.factories.accounts import UserFactory
from tests.factories.lessons import LESSON_ANSWERS
from tests.factories.places import CouncilFactory
from tests.factories.records import NOON, approve, make_draft, make_record

pytestmark = pytest.mark.django_db


def tell(writer, **changes):
    return make_draft(Lesson, author=writer, **{**LESSON_ANSWERS, **changes})


def test_a_lesson_of_three_minutes_is_a_draft_of_the_team(as_, writer):
    answer = as_(writer).post(reverse("lessons:new-lesson"), {**LESSON_ANSWERS, "way": "named"}, follow=True)
    lesson = Lesson.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("lessons:written", args=[lesson.slug])
    assert (lesson.live, lesson.author, lesson.team.name) == (False, writer, "Edge of care")
    assert {name: getattr(lesson, name) for name in LESSON_ANSWERS} == LESSON_ANSWERS


def test_a_lesson_about_a_record_comes_from_it(as_, writer):
    project = make_record(Project, author=writer, title="Hub of Otterdale")
    as_(writer).post(reverse("lessons:new-lesson") + f"?of={project.slug}", {**LESSON_ANSWERS, "way": "named"})
    tie = Tie.objects.get(source=Lesson.objects.get())
    assert (tie.target_id, tie.relation) == (project.pk, "comes_from")
    assert LESSON_ANSWERS["title"] in as_(writer).get(project.get_absolute_url()).content.decode()


def test_blank_answers_are_refused_with_a_sentence(as_, writer):
    answer = as_(writer).post(reverse("lessons:new-lesson"), {**LESSON_ANSWERS, "summary": "n/a", "way": "named"})
    assert "does not answer “What happened?”" in answer.content.decode()
    assert not Lesson.objects.exists()


def test_others_failures_stand_first_with_one_of_a_strong_council(as_, writer):
    other = UserFactory()
    for number in range(4):
        make_record(Lesson, author=other, **{**LESSON_ANSWERS, "title": f"Failure {number}"})
    strong = make_record(Lesson, author=other, **{**LESSON_ANSWERS, "title": "Failure of a strong council"})
    Lesson.objects.filter(pk=strong.pk).update(updated_at=NOON.replace(year=2020))
    make_record(Lesson, author=other, **{**LESSON_ANSWERS, "title": "A success", "happened": "worked"})
    hidden = make_record(Lesson, author=other, sharing="organisation", **{**LESSON_ANSWERS, "title": "Hidden failure"})
    council = CouncilFactory()
    project = make_record(Project, author=other)
    project.places.set([council])
    project.save()
    records.link(source=strong, target=project, relation="comes_from", reason="", by=other, at=NOON)
    ReportedJudgement.objects.create(
        place=council,
        judged_on="2018",
        area="overall",
        grade="outstanding",
        framework="ILACS",
        source=Source.objects.create(key="ofsted", title="Ofsted"),
        source_grade="G",
    )
    stranger = UserFactory()
    shown = get_failures_of_others(stranger)
    assert len(shown) == 3
    assert [one.lesson.title for one in shown if one.grade] == ["Failure of a strong council"]
    page = as_(stranger).get(reverse("lessons:new-lesson")).content.decode()
    assert page.index("Failure of a strong council") < page.index("What did you learn, in one line?")
    assert "Councils rated good or outstanding share these too." in page
    assert "2018" not in page
    assert "A success" not in page
    assert hidden.title not in page


def test_similar_lessons_are_shown_while_writing_and_only_visible_ones(as_, writer):
    other = UserFactory()
    for number in range(2):
        title = f"The hub lost its manager and no deputy was there {number}"
        make_record(Lesson, author=other, **{**LESSON_ANSWERS, "title": title})
    make_record(
        Lesson, author=other, sharing="organisation", **{**LESSON_ANSWERS, "title": "Hidden hub manager deputy"}
    )
    words = {"words": "our hub manager left and the deputy was new"}
    shown = as_(UserFactory()).post(reverse("lessons:similar"), words).content.decode()
    assert "no deputy was there 0" in shown
    assert "Hidden hub" not in shown
    assert as_().post(reverse("lessons:similar"), words).status_code == 302


# --- a director agrees ------------------------------------------------------------------------------


def ask(lesson, writer):
    given = {"name": "Dora Director", "email": "dora@otterdale.example"}
    return services.ask_to_agree(lesson=lesson, by=writer, at=NOON, **given)


def test_the_mail_leads_to_the_exact_words_and_holds_none_of_them(as_, writer):
    lesson = tell(writer)
    asked = ask(lesson, writer)
    tasks.send_request.call(asked.pk)
    (sent,) = mail.outbox
    assert sent.to == ["dora@otterdale.example"]
    for words in (LESSON_ANSWERS["title"], LESSON_ANSWERS["summary"]):
        assert words not in sent.body + sent.subject
    path = re.search(r"https?://[^/]+(/lessons/agree/\S+)", sent.body)[1]
    page = as_().get(path).content.decode()
    assert all(
        words in page for words in (LESSON_ANSWERS["title"], LESSON_ANSWERS["summary"], LESSON_ANSWERS["differently"])
    )


def test_until_they_agree_it_stays_with_the_team(writer):
    lesson = tell(writer)
    asked = ask(lesson, writer)
    with pytest.raises(UnableToShareRecord, match="has not answered yet"):
        records.share_record(record=lesson, by=writer, at=NOON, sharing="organisation")
    services.answer_agreement(agreement=asked, answer="changes", comment="Leave the hub out.", at=NOON)
    with pytest.raises(UnableToShareRecord, match="asked for changes"):
        records.share_record(record=lesson, by=writer, at=NOON, sharing="organisation")


def test_with_their_yes_these_words_may_be_shared_and_no_others(as_, writer):
    lesson = tell(writer)
    asked = ask(lesson, writer)
    as_().post(reverse("lessons:agree", args=[asked.key]), {"answer": "agreed", "comment": ""})
    asked.refresh_from_db()
    assert (asked.answer, asked.email) == ("agreed", "")
    assert Notice.objects.get(kind="agreement.answered").user == writer
    records.save_draft(record=lesson, by=writer, at=NOON, answers={"summary": "Other words."})
    with pytest.raises(UnableToShareRecord, match="changed after Dora Director agreed"):
        records.share_record(record=lesson, by=writer, at=NOON, sharing="organisation")
    records.save_draft(record=lesson, by=writer, at=NOON, answers={"summary": LESSON_ANSWERS["summary"]})
    records.share_record(record=lesson, by=writer, at=NOON, sharing="organisation")
    lesson.refresh_from_db()
    assert lesson.sharing == "organisation"
    # Publishing what was changed since is the same door.
    records.save_draft(record=lesson, by=writer, at=NOON, answers={"summary": "Words behind their back."})
    as_(writer).post(reverse("records:publish", args=[lesson.slug]))
    lesson.refresh_from_db()
    assert lesson.summary == LESSON_ANSWERS["summary"]


def test_the_link_answers_once_and_leads_nowhere_when_it_is_taken_back(as_, writer):
    lesson = tell(writer)
    asked = ask(lesson, writer)
    address = reverse("lessons:agree", args=[asked.key])
    refused = as_().post(address, {"answer": "changes", "comment": ""})
    assert "Enter what should change" in refused.content.decode()
    as_(writer).post(reverse("lessons:stop-asking", args=[lesson.slug]))
    assert as_().get(address).status_code == 404
    again = ask(lesson, writer)
    address = reverse("lessons:agree", args=[again.key])
    as_().post(address, {"answer": "agreed"})
    as_().post(address, {"answer": "changes", "comment": "No."})
    again.refresh_from_db()
    assert again.answer == "agreed"


def test_the_link_shows_the_words_for_a_month_after_the_answer(as_, writer):
    asked = ask(tell(writer), writer)
    services.answer_agreement(agreement=asked, answer="agreed", comment="", at=now() - timedelta(days=29))
    address = reverse("lessons:agree", args=[asked.key])
    assert LESSON_ANSWERS["summary"] in as_().get(address).content.decode()
    Agreement.objects.update(answered_at=now() - timedelta(days=31))
    page = as_().get(address).content.decode()
    assert LESSON_ANSWERS["summary"] not in page
    assert "You have answered: agreed" in page


def test_a_withdrawn_lesson_leaves_no_words_behind_the_link(as_, writer):
    lesson = tell(writer)
    asked = ask(lesson, writer)
    records.withdraw_record(record=lesson, by=writer, at=NOON)
    assert not Agreement.objects.exists()
    assert as_().get(reverse("lessons:agree", args=[asked.key])).status_code == 404


def test_nobody_else_asks_for_agreement_or_sees_who_was_asked(as_, writer):
    lesson = tell(writer)
    approve(lesson)
    records.share_record(record=lesson, by=writer, at=NOON, sharing="public")
    ask(lesson, writer)
    stranger = as_(UserFactory())
    assert stranger.get(reverse("lessons:agreement", args=[lesson.slug])).status_code == 404
    assert "Dora" not in stranger.get(lesson.get_absolute_url()).content.decode()
