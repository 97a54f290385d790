"""Loading the starter library: new entries are added, unchanged ones updated, and what somebody edited here stays."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import DecimalField

from cairn.common.canonical import sha256_of
from cairn.library.definitions.starter import Starter, get_starter
from cairn.library.models import (
    Claim,
    EvaluationReport,
    Guidance,
    Method,
    PracticeModel,
    Programme,
    Project,
    Recommendation,
    ReportedJudgement,
    Round,
    Source,
    StarterRecord,
)
from cairn.library.services.child_rows import ChildRows, set_links
from cairn.library.signals import starter_loaded
from cairn.places.models import Organisation, Place
from cairn.records.enums import RecordKind, Sharing
from cairn.records.models import Record
from cairn.records.services import announce_written

SOURCE_FIELDS = {name: name for name in ("title", "publisher", "year", "address", "note")}
SOURCE_FIELDS |= {"how": "how_read", "copy": "copy_address"}  # by their names in the YAML


@dataclass
class LoadReport:
    """Keys of entries by what was done with them."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # edited here, or withdrawn


@transaction.atomic
def load_starter(*, at: datetime) -> LoadReport:
    """Bring the reviewed entries into the library; safe to run again."""
    starter, report = get_starter(), LoadReport()
    sources = load_sources(starter)
    load = partial(load_entry, report=report, at=at)
    programmes = {row["key"]: load(Programme, row) for row in starter.programmes}
    rounds = {row["key"]: load(Round, {**row, "in_programme": programmes[row["programme"]]}) for row in starter.rounds}
    councils = Organisation.objects.filter(kind=Organisation.Kind.COUNCIL, place__is_fictional=False)
    owners = {one.place.code: one for one in councils.select_related("place") if one.place}
    models = {row["key"]: load(PracticeModel, _name_originator(row, owners)) for row in starter.models}
    projects = {row["key"]: load(Project, _name_links(row, programmes, rounds)) for row in starter.projects}
    methods = {row["key"]: load(Method, row) for row in starter.methods}
    entries: dict[str, StarterRecord] = {**programmes, **rounds, **models, **projects}
    reports = {row["key"]: load(EvaluationReport, {**row, "source": sources[row["source"]]}) for row in starter.reports}
    for row in starter.reports:
        if row["key"] not in report.kept:
            reports[row["key"]].about.set([entries[key].pk for key in row.get("about", [])])
    places = Place.objects.councils().real().in_bulk(field_name="code")
    child_rows = ChildRows(sources, entries, kept=set(report.kept), places=places)
    for rows, loaded in (
        (starter.programmes, programmes),
        (starter.models, models),
        (starter.projects, projects),
        (starter.methods, methods),
    ):
        for row in rows:
            child_rows.load(loaded[row["key"]], row)
    load_judgements(starter, sources, places)
    for about, rows in _list_claims(starter):
        for number, row in enumerate(rows, start=1):
            links = {
                "about": entries[about],
                "source": sources[row["source"]],
                "report": reports.get(row.get("report", "")),
            }
            load(Claim, {**row, **links, "key": f"{about}-{number}"})
    recommendations = load_guidance(starter, sources, report=report, at=at)
    starter_loaded.send(sender=Programme, at=at)
    link_recommendations(recommendations, report)
    return report


def load_guidance(
    starter: Starter, sources: Mapping[str, Source], *, report: LoadReport, at: datetime
) -> list[tuple[str, Recommendation, Mapping[str, Any]]]:
    """Documents and what they recommend; each recommendation with its key and its row."""
    loaded = []
    for row in starter.guidance:
        document = load_entry(Guidance, {**row, "source": sources[row["source"]]}, report=report, at=at)
        for position, one in enumerate(row["recommendations"]):
            key = f"{row['key']}-{position + 1}"
            links = {"guidance": document, "source": sources[one["source"]], "position": position, "key": key}
            loaded.append((key, load_entry(Recommendation, {**one, **links}, report=report, at=at), one))
    return loaded


def link_recommendations(
    recommendations: Iterable[tuple[str, Recommendation, Mapping[str, Any]]], report: LoadReport
) -> None:
    """To models and challenges, once the app above has loaded those. What somebody edited here stays."""
    keys = {key for _, _, row in recommendations for key in (*row.get("models", []), *row.get("challenges", []))}
    kinds = (RecordKind.PRACTICE_MODEL, RecordKind.CHALLENGE)
    there = Record.objects.filter(slug__in=keys, kind__in=kinds, withdrawn_at=None).select_related("merged_into")
    found = {one.slug: one.merged_into or one for one in there}
    for key, recommendation, row in recommendations:
        if key not in report.kept:
            named = (*row.get("models", []), *row.get("challenges", []))
            set_links(recommendation.about, [found[one] for one in named if one in found])


