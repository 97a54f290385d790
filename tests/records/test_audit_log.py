"""The audit log in words: narrowed, exported, and with a sentence for everything that is ever kept."""

import ast
import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

import cairn
from cairn.audit import services as audit
from cairn.audit.models import AuditEntry
from cairn.places.models import Organisation
from cairn.records.kinds import get_kinds
from cairn.records.presenters.auditing import AUDIT_GROUPS, AUDIT_WORDS, describe_field
from cairn.records.services import start_record
from cairn.voice.models import Challenge
from tests.factories.accounts import UserFactory, client_of, give_site_role
from tests.factories.records import NOON, make_organisation

PAGE = reverse("records:audit")
KEEPERS = {"record", "_note", "_set_sharing"}


def find_actions():
    """Every action that the source gives to the audit as a text of its own."""
    for path in Path(cairn.__file__).parent.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            given = [*node.args[:1], *(one.value for one in node.keywords if one.arg == "action")]
            given += [part for one in given if isinstance(one, ast.IfExp) for part in (one.body, one.orelse)]
            if name in KEEPERS:
                yield from (
                    one.value
                    for one in given
                    if isinstance(one, ast.Constant) and isinstance(one.value, str) and "." in one.value
                )


def test_everything_that_is_kept_has_words():
    actions = set(find_actions())
    assert len(actions) > 50
    assert sorted(actions - AUDIT_WORDS.keys()) == []


def test_every_group_narrows_to_something():
    assert [group for group in AUDIT_GROUPS if not any(one.startswith(f"{group}.") for one in AUDIT_WORDS)] == []


@pytest.fixture
def host(db):
    return give_site_role(UserFactory(name="Hana Host"), "host")


@pytest.fixture
def log(host):
    ada = UserFactory(name="Ada Author")
    start_record(Challenge, by=ada, at=NOON, team=None, answers={"title": "SECRET title"})
    make_organisation()
    audit.record("member.invited", target="organisation", key="otterdale-council", by=host, at=NOON, after="reader")
    audit.record(
        "user.role_given", target="user", key=str(ada.pk), by=host, at=NOON - timedelta(days=9), after="editor"
    )


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ({}, {"Started a draft", "Invited someone (to Reader)", "Gave a role on the site (to Editor)"}, set()),
        ({"group": "record"}, {"Started a draft"}, {"Invited someone", "Gave a role"}),
        ({"person": "hana"}, {"Invited someone", "Gave a role"}, {"Started a draft"}),
        ({"since": "2026-11-20"}, {"Started a draft", "Invited someone"}, {"Gave a role"}),
        ({"until": "2026-11-20"}, {"Gave a role"}, {"Started a draft", "Invited someone"}),
        ({"group": "circle"}, {"No entries match"}, {"Started a draft"}),
        ({"since": "yesterday"}, {"Enter a date, for example 2026-03-31"}, set()),
        ({"since": "2026-11-20", "until": "2026-11-01"}, {"not before the first day"}, set()),
    ],
)
def test_the_log_is_narrowed_and_says_in_words_what_was_done(host, log, query, there, gone):
    page = client_of(host).get(PAGE, query).content.decode()
    assert [words for words in there if words not in page] == []
    assert [words for words in gone if words in page] == []
    assert "SECRET" not in page


def test_fields_and_levels_are_named_as_forms_name_them(host):
    """In the log and in the history of the record, and for whoever may not see the record."""
    ada = UserFactory(name="Ada Author")
    record = start_record(Challenge, by=ada, at=NOON, team=None, answers={"title": "SECRET title"})
    for detail in (
        {"fields": ["why_now", "consent"]},
        {"after": "taken_back"},
        {"fields": ["no_longer_there"]},
        {"before": "team", "after": "public"},
    ):
        audit.record("record.changed", target="record", key=record.slug, by=ada, at=NOON, **detail)
    for person, path in ((host, PAGE), (ada, reverse("records:history", args=[record.slug]))):
        page = client_of(person).get(path).content.decode()
        assert f"({Challenge.TEXTS['why_now']}, " in page
        assert "(to Withdrawn)" in page
        assert "(no longer there)" in page
        assert [raw for raw in ("why_now", "taken_back", "taken back", "(fields", "consent,") if raw in page] == []


def test_no_field_of_any_form_is_told_by_its_name_in_the_code():
    found = [
        (kind.name, name)
        for kind in get_kinds()
        for section in (kind.sections() if kind.sections else ())
        for name in section.form.base_fields
        if describe_field(name, kind.name) in (name, name.replace("_", " ")) and "_" in name
    ]
    rows = [
        (kind.name, one.relation)
        for kind in get_kinds()
        for one in kind.rows
        if describe_field(one.relation, kind.name) != one.title
    ]
    assert (found, rows) == ([], [])


def test_the_log_names_people_and_organisations(host, log):
    page = client_of(host).get(PAGE).content.decode()
    assert f'href="{Organisation.objects.get().get_absolute_url()}">Otterdale Council</a>' in page
    assert page.count("Ada Author") == 2  # who started a draft, and who was given a role


def test_the_export_holds_what_the_list_shows(host, log):
    answer = client_of(host).get(PAGE, {"group": "user", "csv": "yes"})
    assert answer["Content-Disposition"].startswith('attachment; filename="cairn-audit-log-')
    rows = list(csv.reader(io.StringIO(answer.content.decode().lstrip("\ufeff"))))
    assert rows[0] == ["When", "Who", "What", "Details", "About"]
    assert [row[1:] for row in rows[1:]] == [["Hana Host", "Gave a role on the site", "to Editor", "Ada Author"]]


@pytest.mark.parametrize("role", ["editor", "moderator"])
def test_only_hosts_read_or_export_it(role, log):
    client = client_of(give_site_role(UserFactory(), role))
    assert {client.get(PAGE).status_code, client.get(PAGE, {"csv": "yes"}).status_code} == {403}


def test_the_slug_of_whatever_is_audited_fits():
    """PostgreSQL refuses a longer one, and with it what somebody did; SQLite takes it."""
    longest = AuditEntry._meta.get_field("key").max_length
    slugs = [
        field
        for model in apps.get_models()
        for field in model._meta.local_fields
        if model.__module__.startswith("cairn.") and isinstance(field, models.SlugField)
    ]
    assert len(slugs) > 3
    assert [str(field) for field in slugs if field.max_length > longest] == []
