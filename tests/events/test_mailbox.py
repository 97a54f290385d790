"""Suggestions by e-mail: what becomes of each mail, by IMAP or through a pipe, and who hears what (row 60)."""

import io
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils.timezone import now

from cairn.accounts.services import erase_account
from cairn.events.apps import EventsConfig
from cairn.events.models import ReceivedMail, Suggestion, SuggestionFollower
from cairn.events.services import imap, mailbox
from cairn.events.services import suggestions as services
from cairn.events.tasks import suggestions as tasks
from cairn.notices.schedules import get_schedules
from tests.factories.accounts import UserFactory, client_of
from tests.factories.records import NOON
from tests.factories.suggestions import answer, make_moderator, make_suggestion
from tests.fakes.imap import FakeMailServer

pytestmark = pytest.mark.django_db
MAILS = Path(__file__).parent / "mails"
Outcome = ReceivedMail.Outcome


@pytest.fixture(autouse=True)
def own_box(settings, tmp_path):
    settings.DEFAULT_FROM_EMAIL = "Cairn <news@cairn.example>"
    settings.MAILBOX_ADDRESS = "suggestions@cairn.example"
    own = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": own}


def load(name):
    return (MAILS / f"{name}.eml").read_bytes()


def take(name, **given):
    return mailbox.receive_mail(content=load(name), at=NOON, **given)


def reply():
    for one in ReceivedMail.objects.all():
        tasks.reply_to_mail.call(one.pk)
    return mail.outbox


def make_large_mail(size=20 * 1024 * 1024):
    message = EmailMessage()
    message["From"], message["To"] = "Ola <ola@council.example>", "suggestions@cairn.example"
    message["Subject"], message["Message-ID"] = "Our slides", "<large-1@council.example>"
    message.set_content("Here they are.")
    message.add_attachment(b"x" * size, maintype="application", subtype="pdf", filename="slides.pdf")
    return message.as_bytes()


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("plain", "suggestion"),
        ("html", "suggestion"),
        ("forwarded", "suggestion"),
        ("forwarded_attached", "suggestion"),
        ("base64", "suggestion"),
        ("latin1", "suggestion"),
        ("quoted", "suggestion"),
        ("broken_charset", "suggestion"),
        ("no_subject", "suggestion"),
        ("no_sender", "suggestion"),
        ("nul", "suggestion"),
        ("vacation", "automatic"),
        ("precedence", "automatic"),
        ("out_of_office", "automatic"),
        ("bounce", "bounce"),
        ("null_sender", "bounce"),
        ("own", "own"),
        ("worried", "concern"),
        ("empty", "empty"),
    ],
)
def test_what_becomes_of_a_mail(name, outcome):
    taken = take(name)
    assert taken.outcome == outcome
    assert Suggestion.objects.count() == (outcome == "suggestion")
    assert len(reply()) == (outcome in ("suggestion", "concern", "empty") and name != "no_sender")
    reply()
    assert len(mail.outbox) <= 1  # a job that runs twice replies once


def test_a_mail_becomes_a_private_suggestion_and_its_sender_hears():
    taken = take("plain")
    sent = taken.suggestion
    assert (sent.title, sent.came_by, sent.name) == ("Working with housing", "mail", "Ada Planted-name")
    assert sent.words.startswith("Could the next event be about housing")
    assert sent.sent_at == NOON
    message = reply()[0]
    assert message.to == ["ada@council.example"]
    assert message.extra_headers["Auto-Submitted"] == "auto-replied"
    assert message.extra_headers["In-Reply-To"] == "<plain-1@council.example>"
    assert sent.followers.get().get_absolute_url() in message.body
    assert "housing" not in message.body  # nothing of a mail is sent on to whoever its sender says they are
    assert sent.released_at is None
    assert client_of(None).get("/events/suggestions/").content.count(b"housing") == 0


def test_a_mail_without_a_subject_is_named_by_its_first_words():
    assert take("no_subject").suggestion.title.startswith("More about advocacy, please.")


def test_words_of_a_mail_are_not_offered_as_public_words():
    sent = take("plain").suggestion
    page = client_of(make_moderator()).get(f"/events/suggestions/sort/{sent.key}/").content.decode()
    form = page.partition("Text for everyone")[2].partition("</form>")[0]
    assert "Could the next event" in page
    assert "Could the next event" not in form


def test_a_mail_comes_twice_and_is_taken_once():
    assert take("plain") is not None
    assert take("plain") is None
    assert take("no_subject") is not None
    assert take("no_subject") is None  # without a Message-ID by its content
    assert Suggestion.objects.count() == 2
    assert len(reply()) == 2


def test_a_worry_is_not_kept_and_its_sender_hears_whom_to_tell():
    taken = take("worried")
    assert not taken.raw
    message = reply()[0]
    assert "/safety/" in message.body
    assert "999" in message.body
    assert "Planted-worry" not in message.body
    taken.refresh_from_db()
    assert (taken.sender, taken.message_id) == ("", "")
    page = client_of(make_moderator()).get("/events/suggestions/sort/").content.decode()
    assert "Sounded like a concern about safety" in page
    assert "max@council.example" not in page
    assert "Planted-worry" not in page


