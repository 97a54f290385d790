"""A team with an action, and the people around it."""

from dataclasses import dataclass
from datetime import date

import pytest

from cairn.accounts.models import User
from cairn.actions.models import Action
from cairn.actions.services import start_action
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, join, make_organisation, make_team

TODAY = NOON.date()
DUE = date(2026, 12, 31)


@dataclass
class People:
    lead: User
    owner: User
    teammate: User
    coordinator: User
    colleague: User  # of the organisation, not of the team
    stranger: User


@pytest.fixture
def people(db) -> People:
    team = make_team()
    found = People(*(UserFactory() for _ in range(6)))
    for person in (found.lead, found.owner, found.teammate):
        join(person, team.organisation, team=team)
    join(found.coordinator, team.organisation, role="coordinator")
    join(found.colleague, team.organisation)
    join(found.stranger, make_organisation("Ashmere Council"))
    return found


def start(by: User, owner, **given) -> Action:
    answers = {
        "what": "Workers decide about the first night",
        "why": "The weekly panel is too late.",
        "first_step": "Try it in one team",
        "due_date": DUE,
        "team": make_team(),
        "at": NOON,
    }
    action = start_action(**{**answers, **given}, owner=owner, by=by)
    action.refresh_from_db()
    return action


@pytest.fixture
def action(people) -> Action:
    """Given by the lead to the owner, who has not answered."""
    return start(people.lead, people.owner)


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch):
    """Pages and mails read the clock; here it is noon of one day until a test says otherwise."""
    clock = {"at": NOON}
    for module in ("views.acting", "views.boards", "notices", "panels"):
        monkeypatch.setattr(f"cairn.actions.{module}.localdate", lambda: clock["at"].date())
    monkeypatch.setattr("cairn.actions.views.acting.now", lambda: clock["at"])
    return clock
