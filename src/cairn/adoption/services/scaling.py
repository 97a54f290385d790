"""Bringing in the ways to scale of the starter library."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.adoption.models import ScalingFunding, ScalingMove, ScalingSource, ScalingStrategy
from cairn.library.definitions.starter import get_starter
from cairn.library.models import PracticeModel, Project, Source, StarterRecord
from cairn.library.services import LoadReport, load_entry, replace_rows
from cairn.records.services import announce_written

BETWEEN = "\n\n"  # two sentences of a text, each from a source of its own


@transaction.atomic
def load_scaling_strategies(*, at: datetime) -> LoadReport:
    """Safe to run again; what was edited here stays."""
    report = LoadReport()
    sources = Source.objects.in_bulk(field_name="key")
    models, projects = _get_entries(PracticeModel), _get_entries(Project)
    for row in get_starter().ways:
        links = {"practice_model": models.get(row.get("model", "")), "of_project": projects.get(row.get("project", ""))}
        strategy = load_entry(ScalingStrategy, {**row, **_join(row["said"]), **links}, report=report, at=at)
        if row["key"] not in report.kept and _set_rows(strategy, row, sources):
            announce_written(strategy)  # search knows them too
    return report


def _get_entries(kind: type[StarterRecord]) -> dict[str, Any]:
    """By key; what was merged into another stands for that one."""
    found = kind.objects.exclude(starter_key=None).filter(withdrawn_at=None).select_related("merged_into")
    return {
        str(one.starter_key): one.merged_into.get_specific() if one.merged_into is not None else one for one in found
    }


def _join(said: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The texts, each of its sentences in their order."""
    texts: dict[str, list[str]] = {}
    for one in said:
        texts.setdefault(one["text"], []).append(one["words"])
    return {name: BETWEEN.join(words) for name, words in texts.items()}


def _set_rows(strategy: ScalingStrategy, row: Mapping[str, Any], sources: Mapping[str, Source]) -> bool:
    """Whether anything that hangs on it differed."""

    def make(model: type[Any], rows: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> list[Any]:
        return [
            model(
                strategy=strategy,
                position=position,
                source=sources[one["source"]],
                grade=one["grade"],
                **{field: one[name] for name, field in names.items() if name in one},
            )
            for position, one in enumerate(rows)
        ]

    funding = {name: name for name in ("financial_model", "words", "since", "until", "was_planned_only")}
    moves = {"step": "step", "on": "moved_on", "note": "note"}
    wanted = (
        (ScalingFunding, make(ScalingFunding, row["funding"], funding)),
        (ScalingMove, make(ScalingMove, row["moves"], moves)),
        (ScalingSource, make(ScalingSource, row["said"], {"text": "text"})),
    )
    changed = [replace_rows(model.objects.filter(strategy=strategy), rows) for model, rows in wanted]
    return any(changed)
