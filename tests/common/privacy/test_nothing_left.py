"""A row is planted wherever one can lead to a person or a record; then the person goes, or the record, and all is read.

What is planted comes from what the models declare, so that a new one is looked at without a line here.
"""

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Collection, ModelLogEntry, Revision

from cairn.accounts.models import User
from cairn.accounts.services import create_user, erase_account
from cairn.actions.models import Action
from cairn.boards.models import BoardFile, BoardPage
from cairn.common.privacy import Blank, Delete, Keep, OfPerson, OfRecord, Repoint, Run, Subject
from cairn.common.privacy.checking import list_keys
from cairn.common.privacy.declarations import as_tuple, list_declared
from cairn.common.privacy.revisions import get_branch, get_revisions, leads_to
from cairn.library.models import Source
from cairn.records import services
from cairn.records.kinds import get_kinds
from cairn.records.models import Attachment, BulkImport, Record, RecordFile
from cairn.voice.models import Challenge
from tests.factories.accounts import UserFactory, give_site_role
from tests.factories.any_row import GONE, STAYS, TRACES, Garden, find_everywhere
from tests.factories.boards import make_board
from tests.factories.records import NOON, join, make_circle, make_draft, make_record, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]

# Made by services below, because a row alone would be no board, no record and no history.
BY_SERVICES = {"records.Record", "actions.Action", "boards.BoardPage", "wagtailcore.Page", "wagtailcore.Revision"}
KINDS = [kind for kind in get_kinds() if kind.can_be_withdrawn]


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    """So that only what the test itself put there is found."""
    own = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": own}


@pytest.fixture
def garden():
    # Tests that commit empty every table at their end, and with it what Wagtail's migrations put there.
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    team, board = make_team(), make_board()
    source = Source.objects.create(key="a-report", title="A report")
    rows = (team, team.organisation, make_circle(), UserFactory(), board, board.latest_revision, source)
    return Garden(*rows, make_record(title="Of somebody else"))


def has(fates: Any, *kinds: Any) -> bool:
    return any(isinstance(fate, kinds) for fate in as_tuple(fates))


# --- A person --------------------------------------------------------------------------------------


def test_of_an_erased_person_nothing_is_left(garden, django_capture_on_commit_callbacks):
    person = create_user(email="thistledown@example.org", name="Thistledown Person")
    planted = [(rule, plant_of_person(garden, model, rule, person)) for model, rule in list_rules_of_rows()]
    shared = plant_with_services(person)
    assert {"notices_outboxmail", "notices_mail", "lessons_anonymousdraft", "wagtailcore_revision"} <= set(
        look_for(GONE)
    )
    assert any("/files/records/" in found for found in look_for(GONE))
    with django_capture_on_commit_callbacks(execute=True):
        erase_account(user=person, at=NOON)
    assert look_for(GONE) == []
    assert find_everywhere("thistledown") == []
    lost = [row for rule, row in planted if not has(rule.erase, Delete, Run) and not is_there(row)]
    assert lost == []
    assert list_what_leads_to(person) == []
    assert [record.title for record in Record.objects.filter(pk__in=[one.pk for one in shared])] == [STAYS, STAYS]


def list_rules_of_rows():
    return [(model, rule) for model, rule in list_declared(OfPerson) if model._meta.label not in BY_SERVICES]


def plant_of_person(garden: Garden, model: Any, rule: OfPerson, person: User) -> Any:
    word = GONE if has(rule.erase, Delete, Run) else STAYS
    holds = {"pk": person if model._meta.get_field(rule.field).remote_field else person.pk, "email": person.email}
    return garden.plant(model, word, **{rule.field: holds[rule.holds]})


