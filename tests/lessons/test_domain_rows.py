"""What the design study asks of lessons: one test for each of its rows."""

import pytest
from django.urls import reverse

from cairn.actions.models import Action
from cairn.actions.services import start_work
from cairn.lessons import services
from cairn.lessons.models import AnonymousDraft, Insight, Lesson
from cairn.lessons.queries import FAILED, get_known_not_acted, get_lessons
from cairn.library.definitions.starter import get_starter
from cairn.records.enums import Relation
from cairn.records.models import Record, Tie
from cairn.voice.models import Challenge
from tests.factories.accounts import UserFactory
from tests.factories.lessons import LESSON_ANSWERS
from tests.factories.library import load_library
from tests.factories.records import NOON, make_draft, make_record

pytestmark = pytest.mark.django_db


def test_row_07_no_card_saves_without_viewpoint_and_source_and_they_filter(as_):
    load_library()
    insights = Insight.objects.all()
    assert insights.count() == len(get_starter().insights)
    assert [one.title for one in insights if not one.viewpoints] == []
    supported = set(Tie.objects.filter(relation=Relation.SUPPORTS).values_list("target", flat=True))
    assert [one.title for one in insights if one.pk not in supported] == []
    page = as_().get(reverse("lessons:insights") + "?viewpoint=funder").content.decode()
    for one in insights:
        assert (one.title in page) == ("funder" in one.viewpoints)


def test_row_49_a_failure_is_told_safely_and_the_share_of_failures_is_shown(as_, writer, editor):
    for number in range(3):
        make_record(Lesson, author=writer, **{**LESSON_ANSWERS, "title": f"Told {number}"})
    make_record(Lesson, author=writer, **{**LESSON_ANSWERS, "title": "It worked", "happened": "worked"})
    assert "3 of the 4 lessons are about something that did not work" in (
        as_().get(reverse("lessons:lessons")).content.decode()
    )
    draft = services.save_anonymous_draft(draft=None, answers=LESSON_ANSWERS, by=writer, at=NOON)
    services.send_anonymous_draft(draft=draft, by=writer, at=NOON)
    lesson = services.publish_anonymous_draft(draft=draft, answers={}, by=editor, at=NOON)
    # No field that could identify: neither on the record nor beside it.
    identifying = ("author_id", "team_id", "organisation_id", "circle_id", "starter_key")
    assert {getattr(lesson, name) for name in identifying} == {None}
    assert not Tie.objects.filter(source=lesson.pk).exists()
    assert not AnonymousDraft.objects.exists()
    # No mark and no count by place anywhere: a lesson has no place to count by.
    assert not {"place", "places"} & {field.name for field in Lesson._meta.get_fields()}


def test_row_54_a_challenge_has_two_approaches_or_says_that_it_needs_one(as_, writer):
    load_library()
    challenge = Challenge.objects.get(starter_key="fewer-teenagers-coming-into-care")
    page = as_().get(challenge.get_absolute_url()).content.decode()
    assert page.partition('id="options"')[2].count("f-strength") >= 2
    lonely = make_record(Challenge, title="One approach only")
    model = Record.objects.get(slug="no-wrong-door")
    Tie.objects.create(source=model, target_id=lonely.pk, relation="comes_from", made_at=NOON)
    assert "Do you know of another?" in as_().get(lonely.get_absolute_url()).content.decode()


def test_row_55_the_same_lesson_is_one_insight_with_its_count_and_stuck_ones_are_listed(as_, writer):
    lessons = [make_record(Lesson, author=UserFactory(), **{**LESSON_ANSWERS, "title": f"Again {n}"}) for n in range(3)]
    insight = services.gather_lessons(
        insight=None,
        answers={"title": "Hubs need a deputy", "summary": "From the first day.", "topic": "conditions"},
        ways={lesson: f"Way {number}" for number, lesson in enumerate(lessons)},
        challenge=None,
        team=writer.memberships.get().team_memberships.get().team,
        by=writer,
        at=NOON,
    )
    Record.objects.filter(pk=insight.pk).update(live=True, sharing="public")
    services.say_why_not(insight=insight, why="people", words="", by=writer, at=NOON)
    reader = UserFactory()
    assert [(one.insight.pk, one.number) for one in get_known_not_acted(reader)] == [(insight.pk, 3)]
    assert "no one free to do it (1)" in as_().get(reverse("lessons:known")).content.decode()
    action = make_draft(Action, author=writer)
    Tie.objects.create(source_id=action.pk, target_id=insight.pk, relation="comes_from", made_at=NOON)
    Record.objects.filter(pk=action.pk).update(live=True, sharing="public")
    assert [one.answers for one in get_known_not_acted(reader)] == [[("Waiting for an answer", 1)]]
    start_work(action=action, by=writer, at=NOON)
    assert get_known_not_acted(reader) == []


def test_row_56_lessons_of_how_and_lessons_of_what_changed_are_told_apart(as_, writer):
    load_library()
    assert not Lesson.objects.filter(tells="").exists()
    how = as_().get(reverse("lessons:lessons") + "?tells=implementation").content.decode()
    what = as_().get(reverse("lessons:lessons") + "?tells=outcome").content.decode()
    for lesson in get_lessons(writer):
        assert (lesson.title in how, lesson.title in what) == (
            lesson.tells == "implementation",
            lesson.tells == "outcome",
        )
    assert get_lessons(writer).filter(happened__in=FAILED).count() >= 8
