"""What the page about privacy says of names, addresses, plans and erasing is what the site does."""

import pytest
from django.test import Client
from django.urls import reverse

from cairn.accounts.models import User
from cairn.evaluation.models import EvaluationPlan
from cairn.lessons import services as lessons
from cairn.lessons.models import OpenQuestion
from tests.factories.accounts import PASSWORD, UserFactory, client_of, give_site_role
from tests.factories.evaluation import make_locked_plan
from tests.factories.records import NOON, join, make_organisation, make_record, make_team

pytestmark = pytest.mark.django_db
NAME, ADDRESS = "Nadia Named", "nadia@example.org"


@pytest.fixture
def person():
    return UserFactory(name=NAME, email=ADDRESS)


def read(path, person=None):
    answer = (client_of(person) if person else Client()).get(path)
    return answer.content.decode() if answer.status_code == 200 else ""


@pytest.mark.parametrize(
    "sentence",
    [
        "or its author alone if it has no team",
        "coordinators of your organisations, people who run this site, and the team of a project",
        "everyone can read your name beside the answer",
        "download your data and erase your account",
    ],
)
def test_page_says(sentence):
    assert sentence in read(reverse("privacy"))


def test_who_reads_a_name_and_an_address(person):
    organisation = make_organisation()
    coordinator, colleague, stranger = (UserFactory() for _ in range(3))
    join(coordinator, organisation, role="coordinator")
    join(colleague, organisation)
    membership = join(person, organisation)
    people, member = (
        reverse("places:members", args=[organisation.slug]),
        reverse("places:member", args=[organisation.slug, membership.pk]),
    )
    site = reverse("places:user", args=[person.key])
    reading = {
        "coordinator": read(people, coordinator) + read(member, coordinator),
        "colleague": read(people, colleague) + read(member, colleague) + read(site, colleague),
        "host": read(site, give_site_role(UserFactory(), "host")),
        "stranger": read(people, stranger) + read(member, stranger) + read(site, stranger),
    }
    assert [who for who, page in reading.items() if NAME in page] == ["coordinator", "colleague", "host"]
    assert [who for who, page in reading.items() if ADDRESS in page] == ["coordinator", "host"]


def test_everyone_reads_the_name_beside_an_answer_to_a_public_question(person):
    question = make_record(OpenQuestion, title="How?", sharing="public")
    lessons.answer_question(question=question, text="So.", may_become_lesson=False, by=person, at=NOON)
    page = read(question.get_absolute_url())
    assert NAME in page
    assert ADDRESS not in page


def test_plan_of_somebody_without_a_team_is_theirs_alone_and_goes_with_them(person, own_ledger):
    organisation = make_organisation()
    join(person, organisation)
    team = make_team(organisation, "Edge of care", UserFactory())
    alone, shared = make_locked_plan(author=person), make_locked_plan(author=person)
    EvaluationPlan.objects.filter(pk=alone.pk).update(team=None, organisation=None, sharing="team")
    EvaluationPlan.objects.filter(pk=shared.pk).update(team=team, organisation=organisation)
    coordinator = UserFactory()
    join(coordinator, organisation, role="coordinator", team=team)
    for plan, readers in ((alone, [person]), (shared, [person, coordinator])):
        seen = [who for who in (person, coordinator) if EvaluationPlan.objects.visible_to(who).filter(pk=plan.pk)]
        assert seen == readers

    client = Client()
    client.post(reverse("accounts:log-in"), {"login": ADDRESS, "password": PASSWORD})
    answer = client.post(reverse("accounts:erase"), {"sure": "on"})
    assert answer.status_code == 200
    assert not User.objects.filter(email=ADDRESS).exists()
    assert list(EvaluationPlan.objects.values_list("pk", "author")) == [(shared.pk, None)]
