"""The report of an event: who drafts and reads it, the way to its readers, and what its speakers say to their lines."""

import io
import json

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from pypdf import PdfReader

from cairn.accounts.models import SiteRole
from cairn.accounts.services import erase_account
from cairn.audit.models import AuditEntry
from cairn.boards.policies import UnableToDecide
from cairn.events import tasks
from cairn.events.models import EventReportPage, LearningEvent, SpeakerApproval
from cairn.events.policies.reports import UnableToReport, get_line_state
from cairn.events.services import reports
from cairn.lessons.models import Insight
from cairn.lessons.presenters import TAKEN_BACK
from cairn.notices.models import Notice
from cairn.notices.services import send_waiting
from cairn.records import services as records
from cairn.records.desk import get_due
from cairn.records.enums import Sharing
from cairn.records.models import Record
from tests.factories.accounts import UserFactory
from tests.factories.boards import make_cited, make_editor
from tests.factories.captured import (
    change_report,
    get_session,
    make_public_event,
    make_report,
    publish_report,
    submit_report,
)
from tests.factories.events import add, get_key, make_event
from tests.factories.records import NOON

pytestmark = pytest.mark.django_db
NAME = "Ada Smith"


@pytest.fixture
def host():
    return UserFactory()


@pytest.fixture
def event(host):
    return make_public_event(host)


def as_client(person=None):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def read(event, person=None):
    return as_client(person).get(reverse("events:report", args=[event.slug]))


def ask(event, host, email="ada@example.org"):
    speaker = get_key(event, "speakers", 0)
    return reports.ask_speaker(event=event, speaker=speaker, email=email, by=host, at=NOON)


def answer(client, approval, answer, **given):
    address = reverse("events:report-line", args=[approval.key])
    words = client.get(address).context["form"]["words"].value()
    return client.post(address, {"answer": answer, "words": words, **given})


def test_draft_is_read_by_hosts_and_editors_and_by_nobody_else(event, host):
    assert read(event, host).status_code == 404
    as_client(host).post(reverse("events:draft-report", args=[event.slug]))
    for person in (host, make_editor()):
        page = read(event, person).content.decode()
        for words in ("Draft", "How the hub began", NAME, "Setting up took long", "1. Ask early", "Growing a hub"):
            assert words in page
    assert read(event, UserFactory()).status_code == 404
    assert read(event).status_code in (302, 404)


@pytest.mark.parametrize("who", ["stranger", "anonymous"])
def test_only_hosts_and_editors_draft(event, who):
    person = UserFactory() if who == "stranger" else None
    as_client(person).post(reverse("events:draft-report", args=[event.slug]))
    assert not EventReportPage.objects.exists()


def test_event_that_is_not_public_has_no_report_that_editors_could_read(host):
    event = make_event(host)
    page = as_client(host).post(reverse("events:draft-report", args=[event.slug]), follow=True).content.decode()
    assert "Share the event with everyone first" in page
    assert not EventReportPage.objects.exists()


def test_drafting_again_keeps_the_draft(event, host):
    page = make_report(event)
    change_report(page, introduction="Somebody wrote this.")
    make_report(event)
    assert EventReportPage.objects.get().get_latest_revision_as_object().introduction == "Somebody wrote this."


def test_only_the_person_named_decides_and_everybody_hears(event, host):
    make_report(event)
    decider, asker, other = make_editor("Dana"), make_editor("Asker"), make_editor("Other")
    with pytest.raises(UnableToReport, match="Choose an approver"):
        submit_report(event, decider=None, by=asker)
    with pytest.raises(UnableToReport, match="your own report"):
        submit_report(event, decider=asker, by=asker)
    page = submit_report(event, decider=decider, by=asker)
    address = reverse("events:report-decision", args=[event.slug])
    assert address in {item.url for item in get_due(decider)}
    assert address not in {item.url for item in (*get_due(other), *get_due(asker))}
    assert as_client(other).get(address).status_code == 404
    with pytest.raises(UnableToDecide):
        reports.decide_report(page=page, by=other, at=NOON, approved=True)
    assert read(event).status_code in (302, 404)
    send_waiting(frequency="immediate", at=now())
    assert "Decide" in as_client(decider).get(address).content.decode()
    as_client(decider).post(address, {"decision": "publish"})
    assert read(event).status_code == 200
    send_waiting(frequency="immediate", at=now())
    assert {one.to[0] for one in mail.outbox} == {decider.email, asker.email}
    assert all("hub" not in f"{one.subject} {one.body}" for one in mail.outbox)
    entries = AuditEntry.objects.filter(target="event_report").order_by("pk").values_list("action", "by")
    assert list(entries) == [
        ("event_report.drafted", host.pk),
        ("event_report.asked", asker.pk),
        ("event_report.approved", decider.pk),
    ]


