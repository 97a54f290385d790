"""Two councils of unequal grade, their coordinators, and what they do together."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate, now

from cairn.accounts.models import User
from cairn.peers.enums import Used
from cairn.peers.models import Aim, Exchange, Introduction, Partnership, Visit
from cairn.peers.services import introductions, partnerships
from cairn.places.models import Organisation
from tests.factories.accounts import UserFactory
from tests.factories.records import join, make_organisation, make_team

DAY = timedelta(days=1)
LEARNS = {"asker_learns": "How a night line is staffed", "asked_learns": "How reviews stay on time"}


@dataclass(frozen=True)
class Side:
    organisation: Organisation
    person: User  # its coordinator


def make_side(council: str, **person: Any) -> Side:
    organisation = make_organisation(council)
    found = UserFactory(**person)
    join(found, organisation, role="coordinator", team=make_team(organisation, "Leadership"))
    return Side(organisation, found)


def make_sides() -> tuple[Side, Side]:
    return make_side("Ashmere Council", name="Ann Ashmere"), make_side("Brookvale Council", name="Ben Brookvale")


def ask(first: Side, second: Side, **given: Any) -> Introduction:
    asked = {**LEARNS, "words": "We could come on a Thursday.", "meet_by": localdate() + 90 * DAY, **given}
    return introductions.ask_for_introduction(
        asker=first.organisation, asked=second.organisation, by=first.person, at=now(), **asked
    )


def introduce(first: Side, second: Side, **given: Any) -> Partnership:
    return introductions.agree_to_introduction(introduction=ask(first, second, **given), by=second.person, at=now())


def add_visit(pair: Partnership, side: Side, **given: Any) -> Visit:
    on: date = given.pop("on", localdate() + 7 * DAY)
    fields = {"host": side.organisation, "place": "Civic Centre", "capacity": 6, "follow_up_on": on + 14 * DAY, **given}
    visit = Visit(partnership=pair, on=on, **fields)
    return partnerships.save_visit(visit=visit, by=side.person, at=now())


def add_exchange(pair: Partnership, side: Side, **given: Any) -> Exchange:
    fields = {"giver": side.organisation, "on": localdate(), "what": "The rota", "used": Used.UNKNOWN, **given}
    return partnerships.save_exchange(exchange=Exchange(partnership=pair, **fields), by=side.person, at=now())


def add_aim(pair: Partnership, side: Side, **given: Any) -> Aim:
    fields = {
        "title": "Someone answers at night",
        "shown_by": "Calls answered",
        "proposed_by": side.organisation,
        **given,
    }
    return partnerships.save_aim(aim=Aim(partnership=pair, **fields), by=side.person, at=now())
