"""Reads of what is settled before a start."""

import json
from collections.abc import Mapping
from typing import Any

from cairn.accounts.models import Reader
from cairn.conditions.models import Groundwork, GroundworkRow, Settling
from cairn.records.enums import RecordKind
from cairn.records.models import Record, RecordQuerySet

# What can be prepared in this way.
PREPARED = (RecordKind.PROJECT, RecordKind.ADOPTION)
# The lists that hang on it, with the words for a reader, in the order of the page.
LISTS: Mapping[str, str] = {
    "outcomes": "Outcomes",
    "activities": "Activities",
    "assumptions": "Assumptions",
    "before": "Steps before",
    "after": "Steps after",
    "capacity": "Capacity",
    "partners": "Partners",
    "talks": "Regular communication",
    "risks": "Risks",
}
# Answers that are no text: what they are called where it is said that one changed.
OTHER_FIELDS: Mapping[str, str] = {
    "age_from": "Lowest age",
    "age_to": "Highest age",
    "group_size": "How many",
    "changes_system": "Whether the system changes",
    "set_up_from": "When setting up begins",
    "planned_start": "Planned start",
    "planned_end": "Planned end",
}
# Written when it has ended, so that it is no change to what was settled.
AFTERWARDS = frozenset({"result", "result_on"})


def get_rows(record: Groundwork, name: str) -> list[Any]:
    """The rows of one list in their order; of a draft as of what is published."""
    return sorted(getattr(record, name).all(), key=lambda row: row.position)


def with_course(groundworks: RecordQuerySet) -> RecordQuerySet:
    """With all that the state of one is worked out from, in as many queries for many as for one."""
    return groundworks.select_related("about", "course").prefetch_related(
        *LISTS, "settlings", "plan_changes", "repeated"
    )


def get_groundworks_about(record: Record, user: Reader) -> RecordQuerySet:
    found: RecordQuerySet = Groundwork.objects.visible_to(user).filter(about=record.pk, merged_into=None)
    return found.order_by("-live", "-updated_at", "pk")


def find_groundwork(record: Record, user: Reader) -> Groundwork | None:
    """What was settled for a project or a use of a model, as far as somebody may see it."""
    found: Groundwork | None = get_groundworks_about(record, user).first()
    return found


def get_latest_settling(record: Groundwork) -> Settling | None:
    """From what was fetched with it."""
    return max(record.settlings.all(), key=lambda one: one.at, default=None)


def get_listed(user: Reader) -> RecordQuerySet:
    """For the page that lists them: what somebody may change, the newest first."""
    found: RecordQuerySet = Groundwork.objects.editable_by(user).filter(merged_into=None)
    return found.order_by("-updated_at", "pk")


def get_not_begun(user: Reader) -> RecordQuerySet:
    """Projects and uses of a model that somebody may change, for which nobody has begun to settle anything."""
    own = Record.objects.editable_by(user).filter(kind__in=PREPARED, merged_into=None)
    found: RecordQuerySet = own.exclude(
        pk__in=Groundwork.objects.filter(withdrawn_at=None).exclude(about=None).values("about")
    )
    return found.order_by("-updated_at", "pk")


def make_snapshot(record: Groundwork) -> dict[str, Any]:
    """What it says, without the numbers of its rows: publishing gives those anew."""
    answers = {name: getattr(record, name) for name in (*record.TEXTS, *OTHER_FIELDS)}
    return answers | {name: [_describe(row) for row in get_rows(record, name)] for name in LISTS}


def _describe(row: GroundworkRow) -> dict[str, Any]:
    left_out = {"id", "groundwork", "position", *AFTERWARDS}
    fields = (field for field in row._meta.concrete_fields if field.name not in left_out)
    return {field.name: _write(getattr(row, field.attname)) for field in fields}


def _write(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | list) else f"{value}"


def list_changed(record: Groundwork, settling: Settling) -> list[str]:
    """What says something else since it was settled, in the words of the page."""
    settled, now = json.loads(settling.document), json.loads(json.dumps(make_snapshot(record)))
    labels = {**record.TEXTS, **OTHER_FIELDS, **LISTS}
    return [label for name, label in labels.items() if settled.get(name) != now.get(name)]
