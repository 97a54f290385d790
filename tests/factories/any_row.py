"""A row of any model, filled with a word that can be found again; and looking for that word wherever it may be."""

import io
import itertools
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models
from PIL import Image
from wagtail.models import Page

from cairn.accounts.models import User
from cairn.places.models import Organisation, Place
from cairn.records.models import Record
from cairn.voice.models import Contribution, Need
from tests.factories.places import FictionalCouncilFactory
from tests.factories.records import NOON, make_organisation

# They share no beginning, and no ending with a word of the site: the index of SQLite keeps parts of words.
GONE, STAYS = "vanishwort", "remainmoss"
TRACES = {GONE: "nishwort", STAYS: "mainmoss"}

numbers = itertools.count(1)


def make_other_organisation() -> Any:
    """Where a row is between two."""
    return make_organisation("The other council")


def make_new_organisation() -> Any:
    """Where there is one row for each of two."""
    return make_organisation(f"Council {Organisation.objects.count()}")


# What a check of the database wants, where the first of all values would not do; a class stands for any of its rows,
# and a function makes one.
WANTED: dict[str, dict[str, Any]] = {
    "decisions.Member": {"user": User, "card": "", "name": ""},
    "decisions.Proposal": {"not_shown": "", "overruled_at": NOON},
    "decisions.Comment": {"not_shown": ""},
    "decisions.Ballot": {"outcome": "", "void_because": ""},
    "evaluation.EvaluationPlan": {"document": "", "sha256": ""},
    "events.EventArrangements": {"ends_at": NOON + timedelta(hours=6), "time_zone": "Europe/London"},
    "evaluation.ModelRun": {"state": "waiting"},
    "evaluation.RightOfReply": {"replied_at": NOON},
    "adoption.OwnFigure": {"number": 6, "out_of": 9, "why_none": ""},
    "lessons.Agreement": {"answer": "agreed", "answered_at": NOON},
    "events.Suggestion": {"state": "answered", "answered_at": NOON, "email": ""},
    "events.SuggestionFollower": {"email": ""},
    **{key: {"hours_a_quarter": 8} for key in ("peers.PeerAsk", "peers.PeerOffer")},
    "peers.MatchRun": {"state": "shared", "decided_at": NOON},
    "peers.MatchOutcome": {"is_served": False, "why": "declined"},
    "peers.Introduction": {"answered_at": None, "asker": make_new_organisation, "asked": make_other_organisation},
    "peers.Partnership": {"ended_at": None, "ending": "", "second": make_other_organisation},
    "peers.Visit": {"capacity": 9, "people": 1},
    "records.BulkImport": {"kind": "need"},
    "records.Report": {"answered_at": NOON, "record": Record},
    "records.Review": {"decision": "approved", "decided_at": NOON},
    "records.Tie": {"source": Need},  # so that it does not lead to itself
    "voice.Contribution": {"reason": ""},
    "voice.ContributionFile": {"contribution": Contribution},
    "wagtailcore.ModelLogEntry": {"action": "wagtail.edit"},
    "wagtailcore.PageLogEntry": {"action": "wagtail.edit"},
    "wagtailcore.TaskState": {"status": "approved"},
    "wagtailcore.WorkflowState": {"status": "approved"},
}


