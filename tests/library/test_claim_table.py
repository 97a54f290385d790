"""Reported results as a table: what the downloads write is read back, and every rule of the form holds."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cairn.library.models import Claim, Method, PracticeModel, Source
from cairn.records import services
from cairn.records.models import BulkImport
from cairn.records.tables import accept_table, check, take_table
from tests.factories.library import make_claim
from tests.factories.records import NOON, make_draft, make_record, make_team

pytestmark = pytest.mark.django_db
HEADER = [
    *("About", "What is said", "What it says", "A result of", "Who says it", "Value", "Unit", "Of whom or what"),
    *("Compared with", "Source", "Address of the source"),
]
ROW = {
    "About": "House of help",
    "What is said": "86% stayed out of care",
    "What it says": "In favour",
    "A result of": "What changed for children and families",
    "Who says it": "Independent evaluation or research",
    "Value": "86",
    "Unit": "%",
    "Of whom or what": "Of 120 families",
    "Compared with": "no comparison group reported",
    "Source": "report-51",
    "Address of the source": "",
}


@pytest.fixture
def team(user):
    return make_team(None, "Edge of care", user)


@pytest.fixture
def model(user, team):
    return make_record(PracticeModel, title="House of help", author=user, team=team)


@pytest.fixture
def source(model, user, team):
    """Of a result that is there, so that its writer may name it."""
    return make_claim(model, author=user, team=team, words="Earlier").source


def write_csv(*changes, header=HEADER):
    out = io.StringIO()
    writer = csv.DictWriter(out, header, extrasaction="ignore")
    writer.writeheader()
    writer.writerows({**ROW, **changed} for changed in changes)
    return out.getvalue().encode()


def give(client, content, form="csv"):
    answer = client.post("/records/import/", {"kind": "claim", "file": SimpleUploadedFile(f"t.{form}", content)})
    assert answer.status_code == 302, answer.content.decode()
    return BulkImport.objects.get()


def get_problems(client, *changes):
    return [(one.row, one.column, one.sentence) for one in check(give(client, write_csv(*changes))).problems]


def take(waiting, user):
    accept_table(waiting=waiting, seen=check(waiting).fingerprint, by=user, at=NOON)
    take_table(waiting=waiting, at=NOON)


def test_rows_are_shown_with_what_they_are_about_and_their_source_and_then_written(
    model, source, team, user, logged_in_client
):
    new = {"Source": "A study of evening visits", "Address of the source": "https://example.org/visits"}
    context = {"What it says": "context", "Value": "", "Unit": "", "Of whom or what": "", "Compared with": ""}
    by_address = {"About": f"https://cairn.example.org{model.get_absolute_url()}", "What is said": "Second", **new}
    waiting = give(
        logged_in_client,
        write_csv({}, by_address, {"What is said": "Third", "About": model.slug, **new, **context}),
    )
    page = " ".join(logged_in_client.get(f"/records/import/{waiting.pk}/").content.decode().split())
    assert "Row 2: 86% stayed out of care (about “House of help”, from “Evaluation Report 51”)" in page
    assert "Row 3: Second (about “House of help”, from a new source)" in page
    assert page.count("“A study of evening visits”, https://example.org/visits.") == 1
    assert (Claim.objects.count(), Source.objects.count()) == (1, 1)

    take(waiting, user)
    first, second, third = Claim.objects.order_by("pk")[1:]
    assert (first.title, first.direction, first.topic, first.grade) == ("86% stayed out of care", "for", "outcome", "E")
    assert (first.about_id, first.source, str(first.value), first.unit) == (model.pk, source, "86.0000", "%")
    assert (first.denominator, first.comparator, first.team, first.live) == ("Of 120 families", "", team, False)
    assert (second.about_id, second.source.title, second.source) == (model.pk, new["Source"], third.source)
    assert (third.about_id, third.direction, third.value) == (model.pk, "context", None)
    assert Source.objects.count() == 2


TOLD = "If it is not known, say what you looked for and did not find."


@pytest.mark.parametrize(
    ("changed", "column", "sentence"),
    [
        ({"About": ""}, "About", "Enter the record the result is about: its title, or the address of its page."),
        (
            {"About": "Nowhere"},
            "About",
            "There is no record “Nowhere” that you can see. Enter its title as shown on its page, or its address.",
        ),
        (
            {"About": "House of halp"},
            "About",
            "There is no record “House of halp” that you can see. Did you mean “House of help”?",
        ),
        (
            {"About": "/projects/house-of-help/"},
            "About",
            "There is no record “/projects/house-of-help/” that you can see. Enter its title as shown on its page, "
            "or its address.",
        ),
        ({"What is said": ""}, "What is said", "Enter a few words"),
        ({"What is said": "n/a"}, "What is said", f"“n/a” does not answer “What is said?”. {TOLD}"),
        (
            {"What it says": "up"},
            "What it says",
            "“up” is not one of the options. Allowed are: In favour; Against; No difference found, or not shown; Facts "
            "around it.",
        ),
        ({"Who says it": ""}, "Who says it", "Choose one"),
        ({"Value": "many"}, "Value", "Enter a number, for example 36.2"),
        ({"Of whom or what": ""}, "Of whom or what", "Say who or what the number is about."),
        (
            {"Compared with": "see link"},
            "Compared with",
            "“see link” does not answer “Compared with what?”. Write a sentence, then add the address or a source.",
        ),
        ({"Source": ""}, "Source", "Enter where people can read it: the title of the report, page or article."),
        ({"Source": "tbc"}, "Source", f"“tbc” does not answer “Source”. {TOLD}"),
        ({"Source": "x y" * 120}, "Source", "The title of a source can have at most 300 letters; this one has 360."),
        (
            {"Address of the source": "there"},
            "Address of the source",
            "“there” is not an address. Enter the full address, for example https://www.example.org/report",
        ),
        (
            {"Address of the source": "https://example.org/new"},
            "Source",
            "“report-51” is already here with a different address, or none: “address not found”. "
            "Clear the address cell, or enter the "
            "title of another source.",
        ),
    ],
)
def test_bad_cell_is_named_with_its_row_and_column(changed, column, sentence, source, logged_in_client):
    assert get_problems(logged_in_client, {"What is said": "A good row"}, changed) == [(3, column, sentence)]


def test_columns_that_must_be_there_are_asked_for_in_each_row(source, logged_in_client):
    problems = check(give(logged_in_client, write_csv({}, header=["What is said"]))).problems
    assert [(one.row, one.column) for one in problems] == [
        *((2, "About"), (2, "Source")),
        *((2, "What does the result show?"), (2, "What is it a result of?"), (2, "Who says it?")),
    ]


def test_two_that_are_called_the_same_are_told_apart(model, source, user, team, logged_in_client):
    twin = make_record(Method, title="House of  HELP", author=user, team=team)
    other = Source.objects.create(key="other-51", title=source.title, address="https://example.org/51")
    make_claim(model, author=user, team=team, source=other, words="Other")
    (about, of_source) = get_problems(logged_in_client, {"Source": "evaluation report 51"})
    assert about == (
        2,
        "About",
        "2 records are called “House of help”. Enter the address of the one you mean: "
        f"{model.get_absolute_url()} or {twin.get_absolute_url()}.",
    )
    assert of_source[2] == (
        "2 sources are called “evaluation report 51”. Write the short name of the one you mean: report-51 or other-51."
    )
    named = {"About": twin.get_absolute_url(), "Source": "", "Address of the source": other.address}
    (planned,) = check(give(logged_in_client, write_csv(named))).new
    assert planned.linked.answers == {"about_id": twin.pk, "source": other}
    (problem,) = get_problems(logged_in_client, {**named, "Source": "Third"}, named) or [None]
    assert problem is None


def test_address_and_title_of_two_sources_are_refused(model, source, user, team, logged_in_client):
    other = Source.objects.create(key="other", title="Another study", address="https://example.org/other")
    make_claim(model, author=user, team=team, source=other, words="Other")
    assert get_problems(logged_in_client, {"About": model.slug, "Address of the source": other.address}) == [
        (
            2,
            "Source",
            "“report-51” and its address belong to two sources. The address is of “Another study”. "
            "Correct one of the two "
            "cells.",
        )
    ]


def test_hidden_record_and_hidden_source_are_as_if_they_were_not_there(source, logged_in_client):
    stranger = make_draft(PracticeModel, team=make_team(None, "Others"), title="Planted model")
    hidden = Source.objects.create(key="planted-source", title="Planted source", address="https://example.org/planted")
    make_claim(stranger, author=stranger.author, team=stranger.team, source=hidden)
    told = "There is no record “{}” that you can see. Enter its title as shown on its page, or its address."
    problems = get_problems(logged_in_client, {"About": "Planted model"}, {"About": stranger.slug})
    assert problems == [(2, "About", told.format("Planted model")), (3, "About", told.format(stranger.slug))]
    (planned,) = check(give(logged_in_client, write_csv({"Source": "planted-source"}))).new
    assert planned.linked.adds == ["“planted-source”, address not found."]


def test_new_source_that_is_called_almost_like_one_that_is_here_is_pointed_out(source, logged_in_client):
    waiting = give(logged_in_client, write_csv({"Source": "Evaluation  Report 15"}, {"Source": "evaluation report 15"}))
    told = "address not found. Did you mean “Evaluation Report 51”, which is already here?"
    assert check(waiting).adds == [f"“Evaluation Report 15”, {told}"]
    page = logged_in_client.get(f"/records/import/{waiting.pk}/").content.decode()
    assert "Sources that would be added" in page
    assert f"“Evaluation Report 15”, {told}" in page


def test_duplicate_leads_to_the_record_that_stayed(model, source, user, team, logged_in_client):
    other = make_record(PracticeModel, title="Help house", author=user, team=team)
    services.merge_records(kept=model, other=other, by=user, at=NOON)
    (planned,) = check(give(logged_in_client, write_csv({"About": other.get_absolute_url()}))).new
    assert planned.linked.answers["about_id"] == model.pk


# --- Round trips -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/reported/results.csv",
        "/records/export/claim.csv",
        "/records/export/claim.csv?mine=yes",
        "/records/export/claim.xlsx?mine=yes",
    ],
)
def test_what_is_downloaded_comes_back_as_the_same(address, source, user, logged_in_client):
    new = {"Source": "=A study, 2024", "Address of the source": "https://example.org/s", "What is said": "-3 of 10"}
    take(give(logged_in_client, write_csv({"Value": "36.25"}, new)), user)
    Claim.objects.filter(title="Earlier").delete()
    form = "xlsx" if "xlsx" in address else "csv"
    checked = check(give(logged_in_client, logged_in_client.get(address).content, form))
    assert (checked.problems, checked.new, checked.changed, len(checked.same)) == ([], [], [], 2)


def test_without_references_a_download_is_read_as_new_results(source, user, logged_in_client):
    take(give(logged_in_client, write_csv({})), user)
    Claim.objects.filter(title="Earlier").delete()
    rows = list(csv.DictReader(io.StringIO(logged_in_client.get("/reported/results.csv").content.decode("utf-8-sig"))))
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0])
    writer.writeheader()
    writer.writerows({**row, "Reference": ""} for row in rows)
    checked = check(give(logged_in_client, out.getvalue().encode()))
    assert (checked.problems, len(checked.new), len(checked.doubles)) == ([], 1, 1)
    take(BulkImport.objects.get(), user)
    first, second = (
        Claim.objects.filter(pk=one.pk).values(*Claim.TEXTS, "value", "unit", "about", "source", "topic").get()
        for one in Claim.objects.order_by("pk")
    )
    assert first == second


def test_answers_of_a_result_change_and_what_it_is_about_stays(model, source, user, team, logged_in_client):
    take(give(logged_in_client, write_csv({})), user)
    claim = Claim.objects.get(title=ROW["What is said"])
    other = make_record(PracticeModel, title="Another", author=user, team=team)
    header = ["Reference", *HEADER]
    row = {"Reference": claim.slug, "Source": "Evaluation Report 51", "Unit": "families"}
    checked = check(give(logged_in_client, write_csv({**row, "About": model.get_absolute_url()}, header=header)))
    assert [(one.row, one.changed) for one in checked.changed] == [(2, ("Its unit",))]
    stays = "You cannot move a result to another record or source."
    moved = {**row, "About": other.title, "Source": "A new one"}
    problems = check(give(logged_in_client, write_csv(moved, header=header))).problems
    assert [(one.column, one.sentence.startswith(stays)) for one in problems] == [("About", True), ("Source", True)]


def test_export_does_not_name_a_record_that_was_hidden_since(model, source, user, team, logged_in_client):
    claim = Claim.objects.get()
    others = make_draft(PracticeModel, team=make_team(None, "Others"), title="Planted model")
    Claim.objects.filter(pk=claim.pk).update(about=others.pk)
    assert "Planted" not in logged_in_client.get("/records/export/claim.csv?mine=yes").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_export_asks_as_often_for_three_results_as_for_one(rows, client, user, django_assert_num_queries):
    model = make_record(PracticeModel, author=user)
    for number in range(rows):
        claim = make_claim(model, author=user, words=f"Result {number}")
        Claim.objects.filter(pk=claim.pk).update(live=True, sharing="public")
    with django_assert_num_queries(2):
        content = client.get("/records/export/claim.csv").content.decode()
    assert content.count("Result ") >= rows


def test_waiting_table_forgets_the_name_of_a_withdrawn_record_and_says_so(model, source, user, team, logged_in_client):
    give(logged_in_client, write_csv({"About": f" {model.title.upper()} "}))
    rows = BulkImport.objects.get().rows
    for title in ("Another", "In favour", source.title):  # the last two stand in other cells
        services.withdraw_record(
            record=make_record(PracticeModel, title=title, author=user, team=team), by=user, at=NOON
        )
    hidden = make_draft(
        PracticeModel, team=make_team(None, "Others"), title=model.title
    )  # of somebody else, who calls theirs the same
    services.withdraw_record(record=hidden, by=hidden.author, at=NOON)
    assert BulkImport.objects.get().rows == rows
    services.withdraw_record(record=model, by=user, at=NOON)
    waiting = BulkImport.objects.get()
    assert model.title.casefold() not in str(waiting.rows).casefold()
    page = logged_in_client.get(f"/records/import/{waiting.pk}/").content.decode()
    assert "Enter the record the result is about" in page
