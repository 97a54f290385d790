"""Everything that is kept, before, during and after a vote: nothing leads from a voter to a choice (docs/adr/0047).

Two votes are held that differ only in who chose what. Whatever differs between the two in all tables, in all files of
the data folder and in the bytes of the database would be a way to tell who voted how.
"""

import itertools
import json
import re
import sqlite3
import tarfile
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as site
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from cairn.common.operations import backups
from cairn.decisions.enums import Choice, Outcome
from cairn.decisions.models import Ballot, BallotPaper, Envelope, Member, Voter
from cairn.decisions.services import ballots, together
from cairn.decisions.services.ballots import TABLES
from cairn.voice.services import overwrite_deleted
from tests.factories.accounts import UserFactory
from tests.factories.together import get_voters, make_assembly, make_ballot, make_meeting, make_proposal

pytestmark = pytest.mark.django_db(transaction=True)
YES, NO = Choice.YES, Choice.NO
CHOICES = (YES, NO, YES, NO, YES, YES)
OTHERS = (NO, YES, YES, YES, NO, YES)  # as many of each


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.BALLOT_KEYS = tmp_path / "data" / "ballot-keys"
    own = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path / "data" / "files")}}
    settings.STORAGES = {**settings.STORAGES, "default": own}
    return tmp_path / "data"


@pytest.fixture
def ballot():
    """Six members with cards and one with an account."""
    assembly = make_assembly()
    together.add_account(assembly=assembly, user=UserFactory(name="Zadie"), by=assembly.worker, at=now())
    return make_ballot(make_proposal(make_meeting(assembly, at=now())), at=now())


def cast_all(ballot, choices=CHOICES):
    """Through the pages, as people vote: one after another, in the order of their names."""
    meeting = ballot.proposal.meeting
    for member, choice in zip(get_voters(ballot), [None, *choices], strict=True):
        if member.user:
            client = Client()
            client.force_login(member.user)
            address = f"/together/{meeting.assembly.key}/in/{ballot.proposal_id}/"
            assert client.post(address, {"what": "vote", "choice": "either"}).status_code == 200
        else:
            given = {"card": meeting.assembly.codes[member.name], "what": "vote", "choice": choice}
            address = f"{meeting.room.get_phone_url()}{ballot.proposal_id}/"
            assert Client().post(address, given).status_code == 200


def dump():
    """Every row of every table, as text."""
    tables = {}
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608 (a name of ours)
            tables[name] = sorted(repr([bytes(v) if isinstance(v, memoryview) else v for v in row]) for row in cursor)
    return tables


def find_changed(before, after):
    return {name for name in after if after[name] != before.get(name)}


def read_files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_casting_writes_envelopes_and_the_list_of_voters_and_nothing_else(ballot):
    """No audit entry, no count, no session, no time, no row of the member: a table that changed would say when."""
    cast_all(ballot)  # the first paper closes the list of voters, and Zadie logs in
    before, files = dump(), read_files(Path(site.BALLOT_KEYS))
    meeting = ballot.proposal.meeting
    given = {"card": meeting.assembly.codes["Ash"], "what": "vote", "choice": "no"}
    Client().post(f"{meeting.room.get_phone_url()}{ballot.proposal_id}/", given)
    assert find_changed(before, dump()) == {"decisions_envelope"}
    assert read_files(Path(site.BALLOT_KEYS)) == files


def test_casting_with_an_account_writes_no_more_than_with_a_card(ballot):
    cast_all(ballot)
    zadie = next(member for member in get_voters(ballot) if member.user)
    client = Client()
    client.force_login(zadie.user)
    address = f"/together/{ballot.proposal.meeting.assembly.key}/in/{ballot.proposal_id}/"
    client.get(address)
    before = dump()
    assert client.post(address, {"what": "vote", "choice": "yes"}).status_code == 200
    assert find_changed(before, dump()) == {"decisions_envelope"}


