"""Who reads what while it is there, and who hears that it is gone: everybody that there can be, by a slow twin.

`test_visible_to.py` writes a few people out by hand; here are all of them.
"""

from dataclasses import dataclass
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser

from cairn.places.models import Membership
from cairn.records import services
from cairn.records.models import Record
from cairn.voice.models import Challenge
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.records import NOON, join, make_circle, make_organisation, make_record, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]

SHARED = ("organisation", "circle", "public")
# What was merged keeps its sharing and is a draft of its writers.
LEVELS = ("draft", "team", *SHARED, *(f"merged {level}" for level in SHARED))
WORKING = ("reader", "member", "coordinator")


@dataclass(frozen=True)
class Person:
    """What somebody has to do with the council, the team and the circle of the records."""

    role: str = ""
    team: str = ""
    circle: str = ""
    moderates: bool = False

    def reads(self, level: str, *, wrote: bool = False) -> bool:
        """The rule in the words of the page about the site, one after the other and without a database."""
        works_there = self.role in WORKING
        if level == "public":
            return True
        if self.team == "ours" or (wrote and works_there):
            return True
        return (level == "organisation" and works_there) or (level == "circle" and self.circle == "ours")


PEOPLE = [
    Person(*facts)
    for facts in product(("", "waiting", *WORKING), ("", "ours", "theirs"), ("", "ours", "theirs"), (False, True))
    if facts[0] in WORKING or not facts[1]  # a team is one of somebody's own organisation
]
WRITERS = [Person(role) for role in ("", "waiting", *WORKING)]


def make_user(person: Person):
    user, council = UserFactory(), make_organisation()
    if person.role == "waiting":
        Membership.objects.create(user=user, organisation=council, asked_at=NOON)
    elif person.role:
        team = {"": None, "ours": make_team(council), "theirs": make_team(council, "Another team")}[person.team]
        join(user, council, role=person.role, team=team)
    if person.circle:
        make_circle(user, name="Partners" if person.circle == "ours" else "Others")
    if person.moderates:
        give_site_role(user, "moderator")
    join(user, make_organisation("Ashmere Council"))  # everybody works somewhere
    return user


def make_each_level(author) -> dict[str, Record]:
    council = make_organisation()
    common = {
        "author": author,
        "organisation": council,
        "team": make_team(council),
        "created_at": NOON,
        "updated_at": NOON,
    }
    found = {}
    for level in LEVELS:
        sharing = "team" if level == "draft" else level.removeprefix("merged ")
        circle = make_circle() if sharing == "circle" else None
        kept = found["public"] if level.startswith("merged") else None
        found[level] = Challenge.objects.create(
            title=level,
            sharing=sharing,
            circle=circle,
            live=level != "draft" and kept is None,
            merged_into=kept,
            **common,
        )
    return found


def test_who_could_read_a_record_hears_that_it_is_gone_and_nobody_else():
    by_others = make_each_level(UserFactory())
    asked = [(person, make_user(person), by_others, False) for person in PEOPLE]
    for person in WRITERS:
        user = make_user(person)
        asked.append((person, user, make_each_level(user), True))
    asked.append((Person(), AnonymousUser(), by_others, False))
    without_author = make_each_level(None)
    asked.append((Person(), AnonymousUser(), without_author, False))

    def read_by(queryset, records):
        keys = set(queryset.values_list("pk", flat=True))
        return {level for level, record in records.items() if record.pk in keys}

    right = [{level for level in LEVELS if person.reads(level, wrote=wrote)} for person, _, _, wrote in asked]
    assert [read_by(Record.objects.visible_to(user), records) for _, user, records, _ in asked] == right
    assert not [user for _, user, _, _ in asked if Record.objects.withdrawn_from(user).exists()]
    for record in Record.objects.all():
        services.withdraw_without_log_in(record=record, at=NOON)
    assert not [user for _, user, _, _ in asked if Record.objects.visible_to(user).exists()]
    assert [read_by(Record.objects.withdrawn_from(user), records) for _, user, records, _ in asked] == right


def test_a_draft_of_nobody_s_organisation_is_its_author_s_alone(user, other_user):
    everybody = (user, other_user, AnonymousUser())
    record = services.start_record(Challenge, by=user, at=NOON, team=None, answers={"title": "Mine"})
    assert [Record.objects.visible_to(one).exists() for one in everybody] == [True, False, False]
    services.withdraw_record(record=record, by=user, at=NOON)
    assert [Record.objects.withdrawn_from(one).exists() for one in everybody] == [True, False, False]


def test_a_moderator_whom_a_report_let_in_does_not_hear_that_the_record_is_gone():
    moderator = give_site_role(UserFactory(), "moderator")
    record = make_record(sharing="organisation")
    services.make_report(text="Not so.", by=record.author, at=NOON, record=record)
    assert Record.objects.visible_to(moderator).exists()
    services.withdraw_record(record=record, by=record.author, at=NOON)
    assert not Record.objects.withdrawn_from(moderator).exists()
