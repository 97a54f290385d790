"""Who has an action: a colleague, somebody invited by e-mail, a body outside; and nobody, when the owner has gone."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives

from cairn.accounts.adapter import may_sign_up
from cairn.accounts.services import erase_account
from cairn.actions import services, tasks
from cairn.actions.desk import find_due
from cairn.actions.models import Action, ActionInvitation
from cairn.actions.notices import render_refused, render_without_owner
from cairn.actions.policies import UnableToAct
from cairn.actions.queries import get_failed_invitations, get_without_owner
from cairn.actions.services import Ownership
from cairn.common.operations.retention import get_retentions
from cairn.notices.models import Notice
from cairn.places.models import Membership
from cairn.places.services import remove_member
from cairn.records.models import Guest, Record
from tests.factories.accounts import UserFactory, client_of
from tests.factories.actions import action, on_the_day, people, start
from tests.factories.records import NOON, join, make_record, make_team

__all__ = ["action", "on_the_day", "people"]
pytestmark = pytest.mark.django_db
NURSE = "nurse@trust.example.org"


@pytest.fixture
def invited(people):
    """An action whose owner is asked by e-mail."""
    return start(people.lead, Ownership(email=NURSE))


@pytest.fixture
def nurse(invited):
    """Somebody with that address, who has accepted."""
    person = UserFactory(email=NURSE)
    services.accept_invitation(invitation=invited.invitation, user=person, at=NOON)
    return person


def test_whoever_is_invited_sees_this_action_and_nothing_else(people, invited, nurse):
    other = start(people.lead, people.owner, what="Another action")
    make_record(title="Of the organisation", sharing="organisation", author=people.lead)
    assert set(Record.objects.visible_to(nurse)) == {Record.objects.get(pk=invited.pk)}
    client = client_of(nurse)
    assert client.get(invited.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404
    for page in ("edit", "share", "history"):
        assert client.get(f"/records/{invited.slug}/{page}/").status_code == 404, page


def test_the_guest_does_all_that_an_owner_does(people, invited, nurse):
    client = client_of(nurse)
    for act, given in [
        ("respond", {"response": "accepted"}),
        ("stuck", {"on": "No room"}),
        ("unstuck", {}),
        ("date", {"to": "1/2/2027", "reason": "Half term"}),
        ("done", {"outcome": "Nights are decided at once", "done_date": "24/11/2026"}),
    ]:
        assert client.post(f"/actions/{invited.slug}/{act}/", given).status_code == 302, act
    invited.refresh_from_db()
    assert (invited.state, invited.outcome) == ("done", "Nights are decided at once")


def test_the_mail_names_who_asks_and_nothing_of_the_action(invited, people):
    tasks.send_invitation.func(invited.invitation.pk)
    sent = mail.outbox[-1]
    assert sent.to == [NURSE]
    assert people.lead.name in sent.subject
    assert invited.title not in sent.subject + sent.body + str(sent.alternatives)
    assert f"/actions/invitation/{invited.invitation.key}/" in sent.body


def test_an_invitation_is_for_its_address_once_and_for_a_fortnight(people, invited):
    invitation = invited.invitation
    with pytest.raises(UnableToAct, match="another e-mail address"):
        services.accept_invitation(invitation=invitation, user=people.stranger, at=NOON)
    nurse = UserFactory(email=NURSE)
    with pytest.raises(UnableToAct, match="expired"):
        services.accept_invitation(invitation=invitation, user=nurse, at=NOON + timedelta(days=15))
    page = client_of(None).get(f"/actions/invitation/{invitation.key}/").content.decode()
    assert invited.title not in page
    services.accept_invitation(invitation=invitation, user=nurse, at=NOON)
    assert not ActionInvitation.objects.exists()


def test_address_of_somebody_who_never_answered_goes_and_the_inviter_still_knows(people, invited):
    expires_at = invited.invitation.expires_at
    services.clear_old_invitations(expires_at)
    assert ActionInvitation.objects.get().email == NURSE
    services.clear_old_invitations(expires_at + timedelta(seconds=1))
    assert ActionInvitation.objects.get().email == ""
    assert [one.action_id for one in get_failed_invitations(people.lead, at=expires_at)] == [invited.pk]
    page = client_of(people.lead).get(invited.get_absolute_url()).content.decode()
    assert "Someone, invited on" in page
    assert NURSE not in page
    assert ("action_invitations", 30) in [(rule.name, rule.days) for rule in get_retentions()]


def test_whoever_is_invited_may_make_a_log_in(people):
    assert not may_sign_up(NURSE, None)
    action = start(people.lead, Ownership(email=NURSE))
    ActionInvitation.objects.update(expires_at="2099-01-01T00:00Z")
    assert may_sign_up(NURSE.upper(), None)
    services.give_action(action=action, to=Ownership(owner=people.owner), by=people.lead, at=NOON)
    assert not may_sign_up(NURSE, None)


def test_an_address_that_receives_nothing_is_told_to_the_inviter(people, invited, monkeypatch):
    def refuse(message):
        raise SMTPRecipientsRefused({NURSE: (550, b"No such mailbox")})

    monkeypatch.setattr(EmailMultiAlternatives, "send", refuse)
    monkeypatch.setattr("cairn.actions.tasks.now", lambda: NOON)
    tasks.send_invitation.func(invited.invitation.pk)
    assert Notice.objects.get(kind="action.refused").user == people.lead
    assert NURSE in render_refused(people.lead, str(invited.invitation.pk)).sentence
    assert "cannot receive e-mail" in client_of(people.lead).get(invited.get_absolute_url()).content.decode()


def test_a_guest_who_has_it_no_more_sees_it_no_more(people, invited, nurse):
    services.give_action(action=invited, to=Ownership(owner=people.owner), by=people.lead, at=NOON)
    assert not Guest.objects.exists()
    assert not Record.objects.visible_to(nurse).exists()


def test_a_body_outside_has_a_contact_who_is_shown_to_the_team_only(people):
    to = Ownership(body="Northfield Health Trust", contact="Lead nurse", contact_email="lead@trust.example.org")
    action = start(people.lead, to)
    page = client_of(people.lead).get(action.get_absolute_url()).content.decode()
    assert "Northfield Health Trust (Lead nurse)" in page
    assert not Notice.objects.exists()


def leave_by_removal(people, person):
    membership = Membership.objects.get(user=person)
    remove_member(membership=membership, by=people.coordinator, at=NOON)


def leave_by_erasure(people, person):
    erase_account(user=person, at=NOON)


def leave_by_lock(people, person):
    type(person).objects.filter(pk=person.pk).update(is_active=False)


@pytest.mark.usefixtures("own_ledger")
@pytest.mark.parametrize("leave", [leave_by_removal, leave_by_erasure, leave_by_lock])
def test_when_the_owner_leaves_the_coordinator_finds_the_action_at_once_and_reads_no_more_of_it(people, action, leave):
    assert not get_without_owner(people.coordinator).exists()
    leave(people, people.owner)
    assert list(get_without_owner(people.coordinator)) == [action]
    services.chase(at=NOON)
    services.chase(at=NOON + timedelta(hours=1))
    assert [one.user for one in Notice.objects.filter(kind="action.without_owner")] == [people.coordinator]
    told = render_without_owner(people.coordinator, action.slug)
    assert action.title not in told.heading + told.sentence
    assert "Its owner has left" in told.sentence
    client = client_of(people.coordinator)
    page = client.get(f"/actions/{action.slug}/owner/").content.decode()
    assert "Its owner has left" in page
    assert action.title not in page
    assert client.get(action.get_absolute_url()).status_code == 404
    assert client.post(f"/actions/{action.slug}/owner/", {"owner": people.teammate.pk}).status_code == 302
    action.refresh_from_db()
    assert (action.owner, action.state) == (people.teammate, "proposed")
    assert not get_without_owner(people.coordinator).exists()
    assert render_without_owner(people.coordinator, action.slug) is None
    assert client.get(f"/actions/{action.slug}/owner/").status_code == 404
    assert Notice.objects.filter(kind="action.given", user=people.teammate).exists()


@pytest.mark.parametrize("to", [Ownership(email=NURSE), Ownership(body="Northfield Health Trust")])
def test_a_coordinator_lets_no_stranger_into_what_they_may_not_read(people, action, to):
    leave_by_removal(people, people.owner)
    with pytest.raises(UnableToAct, match="Choose someone in the team"):
        services.give_action(action=action, to=to, by=people.coordinator, at=NOON)
    answer = client_of(people.coordinator).post(f"/actions/{action.slug}/owner/", {"owner": "invite", "email": NURSE})
    assert answer.status_code == 200
    assert not ActionInvitation.objects.exists()
    services.give_action(action=action, to=to, by=people.lead, at=NOON)


def test_only_coordinators_of_its_organisation_find_it(people, action):
    other = UserFactory()
    Membership.objects.create(
        user=other, organisation=people.stranger.memberships.get().organisation, role="coordinator", state="active",
        asked_at=NOON, joined_at=NOON,
    )  # fmt: skip
    leave_by_removal(people, people.owner)
    assert not get_without_owner(other).exists()
    assert not get_without_owner(people.colleague).exists()
    assert client_of(other).get(f"/actions/{action.slug}/owner/").status_code == 404
    assert client_of(people.colleague).get(f"/actions/{action.slug}/owner/").status_code == 404


def test_an_action_that_is_closed_or_asked_for_needs_no_owner(people, action, invited):
    services.drop_action(action=action, reason="No money", by=people.owner, at=NOON)
    leave_by_removal(people, people.owner)
    assert not get_without_owner(people.coordinator).exists()


def test_a_colleague_of_another_team_is_no_owner(people):
    with pytest.raises(UnableToAct, match="Choose yourself or someone in the team"):
        start(people.lead, people.colleague)
    assert not Action.objects.exists()
    assert make_team().name == "Edge of care"


def list_due(person):
    return [item.title for item in find_due(person)]


def test_desks_hold_what_is_stuck_and_invitations_that_came_to_nothing(people, action, invited):
    services.say_stuck(action=action, on="The rota", by=people.owner, at=NOON)
    ActionInvitation.objects.update(expires_at="2099-01-01T00:00Z")
    assert list_due(people.teammate) == [action.title]
    assert list_due(people.lead) == [action.title]
    for person in (people.owner, people.coordinator, people.colleague, people.stranger):
        assert list_due(person) == []
    for change in ({"refused_at": NOON}, {"refused_at": None, "expires_at": NOON}):
        ActionInvitation.objects.update(**change)
        assert sorted(list_due(people.lead)) == sorted([action.title, invited.title])
        assert list_due(people.teammate) == [action.title]


def test_an_action_stands_on_a_desk_once(people, action, invited):
    """Stuck, and its owner has left; stuck, and the invitation has expired: it wants an owner first."""
    join(people.coordinator, make_team().organisation, role="coordinator", team=make_team())
    for one in (action, invited):
        services.say_stuck(action=one, on="The rota", by=people.lead, at=NOON)
    ActionInvitation.objects.update(expires_at=NOON)
    leave_by_removal(people, people.owner)
    assert sorted(item.action for item in find_due(people.coordinator)) == [
        "A colleague is stuck. Can you help?",
        "Its owner has left. Choose a new owner",
    ]
    assert sorted(item.action for item in find_due(people.lead)) == [
        "A colleague is stuck. Can you help?",
        "Your invitation has expired. Send a new one, or choose another owner",
    ]