def test_during_the_vote_the_database_alone_leads_from_no_member_to_an_envelope(ballot):
    cast_all(ballot)
    told = dump()
    keys = {str(pk) for pk in Member.objects.values_list("pk", flat=True)}
    cards = {*Member.objects.values_list("card", flat=True)} - {""}
    envelopes = " ".join(told["decisions_envelope"])
    assert not [word for word in keys | cards if word in envelopes]
    marks = set(Envelope.objects.values_list("mark", flat=True))
    elsewhere = json.dumps({name: rows for name, rows in told.items() if name != "decisions_envelope"})
    assert not [mark for mark in marks if mark in elsewhere]
    assert len({len(bytes(one.sealed)) for one in Envelope.objects.all()}) == 1
    # Who has voted is not there either: every member is on the list of voters alike, whether they voted or not.
    assert {field.name for field in Voter._meta.concrete_fields} == {"id", "ballot", "member"}
    assert Voter.objects.count() == 7


@pytest.mark.both_databases
def test_key_lies_where_no_backup_takes_it(ballot, folder, tmp_path):
    cast_all(ballot)
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("a backup opens the file of the database, and in tests it is in memory")
    key = (Path(site.BALLOT_KEYS) / str(ballot.key)).read_bytes()
    archive = backups.back_up(tmp_path / "backups", at=now())
    with tarfile.open(archive) as opened:
        parts = [opened.extractfile(one).read() for one in opened.getmembers() if one.isfile()]
    assert not any(half in part for part in parts for half in (key[:32], key[32:]))


def test_folder_of_keys_is_not_among_the_files_that_are_backed_up(settings):
    files = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    assert not Path(settings.BALLOT_KEYS).is_relative_to(files)


def hold(choices):
    """A vote from its start to its end; what is left of it in every table, by the names of members."""
    assembly = make_assembly()
    together.add_account(assembly=assembly, user=UserFactory(name="Zadie"), by=assembly.worker, at=now())
    ballot = make_ballot(make_proposal(make_meeting(assembly, at=now())), at=now())
    cast_all(ballot, choices)
    sealed = [bytes(one) for one in Envelope.objects.filter(ballot=ballot).values_list("sealed", flat=True)]
    marks = list(Envelope.objects.filter(ballot=ballot).values_list("mark", flat=True))
    key = (Path(site.BALLOT_KEYS) / str(ballot.key)).read_bytes()
    ballots.close_ballot(ballot=ballot, by=None, at=now())
    overwrite_deleted(list(TABLES))
    return ballot, sealed, marks, key


def test_after_the_vote_two_votes_that_differ_in_who_chose_what_are_kept_alike():
    """All rows of the app, with keys by chance, times and codes taken out: as many of each, and the same words."""
    one, *_ = hold(CHOICES)
    first = describe_rows(one)
    other, *_ = hold(OTHERS)
    assert describe_rows(other) == first
    assert "yes" in str(first)


def describe_rows(ballot):
    """What is kept of a ballot and what hangs on it, without keys and times: sorted, because order says nothing."""
    kept = []
    group = ballot.proposal.assembly
    for model in apps.get_app_config("decisions").get_models():
        rows = model.objects.all()
        if model.__name__ in ("Voter", "Envelope", "BallotPaper"):
            rows = rows.filter(ballot=ballot)
        elif model.__name__ == "Ballot":
            rows = rows.filter(pk=ballot.pk)
        elif model.__name__ in ("Member", "Proposal", "Meeting"):
            rows = rows.filter(assembly=group)
        elif model.__name__ == "Assembly":
            rows = rows.filter(pk=group.pk)
        for row in rows.values():
            kept.append((model.__name__, describe_row(model, row)))
    return sorted(kept)


def describe_row(model, row):
    left_out = {"id", "key", "card", "public_key"}
    fields = {field.attname: field for field in model._meta.concrete_fields}
    plain = {
        name: str(value)
        for name, value in row.items()
        if name not in left_out and not fields[name].is_relation and "Date" not in type(fields[name]).__name__
    }
    return json.dumps(plain, sort_keys=True)


