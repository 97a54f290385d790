"""From knowing to acting: the one query behind the report, the list of what is not acted on, and every page."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from cairn.actions import services
from cairn.actions.enums import Stage
from cairn.actions.queries import get_chain
from cairn.library.models import Guidance, Recommendation, SelfCheck, SelfCheckAnswer
from cairn.records.models import Record
from cairn.records.services import withdraw_record
from tests.factories.accounts import UserFactory, client_of
from tests.factories.actions import on_the_day, people, start
from tests.factories.chain import make_insight, make_lesson
from tests.factories.records import NOON, make_record

__all__ = ["on_the_day", "people"]
pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def lesson(people):
    return make_lesson(author=people.lead)


def find(record, reader, **given):
    return get_chain(reader, records=[record.pk], **given)[record.pk]


def test_what_is_only_known_has_its_day(lesson, people):
    known = find(lesson, people.lead)
    assert (known.stage, known.since, known.find_day(Stage.ACCEPTED)) == (Stage.KNOWN, TODAY, None)


def test_each_act_takes_it_further_on_its_day(lesson, people):
    own = start(people.lead, people.owner, because_of=[lesson])
    assert find(lesson, people.lead).stage == Stage.KNOWN
    services.respond(action=own, response="in_part", reason="At night", by=people.owner, at=NOON + timedelta(days=2))
    assert find(lesson, people.lead).stage == Stage.ACCEPTED
    services.start_work(action=own, by=people.owner, at=NOON + timedelta(days=5))
    assert find(lesson, people.lead).stage == Stage.ACTED_ON
    done = TODAY + timedelta(days=40)
    services.finish_action(action=own, done_date=done, outcome="Quicker", by=people.owner, at=NOON + timedelta(days=41))
    known = find(lesson, people.lead)
    days = [known.find_day(stage) for stage in Stage]
    assert days == [TODAY, TODAY + timedelta(days=2), TODAY + timedelta(days=5), done]


def test_not_now_and_what_was_dropped_go_no_further_and_say_why(lesson, people):
    own = start(people.lead, people.owner, because_of=[lesson])
    services.respond(action=own, response="not_now", reason="No money", by=people.owner, at=NOON)
    other = start(people.lead, people.owner, because_of=[lesson])
    services.drop_action(action=other, reason="No", by=people.owner, at=NOON)
    known = find(lesson, people.lead)
    assert known.stage == Stage.KNOWN
    assert known.count_answers() == [("Dropped", 1), ("Not now", 1)]


def test_who_only_says_that_it_is_done_has_done_what_comes_before(lesson, people):
    own = start(people.lead, people.owner, because_of=[lesson])
    services.finish_action(action=own, done_date=TODAY, outcome="Quicker", by=people.owner, at=NOON)
    known = find(lesson, people.lead)
    assert [known.find_day(stage) for stage in Stage] == [TODAY] * 4


def test_what_the_reader_may_not_see_counts_for_the_total_only(lesson, people):
    start(people.lead, people.lead, because_of=[lesson])  # whoever takes it on has answered
    for reader in (people.stranger, AnonymousUser()):
        known = find(lesson, reader)
        assert (known.stage, known.stage_of_all) == (Stage.KNOWN, Stage.ACCEPTED)
        assert known.find_day(Stage.ACCEPTED) is None
        assert known.count_answers() == []
    assert find(lesson, people.teammate).stage == Stage.ACCEPTED


def test_of_one_organisation_only_its_own_count(lesson, people):
    own = start(people.lead, people.lead, because_of=[lesson])
    assert find(lesson, people.lead, organisation=own.organisation_id).stage == Stage.ACCEPTED
    assert find(lesson, people.lead, organisation=own.organisation_id + 1).stage_of_all == Stage.KNOWN


def test_withdrawn_actions_count_nowhere(lesson, people):
    own = start(people.lead, people.lead, because_of=[lesson])
    withdraw_record(record=own, by=people.lead, at=NOON)
    assert find(lesson, people.lead).stage_of_all == Stage.KNOWN


def test_an_insight_goes_as_far_as_what_supports_it_and_stands_for_its_lessons(lesson, people):
    insight = make_insight(lesson)
    start(people.lead, people.lead, because_of=[lesson])
    chain = get_chain(people.lead)
    assert list(chain) == [insight.pk]
    assert chain[insight.pk].stage == Stage.ACCEPTED
    assert chain[insight.pk].backing == {lesson.pk}
    assert find(lesson, people.lead).stage == Stage.ACCEPTED  # on its own page it stands for itself


def test_a_lesson_of_an_insight_that_the_reader_may_not_see_stands_for_itself(lesson, people):
    insight = make_insight(lesson)
    Record.objects.filter(pk=insight.pk).update(sharing="team")
    assert list(get_chain(people.stranger)) == [lesson.pk]


def test_support_that_the_reader_may_not_see_takes_nothing_further(lesson, people):
    insight = make_insight(lesson)
    Record.objects.filter(pk=lesson.pk).update(sharing="team")
    start(people.lead, people.lead, because_of=[lesson])
    assert find(insight, people.stranger).backing == set()
    assert find(insight, people.stranger).stage_of_all == Stage.KNOWN


def test_a_self_check_that_says_met_has_accepted_a_recommendation(people):
    document = make_record(Guidance, title="Kinship care")
    advice = make_record(Recommendation, title="Write a local offer", guidance=document)
    check = make_record(SelfCheck, author=people.lead, title="Our check", guidance=document, checked_on="2026-11-26")
    answer = SelfCheckAnswer.objects.create(
        self_check=check, recommendation=advice, answer="not_yet", words_sha256=advice.get_words_sha256()
    )
    assert find(advice, people.lead).stage == Stage.KNOWN
    SelfCheckAnswer.objects.filter(pk=answer.pk).update(answer="partly")
    known = find(advice, people.lead)
    assert (known.stage, known.find_day(Stage.ACCEPTED)) == (Stage.ACCEPTED, date(2026, 11, 26))
    SelfCheck.objects.filter(pk=check.pk).update(checked_on="2026-11")  # a month alone is no day to count from
    assert find(advice, people.lead).find_day(Stage.ACCEPTED) is None
    Record.objects.filter(pk=check.pk).update(sharing="team", live=False)
    assert find(advice, UserFactory()).stage_of_all == Stage.ACCEPTED
    assert find(advice, UserFactory()).stage == Stage.KNOWN


def test_the_page_of_a_lesson_shows_how_far_it_came(lesson, people):
    own = start(people.lead, people.lead, because_of=[lesson])
    services.start_work(action=own, by=people.lead, at=NOON + timedelta(days=3))
    page = " ".join(client_of(people.lead).get(lesson.get_absolute_url()).content.decode().split())
    assert "Known: 24 November 2026 → Accepted: 24 November 2026 → Acted on: 27 November 2026" in page
    assert "Accepted: 24" not in client_of(people.stranger).get(lesson.get_absolute_url()).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_chain_asks_as_often_for_three_as_for_one(number, people, django_assert_num_queries):
    for count in range(number):
        lesson = make_lesson(count, author=people.lead)
        make_insight(lesson, title=f"Insight {count}")
        start(people.lead, people.lead, because_of=[lesson])
    get_chain(people.lead)
    with django_assert_num_queries(10):
        get_chain(people.lead)
