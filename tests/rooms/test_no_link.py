"""Nothing that is stored, logged or exported leads from one answer to another of the same person."""

import itertools
import logging
import re
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse

from cairn.audit.models import AuditEntry
from cairn.config import gunicorn
from cairn.rooms import services
from cairn.rooms.models import Item, Prompt, Receipt, Sheet
from cairn.rooms.services import Answer
from tests.factories.rooms import make_room, say

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
DEPLOY = Path(__file__).resolve().parents[2] / "deploy"


@pytest.fixture
def room():
    return make_room(at=NOON)


def test_item_holds_what_was_said_and_nothing_of_who_when_or_how():
    """Fails for a new column, so that somebody asks what it links."""
    columns = {field.column for field in Item._meta.concrete_fields}
    # The sheet is empty but in rooms whose purpose keeps one person's answers together; see test_forms_together.py.
    assert columns == {"id", "prompt_id", "sheet_id", "text", "number", "state", "times", "merged_into_id"}
    assert {field.column for field in Sheet._meta.concrete_fields} == {"id", "room_id"}
    assert {field.column for field in Receipt._meta.concrete_fields} == {"key", "room_id"}
    assert {field.related_model for field in Item._meta.related_objects} == {Item}


def test_keys_of_items_do_not_say_in_which_order_they_came(room):
    made = [say(room, f"Word {number}").pk for number in range(12)]
    assert made != sorted(made)
    assert min(abs(one - other) for one, other in itertools.pairwise(made)) > 1_000_000


def test_rows_do_not_lie_in_the_order_in_which_they_came(room):
    """What a table gives without any order is the order on disk."""
    made = [say(room, f"Word {number}").pk for number in range(12)]
    if connection.vendor == "postgresql":  # it appends; the end of the room writes all anew
        services.close_room(room=room, by=room.opened_by, at=NOON + timedelta(minutes=5))
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM rooms_item")
        lying = [text for (text,) in cursor.fetchall()]
        if connection.vendor == "sqlite":
            cursor.execute("SELECT rowid FROM rooms_item")
            assert {key for (key,) in cursor.fetchall()} == set(made)
    assert len(lying) == 12
    assert lying != [f"Word {number}" for number in range(12)]


def test_end_of_a_room_writes_its_items_anew_and_drops_the_receipts(room):
    one, two, three = (say(room, word) for word in ("One", "Two", "Three"))
    say(room, number=2, position=2)
    elsewhere = say(make_room(at=NOON + timedelta(hours=1)), "Elsewhere")
    services.merge_items(room=room, items=[one.pk, two.pk], kept=one.pk, by=room.opened_by, at=NOON)
    before = set(Item.objects.values_list("pk", flat=True)) - {elsewhere.pk}
    services.tidy_rooms(at=NOON + timedelta(hours=2))
    kept = set(Item.objects.of_room(room).values_list("text", "number", "state"))
    assert kept == {("One", None, "waiting"), ("Two", None, "merged"), ("Three", None, "waiting"), ("", 2, "waiting")}
    after = set(Item.objects.of_room(room).values_list("pk", flat=True))
    assert len(after) == 4
    assert not before & after
    assert Item.objects.get(text="Two").merged_into == Item.objects.get(text="One")
    assert three.pk not in after
    assert Receipt.objects.filter(room=room).count() == 0
    assert Item.objects.filter(pk=elsewhere.pk).exists()
    assert Receipt.objects.count() == 1


def test_tidying_leaves_open_rooms_alone_and_may_run_twice(room):
    say(room, "One")
    before = Item.objects.get().pk
    services.tidy_rooms(at=NOON + timedelta(hours=1, minutes=59))
    assert (Item.objects.get().pk, Receipt.objects.count()) == (before, 1)
    services.tidy_rooms(at=NOON + timedelta(hours=2))
    after = Item.objects.get().pk
    services.tidy_rooms(at=NOON + timedelta(hours=2, minutes=10))
    assert Item.objects.get().pk == after != before


def test_one_who_types_in_a_sheet_links_nothing(room):
    prompts = list(Prompt.objects.filter(room=room))
    answers = [Answer(prompts[0], "A key worker"), Answer(prompts[1], number=1), Answer(prompts[2], number=5)]
    services.receive_sheet(room=room, answers=answers, key=uuid.uuid4(), by=room.opened_by, at=NOON)
    assert Item.objects.filter(sheet=None).count() == 3
    assert Receipt.objects.count() == 1
    assert not Sheet.objects.exists()


def test_audit_names_no_answer(room):
    item = say(room, "A key worker")
    services.change_state(room=room, items=[item.pk], state="released", by=room.opened_by, at=NOON)
    told = [f"{entry.key} {entry.detail}" for entry in AuditEntry.objects.filter(target="room")]
    assert len(told) == 2
    assert [entry for entry in told if str(item.pk) in entry or "key worker" in entry] == []


# --- logs ------------------------------------------------------------------------------------------


def test_logs_hold_neither_the_room_nor_the_code_nor_the_address(client, room, caplog):
    with caplog.at_level(logging.INFO, logger="cairn.requests"):
        client.get(f"/r/{room.code}/", REMOTE_ADDR="198.51.100.7")
        client.get(room.get_phone_url(), REMOTE_ADDR="198.51.100.7")
        client.post(reverse("rooms:answer", args=[room.key, 1]), REMOTE_ADDR="198.51.100.7")
        client.get("/rooms/not-there/", REMOTE_ADDR="198.51.100.7")
    lines = [record.getMessage() for record in caplog.records if record.name == "cairn.requests"]
    assert [line.split()[:2] for line in lines] == [
        ["GET", "/r/…"],
        ["GET", "/r/…"],
        ["POST", "/r/…"],
        ["GET", "/rooms/…"],
    ]
    assert "198.51.100.7" not in caplog.text
    assert room.code not in "".join(lines)


def test_proxy_that_we_ship_skips_rooms_in_its_log():
    text = (DEPLOY / "Caddyfile").read_text()
    assert re.search(r"^\s*log_skip /r/\*$", text, re.MULTILINE)


def test_gunicorn_is_started_without_a_log_of_requests():
    starts = [path for path in DEPLOY.rglob("*") if path.is_file() and "gunicorn" in path.read_text()]
    assert len(starts) == 2
    assert [path.name for path in starts if "access-log" in path.read_text()] == []
    assert "accesslog" not in vars(gunicorn)