def plant_with_services(person: User) -> list[Record]:
    """Records that only they see and that others see, with files; a board; a log-in; what Wagtail noted of them."""
    words = {"title": GONE, "summary": GONE, "why_now": GONE}
    alone = services.start_record(Challenge, by=person, at=NOON, team=None, answers=words)
    services.save_draft(record=alone, by=person, at=NOON, answers={"whose_words": GONE})
    file = {"record_id": alone.pk, "file": ContentFile(GONE.encode(), name="a.txt")}
    Attachment.objects.create(**file, title=GONE, name=GONE, size=1, added_at=NOON)
    RecordFile.objects.create(**file, form="pdf", requested_at=NOON, made_at=NOON)
    shared = [make_record(author=person, title=STAYS), make_draft(Action, author=person, title=STAYS, owner=person)]
    give_site_role(person, "editor")
    board = make_board(decider=person, slug="decided", topic="methods")
    BoardPage.objects.filter(pk=board.pk).update(owner=person, locked_by=person)
    BoardPage.objects.get(pk=board.pk).save_revision(user=person, clean=False)
    kind = ContentType.objects.get_for_model(User)
    noted = {"content_type": kind, "object_id": str(person.pk), "label": f"{person.name} {GONE}"}
    ModelLogEntry.objects.create(**noted, action="wagtail.edit", timestamp=NOON)
    client = Client()
    client.force_login(person)
    client.get("/")
    return shared


def list_what_leads_to(person: User) -> list[str]:
    """Rows and history that still name the number of somebody who has gone, but for those that say why they do."""
    kept = {(model, rule.field) for model, rule in list_declared(OfPerson) if has(rule.erase, Keep)}
    keys = [
        (model, key)
        for model in {model for model, _ in list_declared(object)}
        for key, subject in list_keys(model)
        if subject is Subject.PERSON and (model, key.name) not in kept
    ]
    rows = [f"{model._meta.label}.{key.name}" for model, key in keys if find(model, key, person)]
    return rows + [
        f"history of {model._meta.label}.{key.name}" for model, key in keys if find_in_history(model, key, person)
    ]


def find(model: Any, key: Any, row: Any) -> bool:
    return model._base_manager.filter(**{key.name: row.pk}).exists()


def find_in_history(model: Any, key: Any, row: Any) -> bool:
    branch = get_branch(model)
    contents = [one.content for one in get_revisions(branch.root)] if branch else []
    return any(leads_to(part.get(key.name), row.pk) for one in contents for part in branch.find_rows(one))


def look_for(word: str) -> list[str]:
    return find_everywhere(TRACES[word])


def is_there(row: Any) -> bool:
    return type(row)._base_manager.filter(pk=row.pk).exists()


# --- A record --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_of_a_withdrawn_record_no_word_is_left(kind, garden, django_capture_on_commit_callbacks):
    record = plant_record(garden, kind.model, GONE)
    planted = plant_around(garden, record, "withdraw")
    plant_without_key(record)
    save_history(record)
    services.save_draft(record=record, by=record.author, at=NOON, answers={"summary": f"{GONE} again"})
    assert {"records_record", "wagtailcore_revision", "search_searchdocument"} <= set(look_for(GONE))
    files = {found.split("/files/")[1].split("/")[0] for found in look_for(GONE) if "/files/" in found}
    assert files - {"events"} == {"boards", "records"}
    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw_record(record=Record.objects.get(pk=record.pk), by=record.author, at=NOON)
    assert look_for(GONE) == []
    assert [row for word, row in planted if word == STAYS and not is_there(row)] == []
    assert Record.objects.get(pk=record.pk).slug == record.slug


def plant_record(garden: Garden, model: Any, word: str, **given: Any) -> Any:
    """With the word in each of its own fields."""
    own = {field.attname for field in model._meta.local_concrete_fields if field.editable and not field.primary_key}
    filled = {name: value for name, value in garden.fill(model, word).items() if name in own | {"title", "summary"}}
    answers = {name: [word] if isinstance(value, dict) else value for name, value in filled.items()}
    if model._meta.label == "papers.Paper":  # what it holds besides words is made of records
        answers |= {"snapshot": {}, "options": [], "letters": {}, "assumptions": {}}
    return make_draft(model, **{**answers, **given})


