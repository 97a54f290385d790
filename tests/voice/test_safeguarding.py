"""Safeguarding concern: who is told, who reads it, and that its words stand nowhere else."""

import json
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now
from django_tasks_db.models import DBTaskResult

from cairn.accounts.models import User
from cairn.accounts.services import create_demonstration_users, erase_account
from cairn.audit.models import AuditEntry
from cairn.common import privacy
from cairn.common.operations.ledger import read, replay
from cairn.notices import services as notices
from cairn.notices.enums import Frequency
from cairn.notices.models import Notice, NoticePreference
from cairn.notices.schedules import get_schedules
from cairn.places.services import load_demonstration_organisations, load_fictional_places
from cairn.records.desk import get_due
from cairn.voice import policies, services
from cairn.voice.models import SafeguardingConcern, SafetyPost
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.records import NOON, join, make_draft, make_organisation
from tests.factories.voice import make_concern, make_post

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql_by_day]
WORDS = "Planted-words about somebody"
HOURS = timedelta(hours=4)


def log_in(user):
    client = Client()
    client.force_login(user)
    return client


def send(client, organisation, **given):
    return client.post(f"/safety/tell/{organisation.slug}/", {"words": WORDS, "contact": "Planted-contact", **given})


def send_mails():
    return notices.send_waiting(frequency=Frequency.IMMEDIATE, at=now())


def test_both_are_told_at_once_and_no_word_is_told():
    organisation, lead, deputy = make_organisation(), make_post(), make_post("deputy")
    page = send(Client(), organisation)
    assert page.status_code == 200
    assert "Sent" in page.content.decode()
    assert send_mails() == 2
    assert {message.to[0] for message in mail.outbox} == {lead.membership.user.email, deputy.membership.user.email}
    for message in mail.outbox:
        said = f"{message.subject} {message.body} {message.alternatives[0].content} {message.extra_headers}"
        assert "A safeguarding concern is waiting for you" in message.subject
        assert "Planted" not in said
        assert "List-Unsubscribe" not in said
    assert SafeguardingConcern.objects.get().words == WORDS


def test_lead_cannot_turn_the_mail_off_or_put_it_off():
    post = make_post()
    user = post.membership.user
    notices.unsubscribe(user=user, kind="digest")
    NoticePreference.objects.create(user=user, kind="concern.sent", frequency="never")
    for number in range(25):
        services.send_concern(organisation=post.organisation, words=str(number), contact="", by=None, at=now())
    assert send_mails() == 25
    assert "concern.sent" not in log_in(user).get(reverse("notices:preferences")).content.decode()


def test_words_stand_in_one_row_only():
    """Not in audit, notices, jobs, sessions or any other table."""
    organisation, reporter = make_organisation(), UserFactory()
    join(reporter, organisation)
    lead = make_post()
    assert send(log_in(reporter), organisation).status_code == 200
    concern = SafeguardingConcern.objects.get()
    log_in(lead.membership.user).post(f"/safety/worries/{concern.key}/read/")
    send_mails()
    assert AuditEntry.objects.filter(target="concern").count() == 2
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (names of our own tables)
            found += [table for row in cursor.fetchall() if "Planted" in str(row)]
    assert found == ["voice_safeguardingconcern"]
    assert "Planted" not in str(list(DBTaskResult.objects.values()))


@pytest.mark.parametrize("state", ["nobody", "asked", "away", "locked out", "left"])
def test_without_somebody_on_duty_no_form_opens_and_nothing_is_kept(state):
    organisation = make_organisation()
    if state != "nobody":
        today = localdate()
        post = make_post(
            **{"asked": {"agreed_at": None}, "away": {"away_from": today, "away_until": today}}.get(state, {})
        )
        if state == "locked out":
            User.objects.filter(pk=post.membership.user_id).update(is_active=False)
        if state == "left":
            post.membership.delete()
    member = UserFactory()
    join(member, organisation)
    client = log_in(member)
    for page in (client.get(f"/safety/tell/{organisation.slug}/"), send(client, organisation)):
        text = page.content.decode()
        assert "No one is on duty at Otterdale Council" in text
        assert "call 999" in text
        assert "front door" in text
        assert 'name="words"' not in text
    assert WORDS in text  # the writer finds it again
    assert not SafeguardingConcern.objects.exists()
    assert "No one is on duty now" in client.get("/safety/").content.decode()
    with pytest.raises(policies.UnableToSend, match="was not sent or saved"):
        services.send_concern(organisation=organisation, words=WORDS, contact="", by=None, at=now())


