"""The reflections of the demonstration: made once, and each shows what it is there to show."""

import pytest
from django.utils.timezone import now

from cairn.accounts.models import User
from cairn.accounts.services import create_demonstration_users
from cairn.conditions.models import ConditionProfile, ReplyToStatement, Respondent
from cairn.conditions.presenters.differences import compare_rounds, describe_round
from cairn.conditions.presenters.shown import read_rounds
from cairn.conditions.services import load_demonstration_reflections
from cairn.conditions.services.demonstration_reflections import FOUR, LARGE
from cairn.library.services import load_demonstration_projects, load_starter
from cairn.places.services import load_demonstration_organisations, load_fictional_places, load_places
from cairn.voice.definitions import sounds_like_a_safeguarding_concern
from tests.factories.accounts import client_of
from tests.factories.records import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def reflections(settings):
    settings.DEMONSTRATION = True
    load_places()
    load_fictional_places()
    load_starter(at=NOON)
    create_demonstration_users()
    load_demonstration_organisations(at=NOON)
    load_demonstration_projects(at=NOON)
    load_demonstration_reflections(at=now())
    return {one.slug: one for one in ConditionProfile.objects.all()}


@pytest.mark.nightly
def test_reflections_of_the_demonstration(reflections):
    load_demonstration_reflections(at=now())
    assert set(reflections) == set(ConditionProfile.objects.values_list("slug", flat=True)) == {FOUR, LARGE}
    assert all(one.is_fictional for one in reflections.values())
    assert not Respondent.objects.exists()
    words = ReplyToStatement.objects.exclude(evidence="").values_list("evidence", flat=True)
    assert not any(sounds_like_a_safeguarding_concern(one) for one in words)

    four = read_rounds(reflections[FOUR])[0]
    assert (four.people, four.has_counts) == (4, True)
    assert not any(one.groups for one in four.shown.values())  # four agencies of one person each
    assert len(four.list_words("agencies")) == 2
    assert reflections[FOUR].statement_actions.count() == 2

    second, first = read_rounds(reflections[LARGE])
    assert [(one.people, one.has_counts) for one in (first, second)] == [(11, True), (11, True)]
    assert all(one.groups for one in first.shown.values())
    assert " in Health say " in describe_round(first).sentence
    assert len(compare_rounds([second, first]).rows) == 12
    lead = client_of(User.objects.get(email="lead@ottenvale.example"))
    for one in reflections.values():
        page = lead.get(one.get_absolute_url())
        assert page.status_code == 200
        assert len(page.content) < 100_000
