"""Searches that people keep, and what they hear of them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from cairn.notices import services as notices
from cairn.notices.enums import Frequency
from cairn.notices.models import Notice
from cairn.records import services as records
from cairn.records.models import Record
from cairn.search import policies, services
from cairn.search.models import SavedSearch
from cairn.search.notices import render_found
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, approve, make_draft, make_record

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
LATER = NOON + timedelta(days=1)


@pytest.fixture
def reader():
    return UserFactory()


@pytest.fixture
def saved(reader):
    return services.save_search(by=reader, name="Foster", address="q=foster", at=NOON - timedelta(hours=1))


def test_a_search_is_saved_from_its_page_listed_and_deleted(reader):
    client = Client()
    client.force_login(reader)
    assert (
        'href="/search/saved/?q=foster&amp;kind=model"' in client.get("/search/?q=foster&kind=model").content.decode()
    )
    assert "“foster”, models" in client.get("/search/saved/?q=foster&kind=model").content.decode()
    page = client.post("/search/saved/?q=foster&kind=model", {"name": " Foster  homes "}, follow=True)
    assert "Search saved." in page.content.decode()
    saved = SavedSearch.objects.get()
    assert (saved.user, saved.name, saved.address) == (reader, "Foster homes", "q=foster&kind=model")
    assert 'href="/search/?q=foster&amp;kind=model">Foster homes</a>' in page.content.decode()
    client.post(f"/search/saved/{saved.pk}/delete/")
    assert not SavedSearch.objects.exists()


def test_a_name_is_needed_and_used_once(reader, saved):
    client = Client()
    client.force_login(reader)
    assert "Enter a name for this search" in client.post("/search/saved/?q=x", {"name": " "}).content.decode()
    page = client.post("/search/saved/?q=x", {"name": "Foster"}).content.decode()
    assert "You already have a search called “Foster”. Choose another name." in page
    assert SavedSearch.objects.count() == 1


def test_nobody_keeps_more_than_the_most(reader, saved, monkeypatch):
    monkeypatch.setattr(policies, "MOST_SAVED", 1)
    with pytest.raises(policies.UnableToSaveSearch, match="1 saved searches, which is the limit"):
        services.save_search(by=reader, name="More", address="q=x", at=NOON)


def test_somebody_elses_search_cannot_be_deleted(saved):
    client = Client()
    client.force_login(UserFactory())
    assert client.post(f"/search/saved/{saved.pk}/delete/").status_code == 404
    assert SavedSearch.objects.exists()


def test_new_records_that_fit_are_told_once_and_only_where_they_are_visible(saved):
    make_record(title="Foster homes")
    make_record(title="Foster homes hidden", sharing="organisation")
    make_draft(title="Foster draft")
    make_record(title="Something else")
    assert services.notify_of_new(at=LATER) == 1
    notice = Notice.objects.get(kind="search.found")
    text = render_found(saved.user, notice.about)
    assert (text.heading, text.sentence, text.path) == (
        "Your search “Foster”",
        "1 new result.",
        "/search/?q=foster&sort=new",
    )
    assert services.notify_of_new(at=LATER) == 0


def test_what_was_there_before_is_not_new(reader):
    make_record(title="Foster homes")
    services.save_search(by=reader, name="Foster", address="q=foster", at=NOON)
    assert services.notify_of_new(at=LATER) == 0


def test_a_record_is_new_when_it_is_shown_and_not_when_it_is_edited(saved):
    record = make_record(title="Foster homes", sharing="organisation")
    assert services.notify_of_new(at=NOON) == 0
    approve(record)
    records.share_record(record=record, by=record.author, at=NOON + timedelta(hours=1), sharing="public")
    assert services.notify_of_new(at=LATER) == 1
    records.save_draft(record=record, by=record.author, at=LATER, answers={"summary": "New words on fostering"})
    approve(record)
    records.publish_record(record=record, by=record.author, at=LATER + timedelta(hours=1))
    assert services.notify_of_new(at=LATER + timedelta(days=1)) == 0


def test_a_record_that_has_gone_is_not_told_of(saved):
    record = make_record(title="Foster homes")
    services.notify_of_new(at=LATER)
    records.withdraw_record(record=Record.objects.get(pk=record.pk), by=record.author, at=LATER)
    assert render_found(saved.user, Notice.objects.get(kind="search.found").about) is None


def test_the_daily_mail_carries_it_without_words_of_the_record(saved):
    make_record(title="Foster homes in Quixotic Street")
    services.notify_of_new(at=LATER)
    notices.send_waiting(frequency=Frequency.DAILY, at=now())
    (sent,) = mail.outbox
    assert "Your search “Foster”" in sent.body
    assert "Quixotic" not in sent.body


def test_a_deleted_search_says_nothing(saved):
    make_record(title="Foster homes")
    services.notify_of_new(at=LATER)
    services.delete_search(saved=saved)
    assert render_found(saved.user, Notice.objects.get(kind="search.found").about) is None
