"""Keeping the library true: who checked a fact, what waits to be checked, and which fact a report is about."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cairn.audit.models import AuditEntry
from cairn.library.models import Component, FactCheck, PracticeModel, Programme, Source
from cairn.library.policies import UnableToCheckFact
from cairn.library.queries.facts import get_milestones_to_check, get_records_to_check, list_facts
from cairn.library.services import check_fact
from cairn.records.models import Record, Report
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.library import make_claim, make_milestone
from tests.factories.records import NOON, approve, make_draft, make_record, share_with_all

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=366)


@pytest.fixture
def editor():
    return give_site_role(UserFactory(name="Edith Editor"), "editor")


@pytest.fixture
def model():
    return make_record(PracticeModel, title="House of help")


@pytest.fixture
def claim(model):
    """As everybody reads it, published at NOON."""
    made = make_claim(model, author=model.author)
    approve(made)
    share_with_all(made)
    Record.objects.filter(pk=made.pk).update(first_published_at=NOON)
    made.refresh_from_db()
    return made


def log_in(user):
    client = Client()
    client.force_login(user)
    return client


# --- Checks -------------------------------------------------------------------------------------


def test_fact_waits_a_year_after_it_was_published_and_again_after_each_check(claim, editor):
    waiting = get_records_to_check(editor, at=NOON + timedelta(days=364)).filter(pk=claim.pk)
    assert not waiting.exists()
    assert get_records_to_check(editor, at=LATER).get(pk=claim.pk).checked_at is None
    check_fact(record=claim, part="", by=editor, at=LATER)
    assert not get_records_to_check(editor, at=LATER).filter(pk=claim.pk).exists()
    again = get_records_to_check(editor, at=LATER + timedelta(days=366)).get(pk=claim.pk)
    assert again.checked_at == LATER


def test_what_few_can_read_is_not_on_the_list_of_editors(model, editor):
    draft = make_claim(model, author=model.author)
    Record.objects.filter(pk=draft.pk).update(first_published_at=NOON)
    assert not get_records_to_check(model.author, at=LATER).filter(pk=draft.pk).exists()


def test_page_says_who_checked_and_when_to_those_who_are_logged_in(client, claim, editor):
    assert "Not checked since it was published here on 24 November 2026" in read(client, claim)
    response = log_in(editor).post(reverse("library:check-fact", args=[claim.slug]))
    assert response.url == claim.get_absolute_url()
    assert "Edith Editor" in read(log_in(UserFactory()), claim)
    page = read(client, claim)
    assert "Last checked against its source on" in page
    assert "Edith Editor" not in page
    assert AuditEntry.objects.get(action="fact.checked").key == claim.slug


def read(client, record):
    return client.get(record.get_absolute_url()).content.decode()


def test_strangers_cannot_mark_a_fact_as_checked(claim):
    stranger = UserFactory()
    assert log_in(stranger).post(reverse("library:check-fact", args=[claim.slug])).status_code == 404
    with pytest.raises(UnableToCheckFact, match="editor of the site"):
        check_fact(record=claim, part="", by=stranger, at=NOON)
    assert "still holds" not in read(log_in(stranger), claim)
    assert not FactCheck.objects.exists()


def test_editors_do_not_check_what_they_only_moderate(model, editor):
    """A report lets a moderator read what is not public; that makes it no fact of the library."""
    hidden = make_record(PracticeModel, title="For the circle", sharing="organisation")
    with pytest.raises(UnableToCheckFact):
        check_fact(record=hidden, part="", by=editor, at=NOON)


def test_check_leads_back_only_within_the_site(claim, editor):
    address = reverse("library:check-fact", args=[claim.slug])
    assert log_in(editor).post(address, {"next": "/library/facts-to-check/"}).url == "/library/facts-to-check/"
    for strange in ("https://example.org/", "//example.org/", "javascript:alert(1)", "home", "1", "👍🏽"):
        assert log_in(editor).post(address, {"next": strange}).url == claim.get_absolute_url()


def test_check_of_an_event_holds_for_its_words(editor):
    programme = make_record(Programme, title="A programme")
    Record.objects.filter(pk=programme.pk).update(first_published_at=NOON)
    milestone = make_milestone(programme)
    assert [row.label for row in get_milestones_to_check(editor, at=LATER)] == [str(milestone)]
    check_fact(record=programme, part=milestone.anchor, by=editor, at=LATER)
    assert get_milestones_to_check(editor, at=LATER) == []
    milestone.what = "The programme was called off"
    milestone.save()
    assert [row.checked_at for row in get_milestones_to_check(editor, at=LATER)] == [None]
    with pytest.raises(UnableToCheckFact, match="has changed"):
        check_fact(record=programme, part="milestone-0000000000", by=editor, at=LATER)


# --- The list of editors ------------------------------------------------------------------------


def test_list_of_facts_is_for_editors(client, claim):
    address = reverse("library:facts-to-check")
    assert client.get(address).status_code == 302
    assert log_in(UserFactory()).get(address).status_code == 403


def test_dead_link_is_listed_with_the_results_that_rest_on_it(claim, editor):
    Source.objects.filter(pk=claim.source_id).update(address="https://example.org/gone", state="dead", checked_at=NOON)
    page = log_in(editor).get(reverse("library:facts-to-check")).content.decode()
    assert "https://example.org/gone" in page
    assert claim.get_absolute_url() in page


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_facts_asks_as_often_for_three_rows_as_for_one(editor, number, django_assert_num_queries):
    for one in range(number):
        programme = make_record(Programme, title=f"Programme {one}")
        made = make_claim(programme, author=programme.author)
        approve(made)
        share_with_all(made)
        source = Source.objects.create(
            key=f"dead-{one}",
            title=f"Dead {one}",
            address="https://a.example",
            state="dead",
            checked_at=NOON,
            is_open=True,
        )
        type(made).objects.filter(pk=made.pk).update(source=source)
        make_milestone(programme)
    Record.objects.update(first_published_at=NOON.replace(year=2020))
    client, address = log_in(editor), reverse("library:facts-to-check")
    client.get(address)
    with django_assert_num_queries(14):
        assert client.get(address).status_code == 200


# --- “Report a mistake” ------------------------------------------------------------------------------


def test_report_can_be_about_one_part_of_the_page(client, model):
    part = Component.objects.create(model=model, position=0, what="A key worker")
    address = reverse("records:report-record", args=[model.slug])
    assert f'<option value="{part.anchor}" selected>' in client.get(f"{address}?part={part.anchor}").content.decode()
    client.post(address, {"text": "It has two.", "part": part.anchor})
    report = Report.objects.get()
    assert (report.record_id, report.part) == (model.pk, part.anchor)
    told = log_in(model.author).get(reverse("records:report", args=[report.pk])).content.decode()
    assert f'href="{model.get_absolute_url()}#{part.anchor}">A key worker</a>' in told
    Component.objects.update(what="Two key workers")
    told = log_in(model.author).get(reverse("records:report", args=[report.pk])).content.decode()
    assert "A part that has changed since" in told


def test_report_about_a_result_goes_to_the_result(client, model, claim):
    client.post(reverse("records:report-record", args=[model.slug]), {"text": "It was 68%.", "part": claim.slug})
    report = Report.objects.get()
    assert (report.record_id, report.part) == (claim.pk, "")


def test_report_about_the_page_as_a_whole_names_no_part(client, model, claim):
    client.post(reverse("records:report-record", args=[model.slug]), {"text": "All of it.", "part": ""})
    assert (Report.objects.get().record_id, Report.objects.get().part) == (model.pk, "")


def test_report_about_a_part_that_is_not_there_is_refused(client, model, claim):
    response = client.post(reverse("records:report-record", args=[model.slug]), {"text": "So.", "part": "component-x"})
    assert "Choose a part from the list" in response.content.decode()
    assert not Report.objects.exists()


def test_hidden_results_are_not_among_the_facts_of_a_page(model):
    make_claim(model, author=model.author, words="Secret")
    assert list_facts(model, UserFactory()) == []
    assert "Secret" in [fact.label for fact in list_facts(model, model.author)]


def test_what_is_no_entry_has_no_facts(client):
    draft = make_draft()
    assert (
        "Which part is wrong"
        not in log_in(draft.author).get(reverse("records:report-record", args=[draft.slug])).content.decode()
    )
