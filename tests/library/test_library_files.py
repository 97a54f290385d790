"""The whole library as files: for each reader what they may see, in tables that join."""

import csv
import io
import json
import zipfile

import pytest
from django.urls import reverse

from cairn.library.forms.rows import get_row_kinds
from cairn.library.models import Component, PracticeModel, Project
from cairn.library.services import add_row
from tests.factories.guidance import make_guidance
from tests.factories.library import load_library, make_claim
from tests.factories.records import NOON, approve, make_draft, make_record, share_with_all

pytestmark = pytest.mark.django_db


def read_zip(client):
    answer = client.get(reverse("library:library-csv"))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def read_rows(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def model(user):
    made = make_record(PracticeModel, title="House of help", author=user)
    Component.objects.create(model=made, position=0, what="A key worker")
    claim = make_claim(made, author=user, words="86% stayed")
    approve(claim)
    share_with_all(claim)
    return made


def test_every_file_leaves_out_what_its_reader_may_not_see(client, logged_in_client, user, model):
    hidden = make_draft(PracticeModel, title="Secret model", author=user)
    Component.objects.create(model=hidden, position=0, what="Secret part")
    make_claim(hidden, author=user, words="Secret result")
    project = make_draft(Project, title="Secret project", author=user)
    kind = next(one for one in get_row_kinds("project") if one.name == "moves")
    add_row(
        record=project, kind=kind, answers={"move": "ended", "moved_on": "2020", "note": "Secret end"}, by=user, at=NOON
    )
    files = read_zip(client)
    everything = "".join(files.values()) + client.get(reverse("library:library-json")).content.decode()
    assert "Secret" not in everything
    assert "House of help" in everything
    own = read_zip(logged_in_client)
    for words, name in (("Secret model", "practice-model"), ("Secret part", "rows"), ("Secret result", "claim")):
        assert words in own[f"{name}.csv"]
    assert "Secret end" in own["rows.csv"]


def test_tables_join_by_reference(client, model):
    make_guidance("Open a house")
    files = read_zip(client)
    assert {row["Reference"] for row in read_rows(files["practice-model.csv"])} == {model.slug}
    (part,) = read_rows(files["rows.csv"])
    assert (part["Reference"], part["List"], part["What"]) == (model.slug, "Part of the model", "A key worker")
    (claim,) = read_rows(files["claim.csv"])
    assert claim["About"] == "House of help"
    (said,) = read_rows(files["recommendation.csv"])
    assert said["Document"] == "Kinship care"
    assert "as everyone could read it" in files["README.txt"]


def test_json_has_the_same_rows_as_the_tables(client, model):
    answer = client.get(reverse("library:library-json"))
    tables = json.loads(answer.content)
    assert [row["What"] for row in tables["rows"]] == ["A key worker"]
    assert [row["Name"] for row in tables["practice-model"]] == ["House of help"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_starter_library_is_whole_in_its_files(client):
    load_library()
    tables = json.loads(client.get(reverse("library:library-json")).content)
    assert len(tables["practice-model"]) == PracticeModel.objects.count()
    assert len(tables["sources"]) > 100
    assert len(tables["rows"]) > 50
    assert all(row["Source"] for row in tables["rows"] if row["List"] == "Event")