def plant_around(garden: Garden, record: Any, verb: str) -> list[tuple[str, Any]]:
    """A row for each key that can lead to it, with the word that its declaration promises."""
    planted = []
    for model, rule in list_declared(OfRecord):
        key = model._meta.get_field(rule.field)
        is_key = key.remote_field and isinstance(record, key.related_model)
        if not is_key or model._meta.label in {"search.SearchDocument", "records.Record"}:
            continue
        fates = getattr(rule, verb)
        goes = has(fates, Delete, Blank) or (has(fates, Run) and not issubclass(model, Record))
        word = GONE if goes else STAYS
        planted.append((word, garden.plant(model, word, **{rule.field: record})))
    return planted


def plant_without_key(record: Any) -> None:
    """Where its number or its reference stands alone."""
    rows = {"columns": [], "titles": {}, "rows": [[1, [record.slug, GONE]]]}
    BulkImport.objects.create(by=UserFactory(), kind=record.kind, rows=rows, made_at=NOON)
    printed = {"form": "sheet", "cited": [record.pk], "fingerprint": "0", "requested_at": NOON, "made_at": NOON}
    BoardFile.objects.create(**printed, file=ContentFile(GONE.encode(), name="a.txt"))
    noted = {"content_type": ContentType.objects.get_for_model(type(record)), "object_id": str(record.pk)}
    ModelLogEntry.objects.create(**noted, label=GONE, action="wagtail.edit", timestamp=NOON)


def save_history(*records: Any) -> None:
    """A revision with the rows that hang on them."""
    for record in records:
        type(record).objects.get(pk=record.pk).save_revision(clean=False)


def test_what_stands_in_drafts_is_deleted_only_where_the_drafts_go_too():
    """When a record is withdrawn, its drafts go; when somebody is erased or records are merged, they stay."""
    left_behind = [
        f"{model._meta.label}.{rule.field}: {verb}"
        for model, rule in list_declared((OfPerson, OfRecord))
        for verb in ("erase", "merge")
        if get_branch(model) and has(getattr(rule, verb, ()), Delete)
    ]
    assert left_behind == []


# --- Two records that are one -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_of_a_merged_record_everything_meets_its_declared_fate(kind, garden, django_capture_on_commit_callbacks):
    kept = plant_record(garden, kind.model, STAYS)
    other = plant_record(garden, kind.model, GONE, author=kept.author)
    plant_around(garden, other, "merge")
    for model in {model for model, _ in list_declared(OfRecord) if get_branch(model)}:
        root = get_branch(model).root
        save_history(*root._base_manager.all()) if root is not Record else None
    with django_capture_on_commit_callbacks(execute=True):
        services.merge_records(kept=kept, other=other, by=kept.author, at=NOON)
    assert Record.objects.get(pk=other.pk).merged_into_id == kept.pk
    moved = [
        (model, model._meta.get_field(rule.field))
        for model, rule in list_declared(OfRecord)
        if has(rule.merge, Repoint)
    ]
    assert moved
    wrong = [
        f"{model._meta.label}.{key.name}"
        for model, key in moved
        if may_lead(key, kept) and not is_moved(model, key, kept, other)
    ]
    assert wrong == []


def may_lead(key: Any, record: Any) -> bool:
    return isinstance(record, key.related_model) and key.model is not Record


def is_moved(model: Any, key: Any, kept: Any, other: Any) -> bool:
    return find(model, key, kept) and not find(model, key, other) and not find_in_history(model, key, other)


def test_what_is_shared_of_an_erased_person_is_found_without_a_name(client):
    person = UserFactory(name="Thistledown Person")
    record = make_record(author=person)
    join(person, record.organisation, team=record.team)
    erase_account(user=person, at=NOON)
    assert client.get(record.get_absolute_url()).status_code == 200
    assert [one.content["author"] for one in Revision.objects.for_instance(record.get_specific())] == [None]
