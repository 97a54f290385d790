"""Recommendations as a table: refused with their row, or written as drafts of the document they name."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn.library.models import Guidance, PracticeModel, Recommendation
from cairn.records import services
from cairn.records.models import BulkImport
from cairn.records.tables import accept_table, check, take_table
from tests.factories.guidance import make_guidance, make_recommendation
from tests.factories.places import FictionalCouncilFactory
from tests.factories.records import NOON, make_draft, make_organisation, make_record, make_team

pytestmark = pytest.mark.django_db
HEADER = ["Document", "Models and challenges", "Councils", "Number", "Recommendation", "Who should act", "Strength"]
ROW = {"Document": "Report on Otterdale", "Recommendation": "Strengthen the front door", "Number": "1"}


@pytest.fixture
def team(user):
    organisation = make_organisation("Otterdale Council", is_fictional=True)
    return make_team(organisation, "Edge of care", user)


@pytest.fixture
def document():
    return make_guidance(title="Report on Otterdale", type="inspection")


def give(client, *changes):
    out = io.StringIO()
    writer = csv.DictWriter(out, HEADER)
    writer.writeheader()
    writer.writerows({**ROW, **changed} for changed in changes)
    sent = {"kind": "recommendation", "file": SimpleUploadedFile("t.csv", out.getvalue().encode())}
    answer = client.post("/records/import/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return BulkImport.objects.get()


def get_problems(client, *changes):
    return [(one.row, one.column, one.sentence) for one in check(give(client, *changes)).problems]


def take(waiting):
    accept_table(waiting=waiting, seen=check(waiting).fingerprint, by=waiting.by, at=NOON)
    take_table(waiting=waiting, at=NOON)


def test_rows_become_drafts_of_their_document(logged_in_client, user, team, document):
    model = make_record(PracticeModel, title="House of help")
    council = FictionalCouncilFactory(name="Otterdale")
    row = {"Models and challenges": "House of help; ", "Councils": "Otterdale", "Strength": "Good evidence"}
    take(give(logged_in_client, row, {"Document": document.get_absolute_url(), "Recommendation": "Listen to children"}))
    first, second = Recommendation.objects.filter(author=user).order_by("pk")
    assert (first.guidance, first.summary, first.title) == (document, ROW["Recommendation"], ROW["Recommendation"])
    assert (list(first.about.all()), list(first.places.all())) == ([model.record_ptr], [council])
    assert (first.backing, first.live, first.team) == ("good", False, team)
    assert (second.guidance, second.summary) == (document, "Listen to children")
    assert list(first.get_draft().about.all()) == [model.record_ptr]


@pytest.mark.parametrize(
    ("changed", "column", "sentence"),
    [
        ({"Document": ""}, "Document", "Enter the document it comes from"),
        ({"Document": "Report on Otterdal"}, "Document", "Did you mean “Report on Otterdale”?"),
        ({"Document": "House of help"}, "Document", "There is no record “House of help” that you can see"),
        ({"Recommendation": ""}, "Recommendation", ""),
        ({"Models and challenges": "House of help; House of hope"}, "Models and challenges", "“House of hope”"),
        ({"Models and challenges": "Report on Otterdale"}, "Models and challenges", "There is no record"),
        ({"Councils": "Nowhere"}, "Councils", "'Nowhere' is not a council we recognise"),
        ({"Strength": "Enormous"}, "Strength", "“Enormous” is not one of the options"),
    ],
)
def test_row_is_refused_with_its_number(logged_in_client, team, document, changed, column, sentence):
    make_record(PracticeModel, title="House of help")
    problems = get_problems(logged_in_client, {}, changed)
    assert [(row, where) for row, where, _ in problems] == [(3, column)]
    assert sentence in problems[0][2]
    assert not Recommendation.objects.exists()


def test_hidden_document_and_model_are_as_if_they_were_not_there(logged_in_client, team, document):
    others = make_team(make_organisation("Other Council"), "Other")
    make_draft(Guidance, title="Secret report", team=others)
    make_draft(PracticeModel, title="Secret model", team=others)
    problems = get_problems(logged_in_client, {"Document": "Secret report"}, {"Models and challenges": "Secret model"})
    assert [(row, column) for row, column, _ in problems] == [(2, "Document"), (3, "Models and challenges")]
    assert all("There is no record" in sentence for _, _, sentence in problems)


def test_download_comes_back_as_it_was(logged_in_client, user, team, document):
    model = make_record(PracticeModel, title="House of help")
    make_recommendation(document, "Open a house", about=[model], author=user, team=team)
    address = "/records/export/recommendation.csv?mine=yes"
    content = logged_in_client.get(address).content
    assert b"House of help" in content
    assert b"Report on Otterdale" in content
    sent = {"kind": "recommendation", "file": SimpleUploadedFile("t.csv", content)}
    assert logged_in_client.post("/records/import/", sent).status_code == 302
    checked = check(BulkImport.objects.get())
    assert (checked.problems, len(checked.same)) == ([], 1)


def test_document_of_a_recommendation_stays(logged_in_client, user, team, document):
    make_guidance(title="Other report")
    make_recommendation(document, "Open a house", author=user, team=team)
    content = logged_in_client.get("/records/export/recommendation.csv?mine=yes").content
    changed = content.replace(b"Report on Otterdale", b"Other report")
    logged_in_client.post("/records/import/", {"kind": "recommendation", "file": SimpleUploadedFile("t.csv", changed)})
    (problem,) = check(BulkImport.objects.get()).problems
    assert (problem.column, problem.sentence[:45]) == (
        "Document",
        "You cannot move a recommendation to another d",
    )


def test_titles_of_a_withdrawn_record_go_from_tables_that_wait(logged_in_client, user, team, document):
    model = make_record(PracticeModel, title="House of help", author=user, team=team)
    other = make_record(PracticeModel, title="House of hope")
    waiting = give(logged_in_client, {"Models and challenges": "House of help; House of hope"})
    services.withdraw_record(record=model, by=user, at=NOON)
    waiting.refresh_from_db()
    assert "House of help" not in str(waiting.rows)
    assert other.title in str(waiting.rows)