def test_deputy_alone_keeps_the_form_open():
    organisation = make_organisation()
    make_post(away_from=localdate(), away_until=localdate())
    make_post("deputy")
    assert 'name="words"' in Client().get(f"/safety/tell/{organisation.slug}/").content.decode()


def test_stranger_chooses_among_those_on_duty_and_a_member_has_their_own():
    make_post(organisation=make_organisation("Otterdale Council"))
    make_organisation("Brindlebridge Council")
    page = Client().get("/safety/").content.decode()
    assert "Otterdale Council" in page
    assert "Brindlebridge" not in page
    member = UserFactory()
    join(member, make_organisation("Brindlebridge Council"))
    page = log_in(member).get("/safety/").content.decode()
    assert "Otterdale" not in page
    assert log_in(member).get("/safety/tell/otterdale-council/").status_code == 404
    assert Client().get("/safety/tell/nowhere/").status_code == 404


def test_names_of_the_lead_are_not_told_to_strangers():
    post = make_post(user=UserFactory(name="Planted Lead"))
    for path in ("/safety/", f"/safety/tell/{post.organisation.slug}/", post.organisation.get_absolute_url()):
        assert "Planted Lead" not in Client().get(path).content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [({"words": " "}, "Say what you are worried about"), ({"words": "x" * 3001}, "longer than 3,000 characters")],
)
def test_bad_input_gets_a_sentence(given, sentence):
    organisation = make_post().organisation
    assert sentence in send(Client(), organisation, **given).content.decode()
    assert not SafeguardingConcern.objects.exists()


def test_only_lead_and_deputy_of_that_organisation_read_it():
    organisation, lead = make_organisation(), make_post()
    deputy = make_post("deputy", agreed_at=None)
    coordinator, member, sender = UserFactory(), UserFactory(), UserFactory()
    join(coordinator, organisation, role="coordinator")
    join(member, organisation)
    join(sender, organisation)
    other = make_post(organisation=make_organisation("Brindlebridge Council"))
    host = give_site_role(give_site_role(UserFactory(), "host"), "moderator")
    boss = UserFactory(is_superuser=True)
    concern = make_concern(words=WORDS, sender=sender)
    for user in (coordinator, member, sender, other.membership.user, host, boss, deputy.membership.user):
        client = log_in(user)
        for path in ("", "read/", "close/"):
            for method in (client.get, client.post):
                assert method(f"/safety/worries/{concern.key}/{path}", follow=True).status_code in (404, 405)
        for path in ("/safety/", "/audit/", "/desk/", "/jobs/", "/records/", "/search/?q=somebody", "/safety/worries/"):
            assert "Planted" not in client.get(path).content.decode()
    assert Client().get(f"/safety/worries/{concern.key}/").status_code == 302
    assert not AuditEntry.objects.filter(action="concern.read").exists()
    page = log_in(lead.membership.user).post(f"/safety/worries/{concern.key}/read/")
    assert WORDS in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_opening_the_link_reads_nothing_and_each_reading_is_audited():
    lead, concern = make_post(), make_concern()
    client = log_in(lead.membership.user)
    assert "Planted" not in client.get(f"/safety/worries/{concern.key}/").content.decode()
    concern.refresh_from_db()
    assert concern.opened_at is None
    for _ in range(2):
        client.post(f"/safety/worries/{concern.key}/read/")
    concern.refresh_from_db()
    assert concern.opened_at is not None
    told = AuditEntry.objects.filter(
        action="concern.read", target="concern", key=concern.key, by=lead.membership.user_id
    )
    assert told.count() == 2