def test_a_mail_of_20_mb_is_refused_with_an_answer_and_not_kept():
    taken = mailbox.receive_mail(content=make_large_mail(), at=NOON)
    assert (taken.outcome, bool(taken.raw)) == (Outcome.TOO_LARGE, False)
    assert "without attachments" in reply()[0].body
    taken.refresh_from_db()
    assert taken.sender == ""
    assert not Suggestion.objects.exists()


def test_a_program_that_answers_everything_is_not_answered_for_ever():
    for number in range(6):
        content = load("plain").replace(b"plain-1", b"plain-%d" % number)
        mailbox.receive_mail(content=content, at=NOON)
    assert Suggestion.objects.count() == 6
    assert len(reply()) == mailbox.REPLIES_TO_ONE


def test_one_sender_sends_ten_an_hour():
    outcomes = [
        mailbox.receive_mail(content=load("plain").replace(b"plain-1", b"plain-%d" % number), at=NOON).outcome
        for number in range(12)
    ]
    assert outcomes == [Outcome.SUGGESTION] * 10 + [Outcome.TOO_MANY] * 2


def test_nothing_answers_itself():
    """Every mail that goes out comes back to the box; not one becomes a suggestion or gets an answer."""
    sent = take("plain").suggestion
    answer(sent)
    tasks.send_answers.call(sent.pk)
    replies = list(reply())
    assert len(replies) == 2
    for message in replies:
        back = mailbox.receive_mail(content=message.message().as_bytes(), at=NOON)
        assert back.outcome in (Outcome.OWN, Outcome.AUTOMATIC)
    assert Suggestion.objects.count() == 1
    assert len(reply()) == len(replies)


def test_a_mail_that_cannot_be_read_is_kept_for_moderators(monkeypatch):
    def fail(content):
        raise mailbox.UnableToOpen

    monkeypatch.setattr(mailbox, "read_mail_apart", fail)
    taken = take("plain")
    assert taken.outcome == Outcome.UNREADABLE
    assert Path(taken.raw.path).read_bytes() == load("plain")
    assert reply() == []


# --- Who reads a mail, and for how long -----------------------------------------------------------


def test_only_moderators_download_a_mail():
    taken = take("plain")
    path = f"/events/suggestions/sort/mails/{taken.pk}/"
    for user, status in ((None, 302), (UserFactory(), 403)):
        assert client_of(user).get(path).status_code == status
    answered = client_of(make_moderator()).get(path)
    assert b"".join(answered.streaming_content) == load("plain")
    assert answered["Content-Type"] == "message/rfc822"
    assert answered["Content-Disposition"].startswith("attachment")
    assert client_of(make_moderator()).get("/events/suggestions/sort/mails/99999/").status_code == 404


def test_a_mail_is_kept_thirty_days(django_capture_on_commit_callbacks):
    taken = take("plain")
    path = Path(taken.raw.path)
    mailbox.delete_old_mails(NOON)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        mailbox.delete_old_mails(NOON.replace(year=2027))
    assert not path.exists()
    assert not ReceivedMail.objects.exists()
    assert Suggestion.objects.count() == 1


def test_whoever_takes_back_what_they_sent_takes_the_mail_with_it(django_capture_on_commit_callbacks):
    taken = take("plain")
    path = Path(taken.raw.path)
    with django_capture_on_commit_callbacks(execute=True):
        services.stop_following(follower=SuggestionFollower.objects.get(), at=NOON)
    assert not path.exists()
    assert not Suggestion.objects.exists()


def test_an_erased_account_takes_its_mails_with_it(django_capture_on_commit_callbacks):
    user = UserFactory(email="ada@council.example")
    path = Path(take("plain").raw.path)
    with django_capture_on_commit_callbacks(execute=True):
        erase_account(user=user, at=NOON)
    assert not path.exists()
    assert not ReceivedMail.objects.exists()
    assert not SuggestionFollower.objects.exists()
    assert Suggestion.objects.get().words == ""


# --- Through a pipe -------------------------------------------------------------------------------


def pipe(monkeypatch, content):
    class Stdin:
        buffer = io.BytesIO(content)

    monkeypatch.setattr(sys, "stdin", Stdin)
    written = io.StringIO()
    call_command("receive_mail", stdout=written, stderr=io.StringIO())
    return written.getvalue().strip(), Stdin.buffer.read()


def test_receive_mail_takes_a_mail_from_standard_input(monkeypatch):
    assert pipe(monkeypatch, load("plain")) == ("Became a suggestion", b"")
    assert pipe(monkeypatch, load("plain")) == ("Already received.", b"")
    assert Suggestion.objects.count() == 1


def test_receive_mail_reads_all_of_a_large_one_so_that_the_server_does_not_bounce_it(monkeypatch):
    said, left = pipe(monkeypatch, make_large_mail(12 * 1024 * 1024))
    assert said == "Too large: its sender was told"
    assert left == b""


