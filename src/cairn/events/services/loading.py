"""Bringing in the learning events of the starter library."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from cairn.events.definitions import get_known_events
from cairn.events.models import (
    EventCondition,
    EventEvidence,
    EventSession,
    EventSpeaker,
    EventTakeaway,
    LearningEvent,
)
from cairn.events.services.reports import load_report
from cairn.library.services import LoadReport, load_entry
from cairn.records.models import Record
from cairn.records.services import announce_written

Says = EventEvidence.Says


@transaction.atomic
def load_events(*, at: datetime) -> LoadReport:
    """Safe to run again; what was edited here stays."""
    report, records = LoadReport(), _find_named()
    for row in get_known_events():
        event = load_entry(LearningEvent, {**row, "hosts": _write_hosts(row["hosts"])}, report=report, at=at)
        if row["key"] in report.kept:
            continue
        if _hang(event, row, records):
            announce_written(event)
        if "report" in row:
            given = row["report"]
            load_report(event=event, parts=_list_parts(given["parts"]), introduction=given["introduction"])
    return report


def _write_hosts(hosts: Sequence[Mapping[str, str]]) -> str:
    """One on each line, as "name: what they did"."""
    return "\n".join(f"{one['name']}: {one['words']}" if "words" in one else one["name"] for one in hosts)


def _list_parts(parts: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    """As the page keeps them: a kind, and the words of this kind."""
    return [
        {"type": one["part"], "value": {"words": ""} | {key: words for key, words in one.items() if key != "part"}}
        for one in parts
    ]


def _find_named() -> dict[str, Record]:
    """What the rows name, by its address; one that was merged stands for the one that stayed."""
    keys = set()
    for row in get_known_events():
        keys |= {session["about"] for session in row["sessions"] if "about" in session}
        keys |= {one["record"] for takeaway in row["takeaways"] for one in _list_evidence(takeaway)}
    found = Record.objects.filter(slug__in=keys, withdrawn_at=None).select_related("merged_into")
    return {record.slug: record.merged_into or record for record in found}


def _list_evidence(takeaway: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        *({**one, "says": Says.SUPPORTS} for one in takeaway.get("supports", [])),
        *({**one, "says": Says.CONTRADICTS} for one in takeaway.get("contradicts", [])),
    ]


def make_key(event: str, name: str, position: int) -> uuid.UUID:
    """The key of a row, the same at every loading: what names the row by it finds it again."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{event}/{name}/{position}")


def _hang(event: LearningEvent, row: Mapping[str, Any], records: Mapping[str, Record]) -> bool:
    """Its lists, written anew only where they say something else; whether one did."""

    def key(name: str, position: int) -> uuid.UUID:
        return make_key(row["key"], name, position)

    sessions = [
        {name: session.get(name, "") for name in ("title", "topic", "notes")}
        | {"position": position, "key": key("sessions", position), "kind": session.get("kind", "plenary")}
        | {"about_id": _get_key(records, session.get("about", ""))}
        for position, session in enumerate(row["sessions"])
    ]
    spoke = [(number, one) for number, session in enumerate(row["sessions"]) for one in session.get("speakers", [])]
    speakers = [
        {"position": position, "key": key("speakers", position), "session": key("sessions", number)}
        | {"name": one.get("name", ""), "role": one.get("role", ""), "organisation_name": one.get("organisation", "")}
        for position, (number, one) in enumerate(spoke)
    ]
    conditions = [
        {"position": position, "key": key("conditions", position), "side": one["side"], "title": one["title"]}
        | {"session": key("sessions", one["session"]) if "session" in one else None}
        for position, one in enumerate(row.get("conditions", []))
    ]
    takeaways = [
        {"position": number, "key": key("takeaways", number), "title": takeaway["title"], "words": takeaway["words"]}
        for number, takeaway in enumerate(row["takeaways"])
    ]
    pairs = [(number, one) for number, takeaway in enumerate(row["takeaways"]) for one in _list_evidence(takeaway)]
    evidence = [
        {"position": position, "takeaway": key("takeaways", number), "record_id": records[one["record"]].pk}
        | {"says": str(one["says"]), "reason": one.get("reason", "")}
        for position, (number, one) in enumerate(pairs)
        if one["record"] in records
    ]
    lists = (
        *((EventSession, sessions), (EventSpeaker, speakers), (EventCondition, conditions)),
        *((EventTakeaway, takeaways), (EventEvidence, evidence)),
    )
    changed = [_write(model, event, rows) for model, rows in lists]  # all of them, not until the first
    return any(changed)


def _get_key(records: Mapping[str, Record], slug: str) -> int | None:
    return records[slug].pk if slug in records else None


def _write(model: type[Model], event: LearningEvent, rows: list[dict[str, Any]]) -> bool:
    there = model._default_manager.filter(event=event.pk).order_by("position")
    if list(there.values(*(rows[0] if rows else ("pk",)))) == rows:
        return False
    there.delete()
    for row in rows:
        model._default_manager.create(event=event, **row)
    return True
