"""Choosing “Everyone” before a colleague has looked: as far as is possible now, and the next step."""

import pytest
from django.urls import reverse

from cairn.accounts.models import User
from cairn.records import policies, services
from cairn.records.enums import Sharing
from cairn.records.models import Record
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, join, make_circle, make_draft, make_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql_by_day]


@pytest.fixture
def draft(user):
    return make_draft(author=user)


@pytest.fixture
def colleague(draft) -> User:
    person = UserFactory()
    join(person, draft.organisation, team=draft.team)
    return person


def choose_everyone(client, record: Record) -> str:
    address = reverse("records:share", args=[record.slug])
    response = client.post(address, {"audience": "public"}, follow=True)
    record.refresh_from_db()
    return response.content.decode()


def test_choice_says_what_happens_first(logged_in_client, draft):
    page = logged_in_client.get(reverse("records:share", args=[draft.slug])).content.decode()
    assert "Everyone, after a colleague has reviewed it" in page
    assert f"Until then, everyone in {draft.organisation.name} can see it." in page


def test_everyone_is_two_steps_and_both_are_said(logged_in_client, draft, colleague):
    page = choose_everyone(logged_in_client, draft)
    now = f"Until then, everyone in {draft.organisation.name} can see it."
    assert f"We have asked your team to review it. {now}" in page
    assert "Once it is approved, you can share it with everyone." in page
    assert (draft.live, draft.sharing) == (True, Sharing.ORGANISATION)
    review = draft.reviews.get()
    services.decide_review(review=review, decision="approved", comment="", by=colleague, at=NOON)
    share = logged_in_client.get(reverse("records:share", args=[draft.slug])).content.decode()
    assert "You can share it with everyone now." in share
    choose_everyone(logged_in_client, draft)
    assert draft.sharing == Sharing.PUBLIC


def test_second_choice_of_everyone_asks_nobody_again(logged_in_client, draft, colleague):
    choose_everyone(logged_in_client, draft)
    assert "A review has already been requested." in choose_everyone(logged_in_client, draft)
    assert draft.reviews.count() == 1


def test_without_a_colleague_nothing_is_shared_and_the_way_out_is_said(logged_in_client, draft):
    assert "Ask your coordinator to add someone to the team." in choose_everyone(logged_in_client, draft)
    assert (draft.live, draft.sharing, draft.reviews.exists()) == (False, Sharing.TEAM, False)


def test_what_is_shared_already_keeps_its_readers(user, draft, colleague):
    circle = make_circle(user)
    services.share_record(record=draft, by=user, at=NOON, sharing=Sharing.CIRCLE, circle=circle)
    services.ask_to_share_with_everyone(record=draft, by=user, at=NOON)
    draft.refresh_from_db()
    assert (draft.sharing, draft.circle) == (Sharing.CIRCLE, circle)


def test_strangers_cannot_ask(draft, colleague):
    stranger = UserFactory()
    join(stranger, make_organisation("Ashmere Council"))
    with pytest.raises(policies.UnableToChangeRecord):
        services.ask_to_share_with_everyone(record=draft, by=stranger, at=NOON)
    assert not draft.reviews.exists()
