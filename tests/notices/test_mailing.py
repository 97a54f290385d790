"""Which mail goes to whom, when, and with which words: each condition of the sender alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from cairn.notices import kinds, services
from cairn.notices.enums import Frequency
from cairn.notices.kinds import NoticeKind, NoticeText, register_notice_kind
from cairn.notices.models import Mail, Notice, NoticePreference
from cairn.notices.services import mailing
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HEADINGS = {"long": 185, "longer": 300}


@pytest.fixture(autouse=True)
def made_kinds():
    for name, is_duty in (("test.news", False), ("test.more", False), ("test.duty", True)):
        render = make_render(name)
        register_notice_kind(NoticeKind(name, name, "For tests.", render, Frequency.IMMEDIATE, is_duty=is_duty))
    yield
    for name in ("test.news", "test.more", "test.duty"):
        del kinds._kinds[name]


def make_render(name):
    """The heading is as long as what it is about says."""
    return lambda user, about: NoticeText(f"{name} {about}" + "g" * HEADINGS.get(about, 0), "Something.", "/desk/")


def tell(user, about="one", kind="test.news"):
    services.notify(users=[user], kind=kind, about=about, at=NOON)


def send(frequency=Frequency.IMMEDIATE, at=NOON):
    return services.send_waiting(frequency=frequency, at=at)


def get_recipients():
    return sorted(message.to[0] for message in mail.outbox)


def test_what_others_wait_for_makes_no_flood_and_each_gets_their_own(user, other_user):
    for number in range(15):
        tell(user, f"a-{number}")
        tell(other_user, f"b-{number}")
    assert send() == 30
    assert get_recipients() == sorted([user.email, other_user.email] * 15)
    for message in mail.outbox:
        assert ("test.news a-" in message.body) == (message.to == [user.email])


def test_a_duty_goes_out_once_and_other_mail_that_is_written_waits(user):
    tell(user, "news")
    mailing._write_mails(Notice.objects.all(), Frequency.IMMEDIATE, at=NOON)
    tell(user, "duty", kind="test.duty")
    assert services.send_duties(at=NOON) == 1
    assert services.send_duties(at=NOON) == 0
    assert [message.subject for message in mail.outbox] == ["Cairn: test.duty duty"]
    assert Mail.objects.filter(sent_at=None).count() == 1


def test_a_run_sends_so_many_and_the_next_one_the_rest(user, monkeypatch):
    monkeypatch.setattr(mailing, "MOST_IN_A_RUN", 2)
    for number in range(3):
        tell(user, str(number))
    assert (send(), send()) == (2, 1)


def test_whoever_may_not_sign_in_any_more_gets_no_mail(user, other_user):
    tell(user)
    tell(other_user)
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    assert send() == 1
    assert get_recipients() == [other_user.email]


def test_what_somebody_stopped_is_left_out_for_them_alone_unless_it_is_a_duty(user, other_user):
    for person in (user, other_user):
        tell(person)
        tell(person, kind="test.duty")
    for kind in ("test.news", "test.duty"):
        NoticePreference.objects.create(user=user, kind=kind, frequency=Frequency.NEVER)
    NoticePreference.objects.create(user=other_user, kind="test.news", frequency=Frequency.WEEKLY)
    assert send() == 3
    assert sorted((message.to[0], message.subject) for message in mail.outbox) == sorted(
        [
            (user.email, "Cairn: test.duty one"),
            (other_user.email, "Cairn: test.news one"),
            (other_user.email, "Cairn: test.duty one"),
        ]
    )


def test_a_mail_of_several_says_how_many_and_leaves_out_a_kind_that_is_gone(user):
    for kind in ("test.news", "test.more"):
        services.set_frequency(user=user, kind=kind, frequency=Frequency.DAILY)
        tell(user, kind=kind)
    tell(user, "two")
    Notice.objects.filter(about="two").update(kind="test.gone")
    assert send(Frequency.DAILY) == 1
    assert mail.outbox[0].subject == "Cairn: 2 updates"
    tell(user, "alone")
    assert send(Frequency.DAILY) == 1
    assert mail.outbox[1].subject == "Cairn: test.news alone"


def test_a_subject_is_cut(user):
    for about in HEADINGS:
        tell(user, about)
    assert send() == 2
    assert [len(message.subject) for message in mail.outbox] == [200, 200]


def test_a_duty_offers_no_way_out_and_news_does(user):
    tell(user)
    tell(user, kind="test.duty")
    assert send() == 2
    offered = {message.subject: "List-Unsubscribe" in message.extra_headers for message in mail.outbox}
    assert offered == {"Cairn: test.news one": True, "Cairn: test.duty one": False}
    for message in mail.outbox:
        assert ("/unsubscribe/" in message.body) == offered[message.subject]


def test_a_mail_that_could_not_be_sent_is_logged_without_its_address(user, settings, caplog):
    settings.EMAIL_BACKEND = "tests.notices.failing.FailingBackend"
    tell(user)
    assert send() == 0
    assert "could not be sent: ConnectionRefusedError" in caplog.text
    assert user.email not in caplog.text
    assert send(at=NOON + timedelta(minutes=1)) == 0
    assert Mail.objects.get().attempts == 1


def test_a_mail_of_which_nothing_may_be_seen_is_no_fault(user, caplog):
    assert UserFactory()
    tell(user)
    Notice.objects.update(kind="test.gone")
    assert send() == 0
    assert not Mail.objects.exists()
    assert "could not be sent" not in caplog.text