def load_sources(starter: Starter) -> dict[str, Source]:
    """By key. An address that changed is a new one, which nobody has checked."""
    for key, row in starter.sources.items():
        texts = {field: str(row.get(name, "")) for name, field in SOURCE_FIELDS.items()}
        source, is_new = Source.objects.get_or_create(key=key, defaults=texts)
        if not is_new:
            if source.address != texts["address"]:
                source.state, source.checked_at = Source.State.NOT_CHECKED, None
            for name, value in texts.items():
                setattr(source, name, value)
            source.save()
    return {source.key: source for source in Source.objects.all()}


def load_judgements(starter: Starter, sources: Mapping[str, Source], places: Mapping[str, Place]) -> None:
    """Grades that a source tells of, as the reviewed file has them; nobody edits these here."""
    ReportedJudgement.objects.filter(source__key__in=starter.sources).delete()
    ReportedJudgement.objects.bulk_create(
        ReportedJudgement(
            place=places[row["place"]],
            judged_on=row["on"],
            area=row["area"],
            grade=row["grade"],
            framework=row["framework"],
            words=row.get("words", ""),
            source=sources[row["source"]],
            source_grade=row["source_grade"],
        )
        for row in starter.judgements
        if row["place"] in places
    )


def _name_links(row: Mapping[str, Any], programmes: Mapping[str, Any], rounds: Mapping[str, Any]) -> dict[str, Any]:
    """A project's row with the records it names, and its fields as the database calls them."""
    return {
        **row,
        "needed": row.get("need", ""),
        "in_programme": programmes.get(row.get("programme", "")),
        "in_round": rounds.get(row.get("round", "")),
    }


def _name_originator(row: Mapping[str, Any], councils: Mapping[str, Organisation]) -> Mapping[str, Any]:
    """The organisation that a model comes from, where it is on this site; what a moderator has set stays otherwise."""
    known = {name: value for name, value in row.items() if name != "originated_by"}
    council = councils.get(row.get("originated_by", ""))
    return {**known, "originated_by": council} if council else known


def _list_claims(starter: Starter) -> list[tuple[str, list[dict[str, Any]]]]:
    rows = [*starter.programmes, *starter.rounds, *starter.models, *starter.projects]
    return [(row["key"], row.get("claims", [])) for row in rows]


def load_entry(kind: type[StarterRecord], row: Mapping[str, Any], *, report: LoadReport, at: datetime) -> Any:
    """One entry; its address is its key, so that links from elsewhere last."""
    key = row["key"]
    values = _read_values(kind, row)
    record = kind.objects.filter(starter_key=key).first()
    if record is None:
        record = kind.objects.create(
            slug=key,
            starter_key=key,
            sharing=Sharing.PUBLIC,
            live=True,
            created_at=at,
            updated_at=at,
            first_published_at=at,
            last_published_at=at,
            **values,
        )
        report.added.append(key)
    elif record.merged_into is not None:  # what is said of it is said of the one that stayed
        report.kept.append(key)
        return record.merged_into.get_specific()
    elif record.is_withdrawn or fingerprint(record) != record.starter_sha256:
        report.kept.append(key)
        return record
    elif any(getattr(record, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(record, name, value)
        record.updated_at = at
        report.updated.append(key)
    record.starter_sha256 = fingerprint(record)
    record.save()
    announce_written(record)
    return record


def _read_values(kind: type[StarterRecord], row: Mapping[str, Any]) -> dict[str, Any]:
    """What the row says of the fields of this kind; a record stands for its key, a number is exact."""
    values: dict[str, Any] = {}
    for column in kind._meta.concrete_fields:
        if column.name not in row:
            continue
        value = row[column.name]
        if column.is_relation:
            value = value and value.pk
        elif isinstance(column, DecimalField) and value is not None:
            value = Decimal(str(value)).quantize(Decimal("0.0001"))
        values[column.attname] = value
    return values


def fingerprint(record: StarterRecord) -> str:
    """Stands for the words of an entry: another one than at its loading means that somebody edited it, or drafts do."""
    texts = {name: getattr(record, name) for name in record.TEXTS}
    words = {name: text for name, text in texts.items() if text or name not in record.LATER_TEXTS}
    return sha256_of(json.dumps([words, bool(record.latest_revision_id)], sort_keys=True))