def test_nothing_of_envelopes_marks_or_key_is_left_in_tables_and_files(folder):
    ballot, sealed, marks, key = hold(CHOICES)
    assert (Voter.objects.count(), Envelope.objects.count()) == (0, 0)
    told = json.dumps(dump())
    assert not [mark for mark in marks if mark in told]
    left = b"".join(read_files(folder).values()) if folder.exists() else b""
    for bytes_of in (*sealed, key[:32], key[32:], *(mark.encode() for mark in marks)):
        assert bytes_of not in left
    assert not list(Path(site.BALLOT_KEYS).iterdir())
    assert Ballot.objects.get(pk=ballot.pk).outcome == Outcome.AGREED


def test_opened_papers_hold_a_choice_and_neither_a_time_nor_an_order():
    names = {field.name for field in BallotPaper._meta.concrete_fields}
    assert names == {"id", "ballot", "choice", "words", "state", "not_shown"}
    orders = set()
    for _ in range(3):
        ballot, *_rest = hold(CHOICES)
        orders.add(tuple(BallotPaper.objects.filter(ballot=ballot).values_list("choice", flat=True)))
        made = list(BallotPaper.objects.filter(ballot=ballot).order_by("pk").values_list("pk", flat=True))
        assert min(abs(one - other) for one, other in itertools.pairwise(made)) > 1_000
    cast_order = ("either", *CHOICES)
    assert len(orders | {cast_order}) > 1


def test_audit_says_that_a_vote_was_held_and_nothing_of_its_papers():
    hold(CHOICES)
    actions = [row for row in dump()["audit_auditentry"] if "together." in row]
    said = [re.search(r"together\.(\w+)", row)[1] for row in actions]
    assert sorted(said) == sorted(["started", "cards_made", "member_added", "opened", "ballot_opened", "ballot_closed"])


@pytest.mark.both_databases
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL rewrites its tables; asked below")
def test_bytes_of_the_sqlite_file_hold_no_envelope_any_more(tmp_path):
    """The whole database is written to a file page by page, free pages too."""
    ballot, sealed, marks, _ = hold(CHOICES)
    target = tmp_path / "copy.sqlite3"
    with sqlite3.connect(target) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    content = target.read_bytes()
    assert str(ballot.key).replace("-", "").encode() in content  # what is kept is found in it
    assert not [one for one in sealed if one[:64] in content or one[-64:] in content]
    assert not [mark for mark in marks if mark.encode() in content]


@pytest.mark.both_databases
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite overwrites what it deletes; asked above")
def test_files_of_postgresql_are_new_after_the_vote():
    hold(CHOICES)
    with connection.cursor() as cursor:
        for _ in range(20):  # while the server works out statistics, that transaction may still see what was deleted
            cursor.execute("SELECT pg_relation_size('decisions_envelope'), pg_relation_size('decisions_voter')")
            if (sizes := cursor.fetchone()) == (0, 0):
                break
            time.sleep(0.5)
            overwrite_deleted(list(TABLES))
        assert sizes == (0, 0)
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM decisions_ballotpaper")
        assert cursor.fetchone()[0] == 1  # no row says by its transaction when it came


def test_sqlite_overwrites_what_it_deletes():
    assert "secure_delete=ON" in site.SQLITE_OPTIONS["init_command"]


def test_order_and_time_of_voting_change_nothing_that_is_kept():
    """The last to vote, an hour later and after a new card, leaves what the first would have left."""
    one, *_ = hold(CHOICES)
    first = describe_rows(one)
    assembly = make_assembly()
    together.add_account(assembly=assembly, user=UserFactory(name="Zadie"), by=assembly.worker, at=now())
    ballot = make_ballot(make_proposal(make_meeting(assembly, at=now())), at=now())
    by_name = dict(zip([str(member) for member in get_voters(ballot)], ["either", *CHOICES], strict=True))
    for member in reversed(get_voters(ballot)):
        choice = Choice(by_name[str(member)])
        ballots.cast(ballot=ballot, member=member, choice=choice, at=now() + timedelta(minutes=20))
    ballots.close_ballot(ballot=ballot, by=None, at=now())
    assert describe_rows(ballot) == first
