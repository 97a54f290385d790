"""Rows of the starter library that hang on an entry: parts, awards, moves. They go as the entry goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from cairn.library.models import (
    Award,
    Component,
    Method,
    MethodUse,
    Milestone,
    PracticeModel,
    Programme,
    Project,
    ProjectMove,
    ProjectOutcome,
    Source,
    StarterRecord,
    SystemPart,
)
from cairn.places.models import Place
from cairn.records.services import tell_written

# (list in the YAML, model, name of the entry in the model), for each kind of entry
LISTS: dict[type[StarterRecord], tuple[tuple[str, type[Model], str], ...]] = {
    PracticeModel: (("components", Component, "model"),),
    Programme: (("milestones", Milestone, "programme"),),
    Method: (("uses", MethodUse, "method"),),
    Project: (
        ("awards", Award, "project"),
        ("moves", ProjectMove, "project"),
        ("outcomes", ProjectOutcome, "project"),
        ("parts", SystemPart, "project"),
    ),
}
DATES = {Award: "given_on", ProjectMove: "moved_on", Milestone: "happened_on"}  # called "on" in the YAML
LINKS = {"programme": "from_programme", "round": "from_round", "about": "about"}


@dataclass
class HangingRows:
    """Writes what hangs on entries anew; entries that were edited here keep theirs."""

    sources: Mapping[str, Source]
    entries: Mapping[str, StarterRecord]
    kept: set[str]

    def load(self, entry: StarterRecord, row: Mapping[str, Any]) -> None:
        if row["key"] in self.kept:
            return
        for name, model, owner in LISTS.get(type(entry), ()):
            model._default_manager.filter(**{owner: entry}).delete()
            model._default_manager.bulk_create(
                model(**{owner: entry, "position": position}, **self._read(model, one))
                for position, one in enumerate(row.get(name, []))
            )
        if isinstance(entry, Project):
            entry.models_used.set([self.entries[key] for key in row.get("models", [])])
            entry.models_used.commit()
        if isinstance(entry, Project | Programme):
            entry.places.set(Place.objects.councils().real().filter(code__in=row.get("places", [])))
            entry.places.commit()
        tell_written(entry)  # search knows parts and places too

    def _read(self, model: type[Model], row: Mapping[str, Any]) -> dict[str, Any]:
        fields = dict(row)
        if "source" in fields:
            fields["source"] = self.sources[fields["source"]]
        if "on" in fields:
            fields[DATES[model]] = fields.pop("on")
        for name, field in LINKS.items():
            if name in fields:
                fields[field] = self.entries[fields.pop(name)]
        if fields.get("about"):
            fields["about"] = fields["about"].record_ptr
        return fields