def test_receive_mail_asks_the_server_to_try_again_where_the_database_does_not_answer(monkeypatch):
    def fail(**given):
        raise OperationalError

    monkeypatch.setattr("cairn.events.management.commands.receive_mail.receive_mail", fail)
    with pytest.raises(SystemExit) as ended:
        pipe(monkeypatch, load("plain"))
    assert ended.value.code == 75


# --- By IMAP --------------------------------------------------------------------------------------


@pytest.fixture
def server(monkeypatch, tmp_path):
    with FakeMailServer(tmp_path, user="box@cairn.example", password="pass/word") as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        yield server


def test_fetch_mail_takes_all_out_of_the_box(server, settings):
    settings.MAILBOX_URL = server.url
    server.mails = {3: load("plain"), 7: load("bounce"), 9: make_large_mail(11 * 1024 * 1024)}
    written = io.StringIO()
    call_command("fetch_mail", stdout=written)
    assert written.getvalue() == "3 e-mails fetched.\n"
    assert set(ReceivedMail.objects.values_list("outcome", flat=True)) == {"suggestion", "bounce", "too_large"}
    assert server.mails == {}
    assert server.sent_bytes < 1024 * 1024  # of the large one its headers only
    call_command("fetch_mail", stdout=written)
    assert Suggestion.objects.count() == 1


def test_fetch_mail_leaves_what_it_cannot_take_and_goes_on(server, settings, monkeypatch):
    settings.MAILBOX_URL = server.url
    server.mails = {1: load("latin1"), 2: load("plain")}
    take_mail = imap.receive_mail

    def fail_once(*, content, **given):
        if b"latin1-1" in content:
            raise ValueError("planted")
        return take_mail(content=content, **given)

    monkeypatch.setattr(imap, "receive_mail", fail_once)
    with pytest.raises(CommandError, match="1 of 2 e-mails could not be taken and stay in the mailbox"):
        call_command("fetch_mail", stdout=io.StringIO())
    assert list(server.mails) == [1]
    assert Suggestion.objects.count() == 1


def test_fetch_mail_deletes_nothing_that_the_server_did_not_hand_over(server, settings):
    settings.MAILBOX_URL = server.url
    server.mails = {1: b"", 2: load("plain")}
    with pytest.raises(CommandError, match="1 of 2 e-mails"):
        call_command("fetch_mail", stdout=io.StringIO())
    assert list(server.mails) == [1]


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("imap://box:word@mail.example.org/", "must start with imaps://"),
        ("imaps://mail.example.org/", "needs a host, a user and a password"),
        ("imaps://box:word@mail.example.org:none/", "The port in CAIRN_MAILBOX_URL is not a number"),
    ],
)
def test_fetch_mail_says_what_is_wrong_with_the_address(settings, url, sentence):
    settings.MAILBOX_URL = url
    with pytest.raises(CommandError, match=sentence):
        call_command("fetch_mail")


def test_fetch_mail_never_says_the_password(server, settings):
    settings.MAILBOX_URL = server.url.replace("pass%2Fword", "planted-secret")
    with pytest.raises(CommandError, match="could not be read") as problem:
        call_command("fetch_mail")
    assert "planted-secret" not in str(problem.value)


def test_fetch_mail_trusts_no_strange_server(server, settings, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    settings.MAILBOX_URL = server.url
    server.mails = {1: load("plain")}
    with pytest.raises(CommandError, match="SSLCertVerificationError"):
        call_command("fetch_mail")
    assert not ReceivedMail.objects.exists()


def test_fetch_mail_says_that_a_folder_is_not_there(server, settings):
    settings.MAILBOX_URL = server.url.replace("INBOX", "Other")
    with pytest.raises(CommandError, match="has no folder “Other”"):
        call_command("fetch_mail")


def test_fetch_mail_without_a_box_says_how_to_set_one(settings):
    settings.MAILBOX_URL = ""
    with pytest.raises(CommandError, match="CAIRN_MAILBOX_URL is not set"):
        call_command("fetch_mail")
    tasks.fetch_mail.call()  # the job does nothing


def test_the_box_is_read_by_itself_where_one_is_set(settings):
    import cairn.events

    assert "events.mail" not in {one.name for one in get_schedules()}
    from cairn.notices import schedules

    before = dict(schedules._schedules)
    settings.MAILBOX_URL = "imaps://box:word@mail.example.org/"
    try:
        EventsConfig("cairn.events", cairn.events).ready()
        assert "events.mail" in {one.name for one in get_schedules()}
    finally:
        schedules._schedules.clear()
        schedules._schedules.update(before)


def test_pages_name_the_address_only_where_there_is_one(settings):
    make_suggestion(is_released=True, at=now())
    assert b"mailto:suggestions@cairn.example" in client_of(None).get("/events/suggestions/").content
    settings.MAILBOX_ADDRESS = ""
    assert b"mailto:suggestions" not in client_of(None).get("/events/suggestions/").content
