"""Reminders: each once, to whoever has the action when the mail is sent, and to nobody who has left."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from django.core import mail
from django.utils.timezone import get_current_timezone

from cairn.actions import services
from cairn.actions.models import Action
from cairn.actions.presenters import make_answer_links
from cairn.actions.services import Ownership
from cairn.notices.models import Notice
from cairn.notices.services import send_waiting
from cairn.places.models import Membership
from cairn.records.models import Record
from cairn.records.services import share_record
from tests.factories.accounts import UserFactory, client_of
from tests.factories.actions import DUE, action, on_the_day, people, start
from tests.factories.records import NOON

__all__ = ["action", "on_the_day", "people"]
pytestmark = pytest.mark.django_db


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), get_current_timezone())


def pass_days(clock, first: date, last: date, *, hours: tuple[int, ...] = (9, 10)) -> None:
    """The site lives through these days: reminders are looked for, and mails sent, several times on each."""
    day = first
    while day <= last:
        for hour in hours:
            clock["at"] = at(day, hour)
            services.chase(at=clock["at"])
            send_waiting(frequency="immediate", at=clock["at"])
            send_waiting(frequency="daily", at=clock["at"])
        day += timedelta(days=1)


def get_subjects(person) -> list[str]:
    return [re.sub(r"^.*?: ", "", one.subject, count=1) for one in mail.outbox if one.to == [person.email]]


@pytest.fixture
def accepted(people, action) -> Action:
    services.respond(action=action, response="accepted", reason="", by=people.owner, at=NOON)
    Notice.objects.all().delete()
    mail.outbox.clear()
    return action


def test_each_reminder_comes_once_before_and_after_the_date_and_at_the_review(people, accepted, on_the_day):
    pass_days(on_the_day, NOON.date(), date(2027, 6, 10), hours=(9,))
    title = accepted.title
    assert get_subjects(people.owner) == [
        f"Action due on 31 December 2026: {title}",
        f"Action overdue: {title}",
        f"Action still overdue: {title}",
        f"Time to review: {title}",
    ]
    assert {one.to[0] for one in mail.outbox} == {people.owner.email}


def test_looking_twice_sends_nothing_twice(people, accepted, on_the_day):
    pass_days(on_the_day, DUE, DUE + timedelta(days=2), hours=(7, 8, 9, 10))
    assert len(get_subjects(people.owner)) == 2


@pytest.mark.parametrize(
    ("change", "given"),
    [
        ("finish_action", {"done_date": DUE, "outcome": "It is done"}),
        ("drop_action", {"reason": "No money"}),
        ("move_due_date", {"to": DUE + timedelta(days=60), "reason": "Leave"}),
    ],
)
def test_owner_date_and_state_are_read_when_the_mail_is_sent(people, accepted, on_the_day, change, given):
    on_the_day["at"] = at(DUE + timedelta(days=1))
    services.chase(at=on_the_day["at"])
    assert Notice.objects.filter(kind="action.overdue", done_at=None).exists()
    getattr(services, change)(action=accepted, by=people.owner, at=on_the_day["at"], **given)
    send_waiting(frequency="immediate", at=on_the_day["at"])
    assert get_subjects(people.owner) == []


def test_a_new_owner_gets_what_was_queued_for_the_earlier_one_by_their_own_notice(people, accepted, on_the_day):
    on_the_day["at"] = at(DUE + timedelta(days=1))
    services.chase(at=on_the_day["at"])
    services.give_action(action=accepted, to=Ownership(owner=people.teammate), by=people.lead, at=on_the_day["at"])
    pass_days(on_the_day, DUE + timedelta(days=1), DUE + timedelta(days=1))
    assert get_subjects(people.owner) == []
    assert f"Action overdue: {accepted.title}" in get_subjects(people.teammate)


@pytest.mark.parametrize("how", ["removed", "locked", "another team"])
def test_whoever_has_left_gets_nothing(people, accepted, on_the_day, how):
    services.chase(at=at(DUE + timedelta(days=1)))
    if how == "removed":
        Membership.objects.filter(user=people.owner).delete()
    elif how == "locked":
        type(people.owner).objects.filter(pk=people.owner.pk).update(is_active=False)
    else:
        Membership.objects.get(user=people.owner).team_memberships.all().delete()
    pass_days(on_the_day, DUE - timedelta(days=3), date(2027, 6, 1), hours=(9,))
    assert get_subjects(people.owner) == []


def test_not_now_is_asked_about_at_the_review_and_not_before(people, action, on_the_day):
    services.respond(action=action, response="not_now", reason="After the inspection", by=people.owner, at=NOON)
    Notice.objects.all().delete()
    pass_days(on_the_day, NOON.date(), date(2027, 6, 1), hours=(9,))
    assert get_subjects(people.owner) == [f"Time to review: {action.title}"]


def test_of_a_body_outside_whoever_asked_is_reminded(people, on_the_day):
    body = Ownership(body="Northfield Health Trust", contact_email="nurse@trust.example.org")
    start(people.lead, body)
    pass_days(on_the_day, DUE - timedelta(days=1), DUE + timedelta(days=1))
    assert len(get_subjects(people.lead)) == 2
    assert {one.to[0] for one in mail.outbox} == {people.lead.email}


def test_a_summary_comes_once_a_month_if_there_is_anything_to_say(people, on_the_day):
    pass_days(on_the_day, date(2026, 12, 1), date(2026, 12, 2))
    assert get_subjects(people.coordinator) == []
    for number in range(2):
        share_record(
            record=Record.objects.get(pk=start(people.lead, people.lead, what=f"Action {number}").pk),
            by=people.lead,
            at=NOON,
            sharing="organisation",
        )
    services.say_stuck(action=Action.objects.get(title="Action 1"), on="The rota", by=people.lead, at=NOON)
    start(people.lead, people.lead, what="For the team alone")
    Notice.objects.all().delete()
    pass_days(on_the_day, date(2026, 12, 31), date(2027, 1, 31), hours=(6, 9, 12))
    told = [one for one in mail.outbox if "the month" in one.subject]
    assert [one.to[0] for one in told] == [people.coordinator.email]
    assert "2 open, 2 overdue, 1 stuck; 0 done in December." in told[0].body


# --- Four answers from the mail -------------------------------------------------------------------


@pytest.fixture
def links(people, accepted, on_the_day) -> dict[str, str]:
    """As they stand in the mail."""
    pass_days(on_the_day, DUE + timedelta(days=1), DUE + timedelta(days=1), hours=(9,))
    sent = mail.outbox[-1]
    found = dict(re.findall(r"^(.*?): https?://[^/]+(/actions/answer/\S+)$", sent.body, re.MULTILINE))
    for address in found.values():
        assert address in str(sent.alternatives[0].content)
    return found


ANSWERS = {
    "It is done": ({"outcome": "Families are helped at once", "done_date": "1/1/2027"}, "done"),
    "I need more time": ({"to": "1/3/2027", "reason": "Leave"}, "accepted"),
    "I am stuck": ({"on": "The rota"}, "stuck"),
    "It will not be done": ({"reason": "The panel was abolished"}, "dropped"),
}


def test_the_first_overdue_mail_asks_for_one_of_four_answers(links):
    assert set(links) == set(ANSWERS)


@pytest.mark.parametrize("words", ANSWERS)
def test_an_answer_counts_once_it_is_confirmed(people, accepted, links, words):
    given, state = ANSWERS[words]
    client = client_of(None)  # a telephone that is not signed in
    for _ in range(2):  # scanners of mail follow links
        assert client.get(links[words]).status_code == 200
    accepted.refresh_from_db()
    assert (accepted.state, accepted.due_date) == ("accepted", DUE)
    assert client.post(links[words], given).status_code == 200
    accepted.refresh_from_db()
    assert accepted.state == state
    assert (accepted.due_date == date(2027, 3, 1)) is (words == "I need more time")
    assert accepted.moves.latest("pk").by == people.owner


def test_a_link_works_for_the_owner_only(people, accepted, links):
    address, given = links["I am stuck"], {"on": "The rota"}
    assert client_of(people.teammate).post(address, given).status_code == 404  # signed in as somebody else
    assert client_of(None).post(address[:-3] + "x/", given).status_code == 404
    other = make_answer_links(accepted, UserFactory())[2][1]
    assert client_of(None).post(other, given).status_code == 404
    services.give_action(action=accepted, to=Ownership(owner=people.teammate), by=people.lead, at=NOON)
    assert client_of(None).post(address, given).status_code == 404
    accepted.refresh_from_db()
    assert accepted.state == "proposed"


def test_a_link_to_what_is_closed_says_so(people, accepted, links):
    services.drop_action(action=accepted, reason="No money", by=people.owner, at=NOON)
    page = client_of(None).get(links["It is done"])
    assert (page.status_code, "already dropped" in page.content.decode()) == (409, True)