def test_asking_for_changes_brings_it_back_to_whoever_asked(event):
    make_report(event)
    decider, asker = make_editor("Dana"), make_editor("Asker")
    submit_report(event, decider=decider, by=asker)
    address = reverse("events:report-decision", args=[event.slug])
    assert "Enter what should change" in as_client(decider).post(address, {"decision": "change"}).content.decode()
    as_client(decider).post(address, {"decision": "change", "comment": "Say more"})
    assert not EventReportPage.objects.get().live
    assert reverse("wagtailadmin_pages:edit", args=[event.report_page.pk]) in {one.url for one in get_due(asker)}


def test_decider_who_is_no_editor_any_more_does_not_decide(event):
    make_report(event)
    decider = make_editor("Dana")
    page = submit_report(event, decider=decider, by=make_editor())
    SiteRole.objects.filter(user=decider).delete()
    with pytest.raises(UnableToDecide):
        reports.decide_report(page=page, by=decider, at=NOON, approved=True)


def test_event_that_was_made_private_meanwhile_is_not_published(event):
    make_report(event)
    decider = make_editor("Dana")
    page = submit_report(event, decider=decider, by=make_editor())
    LearningEvent.objects.filter(pk=event.pk).update(sharing=Sharing.TEAM)
    with pytest.raises(UnableToReport, match="Share the event with everyone first"):
        reports.decide_report(page=page, by=decider, at=NOON, approved=True)


def test_published_report_is_gone_where_the_event_is_private_and_when_it_is_withdrawn(event, host):
    make_report(event)
    publish_report(event, decider=make_editor("Dana"), by=make_editor())
    LearningEvent.objects.filter(pk=event.pk).update(sharing=Sharing.TEAM)
    assert read(event, UserFactory()).status_code == 404
    LearningEvent.objects.filter(pk=event.pk).update(sharing=Sharing.PUBLIC)
    records.withdraw_record(record=event, by=host, at=NOON)
    assert "hub" not in read(event).content.decode()
    assert not EventReportPage.objects.exists()


def test_only_the_decider_withdraws_a_published_report(event):
    make_report(event)
    decider = make_editor("Dana")
    publish_report(event, decider=decider, by=make_editor())
    address = reverse("events:take-off-report", args=[event.slug])
    assert as_client(make_editor("Other")).post(address).status_code == 404
    as_client(decider).post(address)
    assert not EventReportPage.objects.get().live
    assert read(event).status_code in (302, 404)


# --- What it cites --------------------------------------------------------------------------------


def test_row_48_what_was_withdrawn_leaves_one_neutral_phrase_on_the_page_and_in_the_file(host):
    event, card = make_public_event(host), make_cited(title="Planted-title", author=host)
    add(event, "evidence", takeaway=0, record=card, says="contradicts", reason="Planted-reason")
    event.get_draft().latest_revision.publish()
    LearningEvent.objects.filter(pk=event.pk).update(sharing=Sharing.PUBLIC)
    make_report(event)
    publish_report(event, decider=make_editor("Dana"), by=make_editor())
    assert "Planted-title" in read(event).content.decode()
    as_client().post(reverse("records:request-document", args=[event.slug]), {"form": "docx"})
    file = reverse("records:document", args=[event.slug, "docx"])
    sent = as_client().get(file)
    assert b"".join(sent.streaming_content).startswith(b"PK")
    records.withdraw_record(record=Insight.objects.get(pk=card.pk), by=host, at=NOON)
    page = read(event).content.decode()
    assert "Planted" not in page
    assert TAKEN_BACK in page
    assert as_client().get(file)["Content-Type"].startswith("text/html")  # the old file is for nobody


def test_reader_is_shown_only_the_cards_they_may_see(host):
    event, card = make_public_event(host), make_cited(title="Planted-title", sharing=Sharing.TEAM, author=host)
    add(event, "evidence", takeaway=0, record=card, says="supports", reason="Planted-reason")
    event.get_draft().latest_revision.publish()
    LearningEvent.objects.filter(pk=event.pk).update(sharing=Sharing.PUBLIC)
    make_report(event)
    publish_report(event, decider=make_editor("Dana"), by=make_editor())
    assert "Planted" not in read(event).content.decode()
    assert "Planted-title" in read(event, host).content.decode()