def test_closing_says_what_was_done_and_words_go_after_the_time(tmp_path, settings):
    settings.LEDGER = tmp_path / "ledger.jsonl"
    lead, concern = make_post(), make_concern()
    client = log_in(lead.membership.user)
    address = f"/safety/worries/{concern.key}/"
    assert "Read it first" in client.post(f"{address}close/", {"done": "Handed on"}).content.decode()
    client.post(f"{address}read/")
    assert "Enter a few words" in client.post(f"{address}close/", {"done": ""}).content.decode()
    assert client.post(f"{address}close/", {"done": "Handed on to the front door"}).status_code == 302
    concern.refresh_from_db()
    assert concern.done == "Handed on to the front door"
    assert services.clear_old_concerns(concern.closed_at) == 0
    assert services.clear_old_concerns(concern.closed_at + timedelta(seconds=1)) == 1
    assert services.clear_old_concerns(concern.closed_at + timedelta(seconds=1)) == 0
    concern.refresh_from_db()
    assert (concern.words, concern.contact, concern.done) == ("", "", "Handed on to the front door")
    assert "Its text was deleted" in client.post(f"{address}read/").content.decode()
    line = json.loads(settings.LEDGER.read_text())
    assert (line["kind"], line["key"]) == ("concern.cleared", concern.key)
    # A backup from before brings the words back; the ledger takes them again.
    SafeguardingConcern.objects.filter(pk=concern.pk).update(words="Planted", cleared_at=None)
    assert replay(read(settings.LEDGER).entries) == 1
    concern.refresh_from_db()
    assert concern.words == ""


def test_open_worry_is_never_cleared():
    concern = make_concern(opened_at=NOON)
    assert services.clear_old_concerns(now() + timedelta(days=9999)) == 0
    concern.refresh_from_db()
    assert concern.words == "Planted-worry"


def test_unread_worry_is_told_again_and_coordinators_hear_from_the_second_time():
    lead, coordinator = make_post(), UserFactory()
    join(coordinator, lead.organisation, role="coordinator")
    concern = make_concern()
    assert services.chase_unopened(at=NOON + HOURS - timedelta(seconds=1)) == 0
    assert services.chase_unopened(at=NOON + HOURS) == 1
    assert services.chase_unopened(at=NOON + HOURS) == 0
    assert set(Notice.objects.values_list("user", flat=True)) == {lead.membership.user_id}
    assert services.chase_unopened(at=NOON + 2 * HOURS) == 1
    assert Notice.objects.filter(user=coordinator, kind="concern.unopened").count() == 1
    send_mails()
    to_coordinator = next(one for one in mail.outbox if one.to == [coordinator.email])
    assert "A safeguarding concern has not been read" in to_coordinator.subject
    assert concern.key not in to_coordinator.body
    services.open_concern(concern=concern, by=lead.membership.user, at=NOON + 2 * HOURS)
    assert services.chase_unopened(at=NOON + 9 * HOURS) == 0
    assert "safety.chase" in {schedule.name for schedule in get_schedules()}
    assert settings.SAFETY_CHASE_HOURS == 4


def test_where_the_lead_has_left_coordinators_hear_at_the_first_time():
    lead, coordinator = make_post(), UserFactory()
    join(coordinator, lead.organisation, role="coordinator")
    make_concern()
    lead.membership.delete()
    assert services.chase_unopened(at=NOON + HOURS) == 1
    assert Notice.objects.filter(user=coordinator, kind="concern.unopened").count() == 1


def test_desk_of_the_lead_says_that_it_waits_and_no_word():
    lead, concern = make_post(), make_concern(sent_at=now())
    make_draft(author=lead.membership.user)  # has waited longer
    assert get_due(lead.membership.user)[0].title == "Safeguarding concern"
    due = [item for item in get_due(lead.membership.user) if item.title == "Safeguarding concern"]
    assert [item.url for item in due] == [f"/safety/worries/{concern.key}/"]
    assert "Planted" not in str(due)


def test_coordinator_names_two_people_and_both_are_asked():
    organisation, coordinator = make_organisation(), UserFactory()
    join(coordinator, organisation, role="coordinator")
    one, two = join(UserFactory(), organisation), join(UserFactory(), organisation)
    client = log_in(coordinator)
    address = f"/safety/people/{organisation.slug}/"
    same = client.post(f"{address}name/", {"lead": one.pk, "deputy": one.pk}).content.decode()
    assert "The deputy must be a different person" in same
    outsider = join(UserFactory(), make_organisation("Brindlebridge Council"))
    assert "Choose someone from the list" in client.post(f"{address}name/", {"lead": outsider.pk}).content.decode()
    assert client.post(f"{address}name/", {"lead": one.pk, "deputy": two.pk}).status_code == 302
    assert not SafetyPost.objects.on_duty(day=localdate()).exists()
    assert send_mails() == 2
    assert log_in(two.user).post(f"{address}lead/yes/").status_code == 404
    assert log_in(one.user).post(f"{address}lead/yes/").status_code == 302
    assert SafetyPost.objects.on_duty(day=localdate()).get().membership == one
    # The two change places: both are asked again. Naming the same people again changes nothing.
    services.name_people(organisation=organisation, lead=two, deputy=one, by=coordinator, at=NOON)
    assert dict(SafetyPost.objects.values_list("role", "membership")) == {"lead": two.pk, "deputy": one.pk}
    services.agree(post=SafetyPost.objects.get(role="lead"), by=two.user, at=NOON)
    services.name_people(organisation=organisation, lead=two, deputy=None, by=coordinator, at=NOON)
    assert SafetyPost.objects.get().agreed_at == NOON


