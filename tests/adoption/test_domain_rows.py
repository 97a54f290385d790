"""Rows of the domain research about using what others made, by their number."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import strip_tags
from django.utils.timezone import localdate

from cairn.adoption import policies, services
from cairn.adoption.models import Adoption
from cairn.adoption.models.embedding import add_months
from cairn.adoption.presenters import TwoFindings
from cairn.adoption.queries import Finding, Found
from cairn.library.definitions.vocabularies import get_vocabulary
from cairn.library.models import Project
from cairn.notices.schedules import get_schedules
from cairn.records.desk import get_due
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, make_draft

pytestmark = pytest.mark.django_db


def test_row_17_six_and_twelve_month_embed_reviews_are_scheduled_and_overdue_ones_shown():
    author = UserFactory()
    project = make_draft(Project, author=author, title="The house")
    begun = add_months(localdate(), -6) - timedelta(days=1)
    services.start_embedding(record=project, started_on=begun, by=author, at=NOON)
    client = Client()
    client.force_login(author)
    six, twelve = add_months(begun, 6), add_months(begun, 12)
    for path in (f"/embedding/{project.slug}/", project.get_absolute_url()):
        page = " ".join(strip_tags(client.get(path).content.decode()).split())
        assert f"Overdue since {six:%-d %B %Y}" in page
        assert f"Due on {twelve:%-d %B %Y}" in page
    actions = [item.action for item in get_due(author)]
    assert f"After 6 months: review what is in place, overdue since {six:%-d %B %Y}" in actions
    assert not any(action.startswith("After 12 months") for action in actions)
    assert "embedding.chase" in {schedule.name for schedule in get_schedules()}


def test_row_17_the_factors_say_that_the_list_of_the_seed_was_not_found():
    factors = get_vocabulary("embedding")
    assert "does not list them, and we did not find the list" in factors.provenance
    clusters = get_vocabulary("innovation_factors").terms
    assert len({term.group for term in factors.terms}) == len(clusters) == 5


# --- Row 34: Bradford using No Wrong Door -------------------------------------------------------------


def read_changes(slug):
    page = Client().get(f"/using/{slug}/").content.decode()
    return " ".join(strip_tags(page.partition('id="changes"')[2].partition('id="history"')[0]).split())


def test_row_34_added_teacher_of_bradford_is_a_change_with_its_source(starter):
    said = read_changes("no-wrong-door-in-bradford")
    assert "A specialist teacher joined the hub team" in said
    assert "Kind Something was added" in said
    assert "Young people at the edge of care had no Virtual School." in said
    assert "Source Bradford Council paper, November 2018" in said


def test_row_34_middlesbroughs_11_to_18_is_a_change_of_population(starter):
    said = read_changes("no-wrong-door-in-middlesbrough")
    assert "The age band is 11 to 18" in said
    assert "Part: Age band" in said
    assert "Kind For other people" in said
    made = Adoption.objects.get(slug="no-wrong-door-in-middlesbrough").adaptations.get(nature="population")
    assert (made.component.what, made.must_keep) == ("Age band", False)


def test_row_34_a_change_to_a_core_part_demands_reason_decider_and_view():
    assert set(policies.find_missing(must_keep=True, answers={})) == {"why", "decided_by", "originator_view"}
    assert policies.find_missing(must_keep=False, answers={}) == {}


# --- Row 15: innovation or improvement ----------------------------------------------------------------

STEP, GRADUAL, NONE, OPEN = (
    Finding.STEP_CHANGE,
    Finding.GRADUAL_IMPROVEMENT,
    Finding.NO_DETECTABLE_CHANGE,
    Finding.CANNOT_TELL,
)


def test_row_15_an_innovation_needs_a_step_in_practice_and_in_outcomes():
    both = [TwoFindings(Found(practice), Found(outcome)) for practice in Finding for outcome in Finding]
    called = [one for one in both if one.is_innovation]
    assert [(one.practice.finding, one.outcome.finding) for one in called] == [(STEP, STEP)]
    claims = [one for one in both if "the figures support calling this an innovation" in one.sentence]
    assert claims == called


@pytest.mark.parametrize(
    ("practice", "outcome", "sentence"),
    [
        (STEP, NONE, "Practice changed in a step and outcomes did not. That is not an innovation yet."),
        (NONE, STEP, "something else may be the cause"),
        (GRADUAL, STEP, "the other improved less clearly"),
        (GRADUAL, GRADUAL, "not in a step. That is improvement"),
        (OPEN, STEP, "We cannot tell whether practice changed"),
        (STEP, OPEN, "We cannot tell whether outcomes changed"),
        (OPEN, OPEN, "We cannot tell yet whether practice or outcomes changed."),
    ],
)
def test_row_15_one_of_the_two_is_not_enough(practice, outcome, sentence):
    assert sentence in TwoFindings(Found(practice), Found(outcome)).sentence


def test_row_15_without_figures_the_page_says_that_it_cannot_tell(starter):
    page = Client().get("/using/no-wrong-door-in-bradford/").content.decode()
    assert "We cannot tell yet whether practice or outcomes changed." in page
    assert page.count("<b>Cannot tell</b>") == 2
