"""The library's pages and its starter: what is shown to whom, what a reload keeps, where figures come from."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.library.definitions.starter import get_starter
from cairn.library.models import Claim, PracticeModel, Project, Recommendation, Source
from cairn.library.presenters.claims import COMPARATOR_NOT_FOUND, ClaimView
from cairn.library.services import load_starter
from cairn.records import services
from tests.factories.accounts import UserFactory
from tests.factories.library import make_claim
from tests.factories.records import NOON, make_draft

pytestmark = pytest.mark.django_db
LATER = datetime(2027, 1, 1, tzinfo=UTC)


def test_values_that_differ_stand_side_by_side_and_one_is_preferred_with_its_reason(client, starter):
    page = client.get("/projects/bradford-b-positive-pathways/").content.decode()
    part = page.partition("Sources differ:")[2]
    assert "January 2017" in part
    assert "January 2020" in part
    assert "Why we use this one:" in part


def test_a_reported_result_has_a_page_with_its_source(client, starter):
    page = client.get("/reported/family-valued-4/").content.decode()
    assert "England, up 8.6%" in page
    assert "Leeds City Council news" in page
    assert "(address not found)" in page
    assert "Family Valued" in page


def read_pages(client, address):
    """A long list, all its pages one after the other."""
    pages, number = [], 1
    while not pages or f"page={number}" in pages[-1]:
        pages.append(client.get(f"{address}?page={number}").content.decode())
        number += 1
    return "".join(pages)


def test_lists_name_everything(client, starter):
    models = read_pages(client, "/models/")
    assert all(f'href="/models/{row["key"]}/"' in models for row in get_starter().models)
    assert "Children&#x27;s Social Care Innovation Programme" in client.get("/library/").content.decode()
    projects = read_pages(client, "/projects/")
    assert all(f'href="/projects/{row["key"]}/"' in projects for row in get_starter().projects)


def test_a_claim_does_not_tell_of_a_record_that_the_reader_may_not_see(client):
    author = UserFactory()
    hidden = make_draft(PracticeModel, author=author, title="A secret model")
    claim = make_claim(hidden, author=author)
    type(claim).objects.filter(pk=claim.pk).update(live=True, sharing="public")
    page = client.get(claim.get_absolute_url())
    assert page.status_code == 200
    assert "A secret model" not in page.content.decode()


def test_a_model_page_shows_no_claim_that_the_reader_may_not_see(client, starter):
    model = PracticeModel.objects.get(slug="no-wrong-door")
    make_claim(model, author=UserFactory(), words="Still a draft of somebody")
    assert "Still a draft of somebody" not in client.get(model.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("address", "most"), [("/models/", 18), ("/projects/", 17), ("/evaluation-reports/", 14)])
def test_lists_have_a_pinned_number_of_queries(client, starter, address, most):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as first:
        client.get(address)
    PracticeModel.objects.filter(slug__in=["family-valued", "house-project"]).update(live=False)
    with CaptureQueriesContext(connection) as second:
        client.get(address)
    assert len(first) == len(second) <= most


def test_model_page_has_a_pinned_number_of_queries(client, starter):
    numbers = set()
    for slug in ("no-wrong-door", "family-valued"):  # with many results and councils, and with others
        client.get(f"/models/{slug}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/models/{slug}/")
        numbers.add(len(queries))
    assert (
        max(numbers) <= 43
    )  # among them recommendations, evaluations that are due, costs, ways to scale, all councils together


def test_models_are_compared_side_by_side_with_who_says_it(client, starter):
    page = client.get("/models/compare/?m=no-wrong-door&m=family-safeguarding&m=family-valued").content.decode()
    assert page.index("No Wrong Door") < page.index("Family Safeguarding")
    assert (
        "86% of referrals stayed out of care (Second-hand account of an evaluation; no comparison group reported)"
        in page
    )
    assert "compared with England, up 8.6%" in page
    assert page.count("Answers differ: ") == 2
    assert "Answers differ: Who is No Wrong Door for?" in page
    assert "Answers differ: By how much did protection plans fall in Hertfordshire?" in page
    assert "Not recorded" in page
    assert "Nothing recorded" not in page
    with CaptureQueriesContext(connection) as queries:
        client.get("/models/compare/?m=no-wrong-door&m=family-safeguarding&m=family-valued")
    assert len(queries) <= 19  # what is known follows every link, in the same number for two models and for four


@pytest.mark.parametrize("query", ["", "?m=no-wrong-door", "?m=no-wrong-door&m=no-wrong-door", "?m=fish&m=%00"])
def test_a_comparison_of_too_few_says_so(client, starter, query):
    assert "Choose 2 to 4 models; you chose" in client.get(f"/models/compare/{query}").content.decode()


def test_a_model_that_the_reader_may_not_see_is_not_compared(client, starter):
    hidden = make_draft(PracticeModel, author=UserFactory(), title="A secret model")
    page = client.get(f"/models/compare/?m=no-wrong-door&m=family-valued&m={hidden.slug}").content.decode()
    assert "A secret model" not in page
    assert "Family Valued" in page


def test_every_reported_result_can_be_downloaded_and_none_that_is_hidden(client, starter):
    author = UserFactory()
    make_claim(PracticeModel.objects.get(slug="no-wrong-door"), author=author, words="Still a draft")
    claim = make_claim(make_draft(PracticeModel, author=author, title="A secret model"), author=author, words="Shown")
    Claim.objects.filter(pk=claim.pk).update(live=True, sharing="public")
    content = client.get("/reported/results.csv").content.decode("utf-8-sig")
    assert (
        content.count("\n") == Claim.objects.filter(live=True).count()
    )  # the head, and all but the one about a secret
    assert "address not found" in content
    assert "Still a draft" not in content
    assert "A secret model" not in content


# --- the starter ------------------------------------------------------------------------------------


def test_loading_again_changes_nothing(starter):
    files = get_starter()
    lists = (files.programmes, files.rounds, files.models, files.projects, files.reports, files.methods, files.guidance)
    parts = Claim.objects.count() + Recommendation.objects.count()
    assert len(starter.added) == parts + sum(len(rows) for rows in lists)
    again = load_starter(at=LATER)
    assert (again.added, again.updated, again.kept) == ([], [], [])


def test_what_was_edited_here_stays_and_what_was_not_is_updated(starter):
    edited, other = (PracticeModel.objects.get(slug=slug) for slug in ("no-wrong-door", "house-project"))
    edited.summary = "Our own words"
    edited.save()
    PracticeModel.objects.filter(pk=other.pk).update(for_whom="", starter_sha256="")
    again = PracticeModel.objects.get(pk=other.pk)
    from cairn.library.services import fingerprint

    PracticeModel.objects.filter(pk=other.pk).update(starter_sha256=fingerprint(again))
    report = load_starter(at=LATER)
    edited.refresh_from_db()
    other.refresh_from_db()
    assert (edited.summary, report.kept) == ("Our own words", ["no-wrong-door"])
    assert (report.updated, other.for_whom) == (["house-project"], "Young people aged 16 to 18 who are leaving care")
    assert edited.components.count() == 6


def test_a_withdrawn_entry_stays_withdrawn(starter):
    PracticeModel.objects.filter(slug="house-project").update(live=False, withdrawn_at=LATER, title="", summary="")
    assert "house-project" in load_starter(at=LATER).kept
    assert PracticeModel.objects.get(slug="house-project").title == ""


def test_no_claim_without_a_source_and_no_source_without_a_claim(starter):
    used = set(Claim.objects.values_list("source__key", flat=True))
    assert not Claim.objects.filter(source=None).exists()
    assert used <= set(get_starter().sources)
    assert Source.objects.count() == len(get_starter().sources)


def test_projects_are_linked_to_their_councils_and_models(starter):
    bradford = Project.objects.get(slug="bradford-b-positive-pathways")
    assert [place.code for place in bradford.places.all()] == ["380"]
    assert {model.slug for model in bradford.models_used.all()} == {"no-wrong-door", "mockingbird"}


def test_what_the_starter_has_can_be_edited_by_nobody_from_elsewhere(client, starter):
    client.force_login(UserFactory())
    assert client.get("/records/no-wrong-door/edit/").status_code in (403, 404)


def test_a_team_edits_its_own_model_in_sections(client):
    author = UserFactory()
    model = make_draft(PracticeModel, author=author, title="Our hub")
    client.force_login(author)
    page = client.get(f"/records/{model.slug}/edit/").content.decode()
    assert "What it should change, and what it takes" in page
    assert f"/records/{model.slug}/rows/parts/" in page
    services.save_draft(record=model, by=author, at=NOON, answers={"aims": "Fewer nights in hotels"})
    assert model.get_draft().aims == "Fewer nights in hotels"


def test_results_without_anything_to_compare_with_say_so():
    claim = Claim(direction="for")
    assert ClaimView(claim).comparator == COMPARATOR_NOT_FOUND
    assert ClaimView(Claim(direction="context")).comparator == ""
