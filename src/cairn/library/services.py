"""Loading the starter library: new entries are added, unchanged ones updated, and what somebody edited here stays."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.common.canonical import sha256_of
from cairn.library.models import Claim, Component, PracticeModel, Programme, Project, Source, StarterRecord
from cairn.library.signals import starter_loaded
from cairn.library.starter import Starter, get_starter
from cairn.places.models import Place
from cairn.records.enums import Sharing
from cairn.records.services import tell_written


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
    for key, row in starter.sources.items():
        Source.objects.update_or_create(key=key, defaults={"title": row["title"], "address": row.get("address", "")})
    sources = {source.key: source for source in Source.objects.all()}
    programmes = {row["key"]: load_entry(Programme, row, report, at) for row in starter.programmes}
    models = {row["key"]: _load_model(row, report, at) for row in starter.models}
    projects = {row["key"]: _load_project(row, programmes, models, report, at) for row in starter.projects}
    abouts: dict[str, StarterRecord] = {**programmes, **models, **projects}
    for about, rows in _list_claims(starter):
        for number, row in enumerate(rows, start=1):
            fields = {**row, "key": f"{about}-{number}", "about": abouts[about], "source": sources[row["source"]]}
            load_entry(Claim, fields, report, at)
    starter_loaded.send(sender=Programme, at=at)
    return report


def _list_claims(starter: Starter) -> list[tuple[str, list[dict[str, Any]]]]:
    rows = [*starter.programmes, *starter.models, *starter.projects]
    return [(row["key"], row.get("claims", [])) for row in rows]


def _load_model(row: Mapping[str, Any], report: LoadReport, at: datetime) -> PracticeModel:
    model = load_entry(PracticeModel, row, report, at)
    if row["key"] not in report.kept:
        model.components.all().delete()
        for position, part in enumerate(row.get("components", [])):
            Component.objects.create(model=model, position=position, what=part["what"], keep=part["keep"])
    return model


def _load_project(
    row: Mapping[str, Any],
    programmes: Mapping[str, Any],
    models: Mapping[str, Any],
    report: LoadReport,
    at: datetime,
) -> Project:
    fields = {**row, "in_programme": programmes.get(row.get("programme", ""))}
    project = load_entry(Project, fields, report, at)
    if row["key"] not in report.kept:
        project.models_used.set([models[key] for key in row.get("models", [])])
        project.places.set(Place.objects.councils().real().filter(code__in=row.get("places", [])))
    return project


def load_entry(kind: type[StarterRecord], row: Mapping[str, Any], report: LoadReport, at: datetime) -> Any:
    """One entry; its address is its key, so that links from elsewhere last."""
    key = row["key"]
    fields = [one for one in kind._meta.concrete_fields if one.name in row]
    values = {one.attname: row[one.name].pk if one.is_relation and row[one.name] else row[one.name] for one in fields}
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
    tell_written(record)
    return record


def fingerprint(record: StarterRecord) -> str:
    """Stands for the words of an entry: another one than at its loading means that somebody edited it, or drafts do."""
    words = {name: getattr(record, name) for name in record.TEXTS}
    return sha256_of(json.dumps([words, bool(record.latest_revision_id)], sort_keys=True))
