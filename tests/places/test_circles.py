"""Circles: terms that are known beforehand and kept; rules that members agree to; an end that is done."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate, now

from cairn.audit.models import AuditEntry
from cairn.notices.models import Notice
from cairn.places import policies, services
from cairn.places.models import Circle, CircleInvitation, CircleMembership
from cairn.places.queries import get_day
from cairn.records import services as records
from cairn.records.enums import Sharing
from cairn.records.kinds import get_kind
from cairn.records.models import Attachment, Record
from cairn.records.policies import UnableToShareRecord
from cairn.records.queries import get_own_circles
from tests.factories.accounts import UserFactory, client_of
from tests.factories.records import join, make_circle, make_draft, make_organisation, make_record, make_team
from tests.rules import may

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOON = now()
TODAY = localdate(NOON)


@pytest.fixture
def leader():
    person = UserFactory(name="Lee Leader")
    join(person, make_organisation(), role="coordinator", team=make_team())
    return person


@pytest.fixture
def member():
    return UserFactory(name="Mo Member")


def start(leader, **given):
    fields = {"name": "Partners", "purpose": "To learn together", "organisation": make_organisation(), **given}
    return services.start_circle(by=leader, at=NOON, **fields)


def let_in(circle, person):
    services.add_to_circle(circle=circle, people=[person], by=person, at=NOON)
    return CircleMembership.objects.get(circle=circle, user=person)


def share(circle, leader, **given):
    record = make_draft(author=leader, **given)
    records.share_record(record=record, by=leader, at=NOON, sharing=Sharing.CIRCLE, circle=circle)
    record.refresh_from_db()
    return record


def reads(record, person):
    return Record.objects.visible_to(person).filter(pk=record.pk).exists()


def test_invited_person_reads_the_terms_and_joins_by_agreeing(leader, member):
    circle = start(leader, rules="Ask before you quote.", ends_on=TODAY + 30 * DAY)
    record = share(circle, leader)
    services.invite_to_circle(circle=circle, email=member.email.upper(), by=leader, at=NOON)
    page = client_of(member).get(reverse("places:join-circle", args=[circle.slug])).content.decode()
    for words in ("Ask before you quote.", "naming where it comes from", get_day(TODAY + 30 * DAY), "Lee Leader"):
        assert words in page
    assert not reads(record, member)
    refused = client_of(member).post(reverse("places:join-circle", args=[circle.slug]), {})
    assert "Tick the box if you agree" in refused.content.decode()
    assert not circle.memberships.filter(user=member).exists()
    client_of(member).post(reverse("places:join-circle", args=[circle.slug]), {"agrees": "on"})
    assert circle.memberships.get(user=member).agreed_at >= NOON
    assert reads(record, member)
    assert not CircleInvitation.objects.exists()


def test_invitation_is_told_to_its_address_alone(leader, member):
    circle = start(leader)
    services.invite_to_circle(circle=circle, email=member.email, by=leader, at=NOON)
    services.invite_to_circle(circle=circle, email="nobody@example.org", by=leader, at=NOON)
    assert list(Notice.objects.filter(kind="circle.invited").values_list("user", flat=True)) == [member.pk]
    stranger = client_of(UserFactory())
    for view in ("circle", "join-circle", "circle-rules", "end-circle"):
        assert stranger.get(reverse(f"places:{view}", args=[circle.slug])).status_code == 404
    assert "Partners" not in stranger.get(reverse("places:circles")).content.decode()


def test_declined_invitation_tells_nobody(leader, member):
    circle = start(leader)
    services.invite_to_circle(circle=circle, email=member.email, by=leader, at=NOON)
    audited = AuditEntry.objects.count()
    client_of(member).post(reverse("places:join-circle", args=[circle.slug]), {"decline": "yes"})
    assert not CircleInvitation.objects.exists()
    assert not circle.memberships.filter(user=member).exists()
    assert AuditEntry.objects.count() == audited
    assert not Notice.objects.filter(user=leader).exists()


def test_invitation_is_for_its_address_and_its_time(leader, member):
    invitation = CircleInvitation(email=member.email.upper(), expires_at=NOON + DAY)
    assert may(policies.check_can_join, invitation, member, at=NOON)
    assert not may(policies.check_can_join, invitation, leader, at=NOON)
    assert not may(policies.check_can_join, invitation, member, at=NOON + DAY)


def test_new_rules_let_members_read_on_once_they_agree(leader, member):
    circle = start(leader, rules="Be kind.")
    membership = let_in(circle, member)
    record = share(circle, leader)
    assert reads(record, member)
    services.change_circle_rules(circle=circle, rules="Be kind. Ask first.", by=leader, at=NOON + DAY)
    assert not reads(record, member)
    assert not get_own_circles(member).exists()
    assert reads(record, leader)
    assert Notice.objects.filter(kind="circle.rules").values_list("user", flat=True).get() == member.pk
    page = client_of(member).get(circle.get_absolute_url()).content.decode()
    assert "The rules have changed" in page
    assert record.title not in page
    membership.refresh_from_db()
    services.agree_to_rules(membership=membership, at=NOON + DAY)
    assert reads(record, member)


@pytest.mark.parametrize(("afterwards", "stays"), [("private", False), ("kept", True)])
@pytest.mark.parametrize("how", ["day", "leaders"])
def test_end_does_what_was_said(leader, member, afterwards, stays, how):
    circle = start(leader, ends_on=TODAY + DAY, afterwards=afterwards)
    let_in(circle, member)
    record = share(circle, leader)
    url = reverse("records:share", args=[record.slug])
    assert f"last day is {get_day(TODAY + DAY)}" in client_of(leader).get(url).content.decode()
    if how == "leaders":
        services.end_circle(circle=circle, by=leader, at=NOON)
    else:
        Circle.objects.update(ends_on=TODAY)
        assert reads(record, member)  # the day on which it ends is its last
        Circle.objects.update(ends_on=TODAY - DAY)  # nobody reads on, though no job has run yet
        circle.refresh_from_db()
    assert reads(record, member) is stays
    assert reads(record, leader)
    assert not get_own_circles(leader).exists()
    with pytest.raises(UnableToShareRecord, match="running"):
        share(circle, leader, title="Another")
    page = client_of(member).get(circle.get_absolute_url()).content.decode()
    assert (record.title in page) is stays
    assert "The circle ended on" in page


def test_ended_circle_is_noted_and_told_once(leader, member):
    circle = start(leader, ends_on=TODAY + 20 * DAY)
    let_in(circle, member)
    services.invite_to_circle(circle=circle, email="late@example.org", by=leader, at=NOON)
    services.tend_circles(at=NOON)
    assert not Notice.objects.filter(kind="circle.ends").exists()
    for days in (6, 7):
        services.tend_circles(at=NOON + days * DAY)
    assert Notice.objects.filter(kind="circle.ends").count() == 2
    for days in (20, 21, 22):
        services.tend_circles(at=NOON + days * DAY)
    circle.refresh_from_db()
    assert circle.ended_at == NOON + 21 * DAY
    assert Notice.objects.filter(kind="circle.ended").count() == 2
    assert AuditEntry.objects.filter(action="circle.ended").count() == 1
    assert not CircleInvitation.objects.exists()


def test_read_only_circle_gives_members_no_file(leader, member):
    circle = start(leader, use="read")
    let_in(circle, member)
    record = share(circle, leader)
    attached = Attachment.objects.create(
        record_id=record.pk,
        title="Plan",
        name="plan.txt",
        content_type="text/plain",
        size=1,
        state="ready",
        added_at=NOON,
    )
    page = client_of(member).get(record.get_absolute_url()).content.decode()
    assert "Members can read it here" in page
    assert "PDF" not in page
    assert attached.get_absolute_url() not in page
    for url in (reverse("records:document", args=[record.slug, "pdf"]), attached.get_absolute_url()):
        refused = client_of(member).get(url, follow=True)
        assert refused.redirect_chain[-1][0] == record.get_absolute_url()
        assert "for reading only" in refused.content.decode()
    table = reverse("records:export", args=[get_kind("challenge").slug, "csv"])
    assert record.title not in client_of(member).get(table).content.decode()
    assert record.title in client_of(leader).get(table).content.decode()
    assert list(Record.objects.copyable_by(leader)) == [Record.objects.get(pk=record.pk)]
    assert not Record.objects.copyable_by(member).exists()


def test_other_uses_leave_files_as_they_were(leader, member):
    for use in ("inside", "anywhere"):
        circle = start(leader, use=use)
        let_in(circle, member)
        assert Record.objects.copyable_by(member).filter(pk=share(circle, leader).pk).exists()
    public = make_record(title="For everybody")
    assert Record.objects.copyable_by(member).filter(pk=public.pk).exists()


@pytest.mark.parametrize(("listed_to", "sees"), [("members", True), ("leaders", False)])
def test_names_of_members_are_shown_to_whom_it_was_said(leader, member, listed_to, sees):
    circle = start(leader, listed_to=listed_to)
    let_in(circle, member)
    page = client_of(member).get(circle.get_absolute_url()).content.decode()
    assert ("Lee Leader" in page) is sees
    assert "Otterdale Council" in page
    assert "Lee Leader" in client_of(leader).get(circle.get_absolute_url()).content.decode()


def test_only_leaders_change_a_circle_while_it_runs(leader, member):
    circle = start(leader)
    let_in(circle, member)
    assert may(policies.check_can_change_circle, circle, leader, on=TODAY)
    assert not may(policies.check_can_change_circle, circle, member, on=TODAY)
    assert not may(policies.check_leads, circle, UserFactory())
    circle.ends_on = TODAY
    assert may(policies.check_is_running, circle, on=TODAY)
    assert not may(policies.check_is_running, circle, on=TODAY + DAY)
    for view in ("circle-rules", "end-circle"):
        assert client_of(member).get(reverse(f"places:{view}", args=[circle.slug])).status_code == 404
    services.end_circle(circle=Circle.objects.get(pk=circle.pk), by=leader, at=NOON)
    assert not may(policies.check_can_change_circle, Circle.objects.get(pk=circle.pk), leader, on=TODAY)


def test_last_leader_makes_another_one_first(leader, member):
    circle = start(leader)
    other = let_in(circle, member)
    own = circle.memberships.get(user=leader)
    for leaves in (True, False):
        assert not may(policies.check_keeps_a_leader, own, leaves=leaves)
        assert may(policies.check_keeps_a_leader, other, leaves=leaves)
    client_of(leader).post(reverse("places:leave-circle", args=[circle.slug, own.pk]))
    assert circle.memberships.filter(user=leader).exists()
    url = reverse("places:change-circle-leader", args=[circle.slug, other.pk])
    assert client_of(member).post(url, {"leads": "yes"}).status_code == 404
    client_of(leader).post(url, {"leads": "yes"})
    assert circle.memberships.get(user=member).leads
    client_of(leader).post(reverse("places:leave-circle", args=[circle.slug, own.pk]))
    assert not circle.memberships.filter(user=leader).exists()
    client_of(member).post(url)  # the last one again
    assert circle.memberships.get(user=member).leads


def test_who_is_alone_may_leave_and_leads_until_then(leader):
    own = start(leader).memberships.get()
    assert may(policies.check_keeps_a_leader, own, leaves=True)
    assert not may(policies.check_keeps_a_leader, own, leaves=False)


def test_leader_removes_a_member_and_cancels_an_invitation(leader, member):
    circle = start(leader)
    membership = let_in(circle, member)
    record = share(circle, leader)
    client_of(leader).post(reverse("places:leave-circle", args=[circle.slug, membership.pk]))
    assert not reads(record, member)
    services.invite_to_circle(circle=circle, email=member.email, by=leader, at=NOON)
    number = circle.invitations.get().pk
    client_of(leader).post(reverse("places:cancel-circle-invitation", args=[circle.slug, number]))
    assert not circle.invitations.exists()
    assert client_of(member).get(reverse("places:join-circle", args=[circle.slug])).status_code == 404


def test_last_day_lies_ahead():
    assert may(policies.check_end_is_to_come, None, on=TODAY)
    assert may(policies.check_end_is_to_come, TODAY + DAY, on=TODAY)
    assert not may(policies.check_end_is_to_come, TODAY, on=TODAY)


def test_form_says_what_is_missing(leader):
    page = client_of(leader).post(reverse("places:new-circle"), {"ends_on": "2020-01-01"}).content.decode()
    for words in ("Enter a name", "Enter what it is for", "Enter a last day after today"):
        assert words in page
    assert not Circle.objects.exists()


def test_circle_of_before_has_nothing_to_agree_to(member):
    circle = make_circle(member)
    assert get_own_circles(member).get() == circle
    circle.rules = "New"
    with pytest.raises(ValidationError):
        circle.full_clean()


def test_question_and_answers_stay_in_the_circle(leader, member):
    from cairn.lessons.models import OpenQuestion
    from cairn.lessons.services import answer_question

    circle = start(leader)
    let_in(circle, member)
    question = make_draft(OpenQuestion, author=leader, title="Who has a night team?")
    records.share_record(record=question, by=leader, at=NOON, sharing=Sharing.CIRCLE, circle=circle)
    question.refresh_from_db()
    answer_question(question=question, text="We have one.", may_become_lesson=False, by=member, at=NOON)
    page = client_of(member).get(circle.get_absolute_url()).content.decode()
    assert ("Who has a night team?" in page, "1 answer" in page) == (True, True)
    assert client_of(UserFactory()).get(question.get_absolute_url()).status_code == 404
    assert "We have one." in client_of(leader).get(question.get_absolute_url()).content.decode()


def test_circle_of_a_long_name_is_started_and_audited(leader):
    circle = start(leader, name="Bath and North East Somerset Council and Bournemouth, Christchurch and Poole Council")
    assert len(circle.slug) <= AuditEntry._meta.get_field("key").max_length  # PostgreSQL refuses what is longer
    assert AuditEntry.objects.get(action="circle.started").key == circle.slug


def test_days_are_compared_as_days():
    circle = Circle(ends_on=date(2026, 11, 24))
    assert circle.is_running(on=date(2026, 11, 24))
    assert not circle.is_running(on=date(2026, 11, 25))
    assert not Circle(ended_at=NOON).is_running(on=date(2020, 1, 1))
