"""Rows of the starter library that hang on an entry: parts, awards, moves. They go as the entry goes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet

from cairn.library.models import (
    Award,
    Component,
    Cost,
    Method,
    MethodUse,
    Milestone,
    ModelCost,
    PracticeModel,
    Programme,
    Project,
    ProjectCost,
    ProjectMove,
    ProjectOutcome,
    Source,
    StarterRecord,
    SystemPart,
)
from cairn.places.models import Place
from cairn.records.services import announce_written

# (list in the YAML, model, name of the entry in the model), for each kind of entry
MILESTONES = ("milestones", Milestone, "about")
LISTS: dict[type[StarterRecord], tuple[tuple[str, type[Model], str], ...]] = {
    PracticeModel: (("components", Component, "model"), ("costs", ModelCost, "model"), MILESTONES),
    Programme: (MILESTONES,),
    Method: (("uses", MethodUse, "method"),),
    Project: (
        ("awards", Award, "project"),
        ("costs", ProjectCost, "project"),
        ("moves", ProjectMove, "project"),
        ("outcomes", ProjectOutcome, "project"),
        ("parts", SystemPart, "project"),
        MILESTONES,
    ),
}
DATES = {Award: "given_on", ProjectMove: "moved_on", Milestone: "happened_on"}  # called "on" in the YAML
FAR = 10_000  # beyond every list
LINKS = {"programme": "from_programme", "round": "from_round", "about": "about"}


@dataclass
class ChildRows:
    """Writes what hangs on entries anew; entries that were edited here keep theirs."""

    sources: Mapping[str, Source]
    entries: Mapping[str, StarterRecord]
    kept: set[str]
    places: Mapping[str, Place]

    def load(self, entry: StarterRecord, row: Mapping[str, Any]) -> None:
        if row["key"] in self.kept:
            return
        changed = [self._load_list(entry, row.get(name, []), model, owner) for name, model, owner in _get_lists(entry)]
        if isinstance(entry, Project):
            changed.append(set_links(entry.models_used, [self.entries[key] for key in row.get("models", [])]))
        if isinstance(entry, Project | Programme):
            codes = row.get("places", [])
            changed.append(set_links(entry.places, list(Place.objects.councils().real().filter(code__in=codes))))
        if any(changed):
            announce_written(entry)  # search knows parts and places too

    def _load_list(self, entry: StarterRecord, rows: list[Any], model: type[Model], owner: str) -> bool:
        """Whether the list differed; one that says the same is left alone."""
        # What is told of a council that is not set up here could not say of whom it is.
        rows = [one for one in rows if "place" not in one or one["place"] in self.places]
        wanted = [
            model(**{owner: entry, "position": number}, **self._read(model, one)) for number, one in enumerate(rows)
        ]
        return replace_rows(model._default_manager.filter(**{owner: entry}), wanted)

    def _read(self, model: type[Model], row: Mapping[str, Any]) -> dict[str, Any]:
        fields = dict(row)
        if "source" in fields:
            fields["source"] = self.sources[fields["source"]]
        if "place" in fields:
            fields["place"] = self.places[fields["place"]]
        if "on" in fields:
            fields[DATES[model]] = fields.pop("on")  # type: ignore[index]  # only what is told has a date here
        for name, field in LINKS.items():
            if name in fields:
                fields[field] = self.entries[fields.pop(name)]
        if "amount" in fields and issubclass(model, Cost):
            fields["amount"] = Decimal(str(fields["amount"])).quantize(Decimal("0.01"))
        if fields.get("about"):
            fields["about"] = fields["about"].record_ptr
        return fields


def _keep_keys(there: Iterable[Any], wanted: Iterable[Any]) -> None:
    """A row that is called as before is the same row: councils say of the parts of a model what they keep."""
    free = {str(one): one.pk for one in there}
    for one in wanted:
        one.pk = free.pop(str(one), None)


def _write_rows(model: type[Model], rows: Iterable[Any]) -> None:
    old, new = [one for one in rows if one.pk], [one for one in rows if not one.pk]
    if model is Component:  # one place in the list is for one part, while they are moved as well
        for number, one in enumerate(old):
            model._default_manager.filter(pk=one.pk).update(position=FAR + number)
    for one in old:
        one.save(force_update=True)
    model._default_manager.bulk_create(new)


def _get_lists(entry: StarterRecord) -> tuple[tuple[str, type[Model], str], ...]:
    return LISTS.get(type(entry), ())


def replace_rows(there: QuerySet[Any], wanted: list[Any]) -> bool:
    """Whether the list differed; one that says the same is left alone."""
    if [_get_values(one) for one in there.order_by("position")] == [_get_values(one) for one in wanted]:
        return False
    _keep_keys(there, wanted)
    there.exclude(pk__in=[one.pk for one in wanted if one.pk]).delete()
    _write_rows(there.model, wanted)
    return True


def _get_values(row: Any) -> list[Any]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key]


def set_links(links: Any, wanted: list[Any]) -> bool:
    """Whether the links differed."""
    if {one.pk for one in links.all()} == {one.pk for one in wanted}:
        return False
    links.set(wanted)
    links.commit()
    return True
