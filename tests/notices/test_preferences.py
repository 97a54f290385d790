"""How often somebody hears: one choice for each kind, and one button that stops all of them."""

import re

import pytest
from django.urls import reverse

from cairn.notices.enums import NoticeGroup
from cairn.notices.kinds import get_notice_kinds
from cairn.notices.models import NoticePreference
from cairn.notices.services import set_frequency
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
ADDRESS = reverse("notices:preferences")


def test_one_button_stops_every_e_mail_that_can_be_stopped_and_of_this_person_alone(logged_in_client, user):
    other = UserFactory()
    set_frequency(user=other, kind="record.published", frequency="immediate")
    assert "Stop all of these e-mails" in logged_in_client.get(ADDRESS).content.decode()
    logged_in_client.post(ADDRESS, {"stop": "all"})
    kinds = {kind.name for kind in get_notice_kinds()}
    assert set(NoticePreference.objects.filter(user=user).values_list("kind", "frequency")) == {
        (kind, "never") for kind in kinds
    }
    assert NoticePreference.objects.get(user=other).frequency == "immediate"
    page = logged_in_client.get(ADDRESS).content.decode()
    assert page.count(" selected") == len(kinds)


def test_a_choice_is_kept(logged_in_client, user):
    chosen = {kind.name: "weekly" for kind in get_notice_kinds()}
    logged_in_client.post(ADDRESS, chosen)
    assert set(NoticePreference.objects.filter(user=user).values_list("frequency", flat=True)) == {"weekly"}


def test_choices_have_headings_and_each_kind_is_asked_about_once(logged_in_client):
    page = logged_in_client.get(ADDRESS).content.decode()
    headings = re.findall(r'<h2 class="govuk-fieldset__heading">([^<]+)', page)
    assert headings == [str(group.label) for group in NoticeGroup]
    assert len(re.findall(r"<select ", page)) == len(get_notice_kinds())
    assert (
        page.index("New action for you")
        < page.index("An action is due soon")
        < page.index("What you follow")
        < page.index("Requests to join")
    )
