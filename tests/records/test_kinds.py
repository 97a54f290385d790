"""Each kind of record is declared once, whole, and by the app that has its model."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import reverse

import cairn
from cairn.actions.views.acting import ACT_PAGES
from cairn.common import panels
from cairn.notices.kinds import get_notice_kind
from cairn.records import desk
from cairn.records.enums import RecordKind
from cairn.records.kinds import get_kind_choices, get_kinds, get_kinds_to_start
from cairn.records.models import Record
from cairn.search.queries.addresses import read as search_for

KINDS = pytest.mark.parametrize("kind", get_kinds(), ids=lambda kind: kind.name.value)


def test_every_name_of_a_kind_is_declared_by_an_app():
    undeclared = set(RecordKind) - {kind.name for kind in get_kinds()}
    assert not undeclared, (
        f"No app declares {', '.join(sorted(undeclared))}: add a Kind to the KINDS of the app that has the model, and "
        "give them to register_app in its ready()."
    )


def test_every_model_of_a_record_is_declared():
    models = {model for model in apps.get_models() if issubclass(model, Record) and model is not Record}
    undeclared = models - {kind.model for kind in get_kinds()}
    assert not undeclared, f"Declare a Kind for {', '.join(sorted(model.__name__ for model in undeclared))}."


@KINDS
def test_page_of_a_kind_takes_a_slug(kind):
    assert "a-slug" in reverse(kind.page, args=["a-slug"])


def test_what_is_started_by_its_title_has_a_form_for_the_rest():
    assert [kind.name for kind in get_kinds_to_start() if not kind.sections] == []


@KINDS
def test_what_a_kind_says_of_itself_reaches_the_pages_the_desk_and_the_mails(kind):
    for panel in kind.panels:
        assert all(panels._panels[page][panel.name] is panel.render for page in panel.pages)
    assert set(kind.due) <= set(desk._due)
    assert set(kind.questions) <= set(desk._questions)
    assert all(get_notice_kind(notice.name) is notice for notice in kind.notices)


def test_panels_stand_on_pages_that_show_panels():
    """One for a page that nobody renders would be missed by nobody."""
    sources = "".join(path.read_text() for path in Path(cairn.__file__).parent.rglob("*.py"))
    shown = set(re.findall(r'render_panels(?:_by_name)?\("([a-z-]+)"', sources)) | set(RecordKind.values)
    shown |= {f"action-{act}" for act in ACT_PAGES}
    assert {"council", "desk"} < shown
    assert set(panels._panels) - shown == set()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["nonsense", "verdict"])
def test_address_of_a_kind_that_nobody_declares_leads_nowhere(kind, logged_in_client):
    for name, *rest in (("start",), ("export", "csv"), ("import-template", "csv"), ("feed-of-kind",)):
        assert logged_in_client.get(reverse(f"records:{name}", args=[kind, *rest])).status_code == 404
    assert "Choose what is in the table" in logged_in_client.post("/records/import/", {"kind": kind}).content.decode()
    assert search_for({"q": "bed", "kind": kind}).kind == ""


def test_no_column_lists_the_kinds_in_its_migrations():
    """A list of them would make every new kind a migration of other apps."""
    listing = [
        str(field)
        for model in apps.get_models()
        for field in model._meta.fields
        if {"need", "challenge"} <= {value for value, _ in field.flatchoices}
        and field.deconstruct()[3]["choices"] is not get_kind_choices
    ]
    assert listing == []
    assert dict(Record._meta.get_field("kind").flatchoices) == dict(get_kind_choices())
