"""Rows of the domain research about voice, by their number."""

import pytest
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from cairn.notices import services as notices
from cairn.records.models import Record, Report, SavedForm
from cairn.voice.models import Need, SafeguardingConcern
from tests.factories.accounts import UserFactory
from tests.factories.records import join, make_draft, make_record
from tests.factories.voice import make_post

pytestmark = pytest.mark.django_db
CONCERN = "A girl in the group told me that her stepfather hits her."


@pytest.fixture
def writer():
    user = UserFactory()
    client = Client()
    client.force_login(user)
    return user, client


def test_row_50_a_safeguarding_concern_in_a_form_goes_to_the_named_lead_not_to_a_board(writer):
    user, client = writer
    need = make_draft(Need, author=user)
    lead = make_post(organisation=need.organisation)
    address = f"/records/{need.slug}/edit/what/"
    answers = {"title": "Someone to call", "summary": CONCERN, "for_whom": "Girls"}
    # Neither sent, nor kept for later, nor kept by the page itself.
    for extra in ({}, {"later": "yes"}):
        page = client.post(address, answers | extra)
        assert page.status_code == 200
        assert "sounds like a concern about someone’s safety, so we did not save it" in page.content.decode()
        assert 'href="/safety/"' in page.content.decode()
    assert "Not saved" in client.post(f"{address}keep/", answers).json()["saved"]
    assert not SavedForm.objects.exists()
    need.refresh_from_db()
    assert CONCERN not in (need.summary, need.get_draft().summary)
    # The way leads to the lead, and nothing of it to the library.
    sent = client.post(f"/safety/tell/{need.organisation.slug}/", {"words": CONCERN})
    assert sent.status_code == 200
    assert SafeguardingConcern.objects.get().organisation == lead.organisation
    notices.send_waiting(frequency="immediate", at=now())
    assert [message.to for message in mail.outbox] == [[lead.membership.user.email]]
    assert not Record.objects.filter(summary=CONCERN).exists()
    assert CONCERN not in client.get("/search/?q=stepfather").content.decode().replace("q=stepfather", "")


def test_row_50_whoever_says_that_it_is_no_worry_goes_on(writer):
    user, client = writer
    need = make_draft(Need, author=user)
    answers = {"title": "Someone to call", "summary": CONCERN, "for_whom": "Girls", "not_a_concern": "yes"}
    assert client.post(f"/records/{need.slug}/edit/what/", answers).status_code == 302
    assert need.get_draft().summary == CONCERN


def test_row_50_a_concern_in_a_report_of_something_wrong_is_not_kept(writer):
    record = make_record()
    page = Client().post(f"/records/{record.slug}/wrong/", {"text": CONCERN})
    assert 'href="/safety/"' in page.content.decode()
    assert not Report.objects.exists()
    page = Client().post(f"/records/{record.slug}/wrong/", {"text": CONCERN, "not_a_concern": "yes"})
    assert Report.objects.get().text == CONCERN


def test_row_50_a_concern_in_the_first_question_of_a_record_is_not_kept(writer):
    user, client = writer
    draft = make_draft(author=user)
    join(user, draft.organisation, team=draft.team)
    page = client.post("/needs/new/", {"title": "My sister is being hit at home"})
    assert "sounds like a concern" in page.content.decode()
    assert not Need.objects.exists()