class Garden:
    """Plants rows; what a row must lead to is planted first, or is one of `rows`."""

    def __init__(self, *rows: Any) -> None:
        self.rows: dict[type[Any], Any] = {type(row): row for row in rows}

    def plant(self, model: type[Any], word: str, /, **given: Any) -> Any:
        many = {name: given.pop(name) for name in list(given) if model._meta.get_field(name).many_to_many}
        row = model(**self.fill(model, word, **given))
        if isinstance(row, Page):  # it needs its place in the tree
            Page.get_first_root_node().add_child(instance=row)
        else:
            row.save()
        for name, value in many.items():
            through = model._meta.get_field(name).remote_field.through
            near, far = (
                model._meta.get_field(name).m2m_field_name(),
                model._meta.get_field(name).m2m_reverse_field_name(),
            )
            through._default_manager.create(**{f"{near}_id": row.pk, f"{far}_id": value.pk})
        return row

    def fill(self, model: type[Any], word: str, /, **given: Any) -> dict[str, Any]:
        given = {**WANTED.get(model._meta.label, {}), **given}
        if issubclass(model, Record):
            given.setdefault("kind", model.KIND)
        filled: dict[str, Any] = {}
        for field in model._meta.concrete_fields:
            if field.name in given:
                value = given[field.name]
                if isinstance(value, type):
                    value = self.find(value)
                elif callable(value):
                    value = value()
                # A key of a kind is that of its record.
                is_row = isinstance(value, models.Model)
                filled[field.attname if is_row else field.name] = value.pk if is_row else value
            elif not (field.primary_key and field.has_default()) and not isinstance(field, models.AutoField):
                name, value = self._get_value(field, word)
                if name:
                    filled[name] = value
        return filled

    def _get_value(self, field: Any, word: str) -> tuple[str, Any]:
        if field.remote_field:
            if field.null or field.has_default() or getattr(field.remote_field, "parent_link", False):
                return "", None
            if field.related_model is ContentType:
                return field.attname, ContentType.objects.get_for_model(field.model).pk
            kind = Need if field.unique and field.related_model is Record else field.related_model
            found = self.plant(kind, STAYS) if field.unique else self.find(kind)
            return field.attname, found.pk
        return field.name, get_value(field, word)

    def find(self, model: type[Any]) -> Any:
        if model is Place:
            return FictionalCouncilFactory()
        for known, row in self.rows.items():
            if issubclass(known, model) or issubclass(model, known):
                return row
        self.rows[model] = self.plant(model, STAYS)
        return self.rows[model]


def get_value(field: Any, word: str) -> Any:
    """Something that fits, with the word in it wherever a text fits."""
    number = next(numbers)
    match field:
        case _ if field.choices:
            return next(value for value, _ in field.flatchoices if value not in (None, ""))
        case models.ImageField():
            return ContentFile(make_picture(), name=f"{word}{number}.png")
        case models.FileField():
            return ContentFile(word.encode(), name=f"{word}{number}.txt")
        case models.EmailField():
            return f"{word}{number}@example.org"
        case models.URLField():
            return f"https://example.org/{word}{number}"
        case models.GenericIPAddressField():
            return "127.0.0.1"
        case models.CharField() | models.TextField():
            most = field.max_length or 99
            return f"{word}{number}" if most >= len(word) + 6 else str(number)[-most:]  # as long as PostgreSQL takes
        case models.JSONField():
            return {"words": word}
        case models.DateTimeField():
            return None if field.null else NOON
        case models.DateField():
            return None if field.null else NOON.date()
        case models.UUIDField():
            return field.get_default() or uuid.uuid4()
        case models.BooleanField():
            return bool(field.get_default())
        case models.IntegerField() | models.DecimalField() | models.FloatField():
            return field.get_default() if field.has_default() else None if field.null else number
        case _:
            return field.get_default()


def make_picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (1, 1)).save(written, "PNG")
    return written.getvalue()


# --- Looking --------------------------------------------------------------------------------------


def find_everywhere(*words: str) -> list[str]:
    """Tables and files that hold one of the words: every column of every table, the index and its parts included."""
    wanted = [word.lower() for word in words]
    return [name for name, text in _read_all() if any(word in text for word in wanted)]


def _read_all() -> Any:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (names of our own tables)
            yield table, " ".join(_to_text(value) for row in cursor.fetchall() for value in row).lower()
    for path in Path(default_storage.path("")).rglob("*"):
        if path.is_file():
            yield str(path), f"{path.name} {_to_text(path.read_bytes())}".lower()


def _to_text(value: Any) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