@pytest.mark.parametrize("role", ["member", "reader"])
def test_others_do_not_name_and_strangers_see_nothing(role):
    post, person = make_post(), UserFactory()
    join(person, post.organisation, role=role)
    address = f"/safety/people/{post.organisation.slug}/"
    client = log_in(person)
    assert client.get(address).status_code == 200
    assert client.get(f"{address}name/").status_code == 403
    assert client.get(f"{address}lead/away/").status_code == 404
    for path in ("", "name/", "lead/away/"):
        assert log_in(UserFactory()).get(address + path).status_code == 404
    with pytest.raises(policies.UnableToChangePost, match="Only the organisation’s coordinators"):
        services.name_people(organisation=post.organisation, lead=post.membership, deputy=None, by=person, at=NOON)


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("1/12/2026", "", "Enter both days, or leave both blank"),
        ("2/12/2026", "1/12/2026", "1 December 2026 is before 2 December 2026"),
        ("soon", "1/12/2026", "This is not a date. Enter it like 31/3/2027"),
    ],
)
def test_days_away_that_make_no_sense_get_a_sentence(first, last, sentence):
    post = make_post()
    client, address = log_in(post.membership.user), f"/safety/people/{post.organisation.slug}/lead/away/"
    assert sentence in client.post(address, {"away_from": first, "away_until": last}).content.decode()


def test_days_away_count_to_the_last():
    post = make_post()
    client, address = log_in(post.membership.user), f"/safety/people/{post.organisation.slug}/lead/away/"
    assert client.post(address, {"away_from": "1/12/2026", "away_until": "3/12/2026"}).status_code == 302
    on_duty = [SafetyPost.objects.on_duty(day=date(2026, 12, day)).exists() for day in (1, 3, 4)]
    assert on_duty == [False, False, True]
    assert SafetyPost.objects.on_duty(day=date(2026, 11, 30)).exists()


def test_erased_sender_leaves_the_worry_without_a_name():
    sender, post = UserFactory(), make_post()
    concern = make_concern(post.organisation, sender=sender)
    erase_account(user=sender, at=NOON)
    concern.refresh_from_db()
    assert (concern.sender, concern.words) == (None, "Planted-worry")


def test_sender_sees_how_it_stands_and_gets_no_words_in_the_export():
    sender, post = UserFactory(), make_post()
    join(sender, post.organisation)
    make_concern(post.organisation, sender=sender)
    assert "not read yet" in log_in(sender).get("/safety/").content.decode()
    exported = str(privacy.export(sender, names={"email": []}))
    assert "worries_sent" in exported
    assert "Planted" not in exported


def test_demonstration_has_people_on_duty_and_names_them_once():
    create_demonstration_users()
    load_fictional_places()
    load_demonstration_organisations(at=NOON)
    for _ in range(2):
        services.load_demonstration_posts(at=NOON)
    posts = SafetyPost.objects.on_duty(day=localdate()).values_list("organisation__name", "role")
    assert sorted(posts) == [
        ("Brindlebridge Council", "lead"),
        ("Ottenvale Council", "deputy"),
        ("Ottenvale Council", "lead"),
    ]


def test_nobody_takes_over_the_post_quietly():
    post, coordinator, other = make_post(), UserFactory(), UserFactory()
    taking = join(coordinator, post.organisation, role="coordinator")
    join(other, post.organisation, role="coordinator")
    services.name_people(organisation=post.organisation, lead=taking, deputy=None, by=coordinator, at=NOON)
    told = Notice.objects.filter(kind="safety.changed").values_list("user", flat=True)
    assert set(told) == {post.membership.user_id, other.pk}
    services.name_people(organisation=post.organisation, lead=taking, deputy=None, by=coordinator, at=NOON)
    assert Notice.objects.filter(kind="safety.changed").count() == 2