# --- Lines of speakers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "unapproved", "name", "notes"),
    [
        (None, "left_out", False, False),
        (None, "no_name", False, True),
        ("approved", "left_out", True, True),
        ("no_name", "left_out", False, True),
        ("refused", "left_out", False, False),
        ("refused", "no_name", False, False),
    ],
)
def test_line_of_a_speaker_is_published_as_they_say(event, host, given, unapproved, name, notes):
    page = make_report(event)
    approval = ask(event, host)
    if given:
        answer(as_client(), approval, given)
    change_report(page, unapproved=unapproved)
    publish_report(event, decider=make_editor("Dana"), by=make_editor())
    shown = read(event).content.decode()
    assert (NAME in shown) == name
    assert ("Head of Hubs" in shown) == name
    assert ("It began with a kitchen." in shown) == notes
    assert ("A speaker, Otterdale Council" in shown) == (notes and not name)
    as_client().post(reverse("records:request-document", args=[event.slug]), {"form": "pdf"})
    sent = as_client().get(reverse("records:document", args=[event.slug, "pdf"]))
    pdf = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(b"".join(sent.streaming_content))).pages)
    assert (NAME in " ".join(pdf.split())) == name


def test_yes_is_to_the_words_that_were_read_and_no_others(event, host):
    approval = ask(event, host)
    answer(as_client(), approval, "approved")
    approval.refresh_from_db()
    session, speaker = get_session(event, 0), event.speakers.get()
    assert get_line_state(event, session, speaker, approval) == "approved"
    session.notes = "It began with a quarrel."
    assert get_line_state(event, session, speaker, approval) == "waiting"
    # A no needs no words.
    approval.answer = "refused"
    assert get_line_state(event, session, speaker, approval) == "refused"


def test_answer_to_words_that_changed_meanwhile_is_not_taken(event, host):
    approval = ask(event, host)
    page = (
        as_client()
        .post(
            reverse("events:report-line", args=[approval.key]), {"answer": "approved", "words": "0" * 64}, follow=True
        )
        .content.decode()
    )
    assert "The words have changed since you opened this page" in page
    approval.refresh_from_db()
    assert approval.answer == "waiting"


def test_speaker_is_sent_a_link_and_none_of_the_words(event, host, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        approval = ask(event, host)
    tasks.send_line.call(approval.pk)
    sent = mail.outbox[-1]
    assert sent.to == ["ada@example.org"]
    assert reverse("events:report-line", args=[approval.key]) in sent.body
    assert "kitchen" not in sent.body
    assert "Head of Hubs" not in sent.body


def test_hosts_see_the_answer_and_ask_again_with_the_words_of_today(event, host):
    address = reverse("events:report-lines", args=[event.slug])
    assert "Not asked yet" in as_client(host).get(address).content.decode()
    speaker = str(get_key(event, "speakers", 0))
    page = as_client(host).post(address, {"speaker": speaker, "email": "nobody"}).content.decode()
    assert "Enter an e-mail address like name@example.org" in page
    as_client(host).post(address, {"speaker": speaker, "email": "Ada@Example.org"})
    approval = SpeakerApproval.objects.get()
    assert approval.email == "ada@example.org"
    answer(as_client(), approval, "no_name", comment="I am leaving")
    page = as_client(host).get(address).content.decode()
    assert "Without their name" in page
    assert "I am leaving" in page
    as_client(host).post(address, {"speaker": speaker, "email": "ada@example.org"})
    assert SpeakerApproval.objects.get().answer == "waiting"
    assert as_client(UserFactory()).get(address).status_code == 404
    page = as_client(host).post(address, {"speaker": "nobody", "email": "a@example.org"})
    assert page.status_code == 200
    assert SpeakerApproval.objects.count() == 1


def test_erasing_the_address_of_a_speaker_takes_their_line_from_the_report(event, host):
    make_report(event)
    answer(as_client(), ask(event, host), "approved")
    publish_report(event, decider=make_editor("Dana"), by=make_editor())
    assert NAME in read(event).content.decode()
    erase_account(user=UserFactory(email="ada@example.org"), at=NOON)
    assert not SpeakerApproval.objects.exists()
    assert NAME not in read(event).content.decode()


def test_addresses_are_cleared_and_an_answer_stays(event, host):
    approval = ask(event, host)
    answer(as_client(), approval, "approved")
    reports.clear_speaker_addresses(now())
    approval.refresh_from_db()
    assert (approval.email, approval.answer) == ("", "approved")
    SpeakerApproval.objects.update(answer="waiting", answered_at=None)
    reports.clear_speaker_addresses(now())
    assert not SpeakerApproval.objects.exists()


def test_notice_says_nothing_once_the_decision_is_taken(event):
    make_report(event)
    decider = make_editor("Dana")
    publish_report(event, decider=decider, by=make_editor())
    assert Notice.objects.filter(kind="event_report.asked", user=decider).exists()
    send_waiting(frequency="immediate", at=now())
    assert not [one for one in mail.outbox if one.to == [decider.email]]


def test_parts_keep_numbers_and_words_of_no_record(event):
    page = make_report(event)
    assert NAME not in json.dumps(page.body.raw_data[:], default=str)
    assert {kind for kind, _ in page.list_parts()} >= {"sessions", "conditions", "takeaways", "actions"}
    assert Record.objects.filter(title=page.title).exists()
