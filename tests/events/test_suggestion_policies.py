"""What may happen to a suggestion, rule by rule."""

import pytest

from cairn.events.models import LearningEvent
from cairn.events.policies import suggestions as policies
from cairn.records.services import withdraw_record
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.events import make_event
from tests.factories.records import NOON, make_record
from tests.factories.suggestions import answer, make_moderator, make_suggestion
from tests.rules import may

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("role", "allowed"), [("moderator", True), ("host", False), ("editor", False), ("", False)])
def test_moderators_answer(role, allowed):
    user = UserFactory()
    if role:
        give_site_role(user, role)
    assert policies.can_answer_suggestions(user) is allowed
    assert may(policies.check_can_answer, make_suggestion(), user) is allowed


def test_what_was_merged_is_answered_where_it_went():
    moderator, kept, other = make_moderator(), make_suggestion(), make_suggestion()
    other.merged_into = kept
    assert may(policies.check_can_answer, kept, moderator)
    assert not may(policies.check_can_answer, other, moderator)
    assert not may(policies.check_can_plan, [kept, other], moderator)
    assert may(policies.check_can_plan, [kept], moderator)
    assert not may(policies.check_can_plan, [], moderator)


@pytest.mark.parametrize(
    ("state", "has_event", "allowed"),
    [
        ("planned", True, True),
        ("planned", False, False),
        ("answered", False, True),
        ("answered", True, False),
        ("declined", False, True),
        ("declined", True, False),
        ("waiting", False, False),
    ],
)
def test_only_what_is_planned_has_an_event(state, has_event, allowed):
    moderator = make_moderator()
    event = make_record(LearningEvent) if has_event else None
    assert may(policies.check_answer, state, event, moderator) is allowed


def test_an_event_that_answers_can_be_seen():
    moderator, draft, public = make_moderator(), make_event(), make_record(LearningEvent)
    assert not may(policies.check_answer, "planned", draft, moderator)
    assert may(policies.check_answer, "planned", public, moderator)
    withdraw_record(record=public, by=public.author, at=NOON)
    assert not may(policies.check_answer, "planned", public, moderator)


def test_two_different_ones_can_be_merged():
    moderator, kept, other = make_moderator(), make_suggestion(), make_suggestion()
    assert may(policies.check_can_merge, kept, other, moderator)
    assert not may(policies.check_can_merge, kept, kept, moderator)
    assert not may(policies.check_can_merge, kept, other, UserFactory())


def test_what_was_public_or_answered_is_not_deleted():
    moderator = make_moderator()
    assert may(policies.check_can_delete, make_suggestion(), moderator)
    assert not may(policies.check_can_delete, make_suggestion(), UserFactory())
    assert not may(policies.check_can_delete, make_suggestion(is_released=True), moderator)
    assert not may(policies.check_can_delete, answer(make_suggestion()), moderator)
    kept, other = make_suggestion(), make_suggestion()
    type(other).objects.filter(pk=other.pk).update(merged_into=kept)
    assert not may(policies.check_can_delete, kept, moderator)


def test_what_is_public_can_be_followed():
    kept = make_suggestion(is_released=True)
    assert may(policies.check_can_follow, kept)
    assert not may(policies.check_can_follow, make_suggestion())
    merged = make_suggestion(is_released=True)
    merged.merged_into = kept
    assert not may(policies.check_can_follow, merged)
