"""A measure that somebody proposes: written, checked against figures, exported, seen by nobody else."""

import pytest
import yaml
from django.test import Client
from django.urls import reverse

from cairn.indicators.definitions import check_text
from cairn.indicators.models import MeasureProposal
from tests.factories.accounts import UserFactory
from tests.factories.indicators import ReleaseFactory, publish
from tests.factories.places import CouncilFactory

pytestmark = pytest.mark.django_db
SERIES = "ees.d5.2_years_or_more_percent"
ANSWERS = {
    "title": "Very long plans, per cent",
    "short_title": "Very long plans",
    "key": "very_long_plans",
    "what_it_is": "The share of plans that lasted very long.",
    "why_it_matters": "A plan should end when a child is safe.",
    "caution": "In small councils one family moves it.",
    "area": "safe",
    "kind": "percentage",
    "unit": "per cent of plans",
    "counted": "very long plans",
    "one": "plan",
    "many": "plans",
    "period": "snapshot",
    "year_ends": "31 March",
    "polarity": "down",
    "polarity_note": "Lower is better when all else is the same.",
    "smallest_change": 2.0,
    "smallest_change_reason": "It is what a team would notice.",
    "source_title": "Children in need",
    "source_publisher": "Department for Education",
    "source_url": "",
    "value": [[SERIES, 2013, None]],
}
TYPED = ANSWERS | {"value": f"{SERIES}, 2013"}


@pytest.fixture
def figures():
    leeds, bradford = CouncilFactory(code="383"), CouncilFactory(code="380")
    publish(ReleaseFactory(), SERIES, 2024, {leeds: 2.0, bradford: 3.0})
    publish(ReleaseFactory(), SERIES, 2025, {leeds: 2.5, bradford: 4.5})


@pytest.fixture
def author(client, user):
    client.force_login(user)
    return user


def propose(client, **changes):
    return client.post(reverse("indicators:propose"), TYPED | changes, follow=True).content.decode()


def test_proposal_is_checked_against_the_figures_that_are_here(client, author, figures):
    page = propose(client)
    assert "It has figures for 2024 to 2025 (2 years). In 2025, 2 of today’s councils have one: from 2.5 to 4.5" in page
    assert MeasureProposal.objects.get().by == author


def test_exported_file_is_a_definition(client, author, figures):
    propose(client)
    response = client.get(reverse("indicators:proposal-file", args=[MeasureProposal.objects.get().pk]))
    text = response.content.decode()
    assert 'filename="very_long_plans.yaml"' in response["Content-Disposition"]
    assert yaml.safe_load(text)["value"] == [{"series": SERIES, "years": [2013, None]}]
    definition = check_text("very_long_plans", text)
    assert (definition.title, definition.per, definition.author) == ("Very long plans, per cent", 100, str(author))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"value": "ees.d5.2_years_or_mor_percent, 2013"}, f"Did you mean {SERIES}"),
        ({"value": SERIES}, "is not a series with its years"),
        ({"key": "Very Long"}, "Use lower-case letters, digits and underscores"),
        ({"title": ""}, "required"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, author, figures, changes, told):
    page = propose(client, **changes)
    assert told in page
    assert "A plan should end when a child is safe." in page
    assert not MeasureProposal.objects.exists()


def test_rules_of_definitions_are_told(client, author, figures):
    page = propose(client, kind="count")
    assert "very_long_plans.yaml" in page
    assert "Download it as YAML" not in page


def test_key_that_is_taken_and_years_without_figures_are_told(client, author, figures):
    assert "There is already a measure with the short name cla_rate" in propose(client, key="cla_rate")
    assert "None of its series has a figure in the years" in propose(client, value=f"{SERIES}, 2030")


def test_nobody_else_sees_a_proposal(client, author, figures):
    propose(client)
    number = MeasureProposal.objects.get().pk
    other = Client()
    other.force_login(UserFactory())
    assert other.get(reverse("indicators:proposal", args=[number])).status_code == 404
    assert other.get(reverse("indicators:proposal-file", args=[number])).status_code == 404
    assert other.post(reverse("indicators:remove-proposal", args=[number])).status_code == 404
    assert "Very long plans" not in other.get(reverse("indicators:proposals")).content.decode()


def test_proposal_is_changed_and_deleted(client, author, figures):
    propose(client)
    number = MeasureProposal.objects.get().pk
    client.post(reverse("indicators:proposal", args=[number]), TYPED | {"title": "Plans that go on, per cent"})
    assert str(MeasureProposal.objects.get()) == "Plans that go on, per cent"
    client.post(reverse("indicators:remove-proposal", args=[number]))
    assert not MeasureProposal.objects.exists()
