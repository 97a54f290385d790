"""Who reads what: every level of sharing against every relation, written out."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cairn.places.models import Membership
from cairn.records import services
from cairn.records.models import Record
from cairn.voice.models import Challenge
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.records import NOON, join, make_circle, make_draft, make_organisation, make_record, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql_by_day]

LEVELS = ["draft", "team", "organisation", "circle", "public"]
WHO_SEES = {
    "anonymous": {"public"},
    "stranger": {"public"},
    "other_council": {"public"},
    "waiting_member": {"public"},
    "colleague": {"organisation", "public"},
    "coordinator": {"organisation", "public"},
    "reader": {"organisation", "public"},
    "teammate": {"draft", "team", "organisation", "circle", "public"},
    "author": {"draft", "team", "organisation", "circle", "public"},
    "former_author": {"public"},
    "in_circle": {"circle", "public"},
    "moderator": {"public"},
}


@pytest.fixture
def people():
    council, other = make_organisation(), make_organisation("Ashmere Council")
    team = make_team(council)
    found = {name: UserFactory() for name in WHO_SEES if name != "anonymous"} | {"anonymous": AnonymousUser()}
    join(found["other_council"], other, role="coordinator", team=make_team(other, "Other team"))
    Membership.objects.create(user=found["waiting_member"], organisation=council, asked_at=NOON)
    join(found["colleague"], council)
    join(found["coordinator"], council, role="coordinator")
    join(found["reader"], council, role="reader")
    join(found["teammate"], council, team=team)
    make_circle(found["in_circle"], organisation=council)
    give_site_role(found["moderator"], "moderator")
    return found


def make_all(author):
    team = make_team()
    return {"draft": make_draft(author=author, team=team)} | {
        level: make_record(sharing=level, author=author, team=team, circle=make_circle() if level == "circle" else None)
        for level in LEVELS[1:]
    }


@pytest.mark.parametrize("who", WHO_SEES)
def test_visible_to_gives_each_person_what_they_may_see_and_nothing_else(who, people):
    author = people["former_author" if who == "former_author" else "author"]
    records = make_all(author)
    if who == "former_author":
        Membership.objects.filter(user=author).delete()
        people["former_author"].circle_memberships.all().delete()
    for model in (Record, Challenge):
        seen = set(model.objects.visible_to(people[who]).values_list("pk", flat=True))
        assert {level for level, record in records.items() if record.pk in seen} == WHO_SEES[who]


def test_visible_to_moderator_shows_what_was_reported_until_it_is_answered(people):
    records = make_all(people["author"])
    moderator = people["moderator"]
    reports = [
        services.make_report(text="Not so.", by=people["teammate"], at=NOON, record=record)
        for record in records.values()
    ]
    # A draft stays with its team, whoever reported it.
    assert Record.objects.visible_to(moderator).count() == len(LEVELS) - 1
    assert Record.objects.visible_to(people["stranger"]).count() == 1
    for report in reports:
        services.answer_report(report=report, answer="Mended.", by=people["author"], at=NOON)
    assert Record.objects.visible_to(moderator).count() == 1


def test_visible_to_hides_what_was_withdrawn_from_everybody(people):
    record = make_record(author=people["author"])
    services.withdraw_record(record=record, by=people["author"], at=NOON)
    for person in people.values():
        assert not Record.objects.visible_to(person).exists()


def test_editable_by_is_for_author_and_team_where_their_role_lets_them_write(people):
    record = make_record(author=people["author"])
    can = {who for who, person in people.items() if Record.objects.editable_by(person).filter(pk=record.pk).exists()}
    assert can == {"author", "teammate"}
    join(people["teammate"], record.organisation, role="reader")
    assert not Record.objects.editable_by(people["teammate"]).exists()


def test_visible_to_asks_what_somebody_belongs_to_and_then_for_the_records(people, django_assert_num_queries):
    make_all(people["author"])
    with django_assert_num_queries(2):
        list(Record.objects.visible_to(people["teammate"]).order_by("-updated_at")[:50])
