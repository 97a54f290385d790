"""Carrying out what models declare: one door for each of erasing, withdrawing and merging."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial, reduce
from operator import or_
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import FileField, Model, Q, QuerySet
from django.db.models.deletion import Collector

from cairn.common.privacy.declarations import (
    REPOINT,
    Blank,
    Delete,
    Elsewhere,
    Exported,
    Fate,
    Keep,
    OfPerson,
    OfRecord,
    Repoint,
    Run,
    as_tuple,
    get_kept,
    list_declared,
)
from cairn.common.privacy.revisions import set_in_revisions

Names = Mapping[str, Iterable[Any]]  # what stands for a person or a record besides its key


@transaction.atomic
def erase(person: Model, *, at: datetime, names: Names) -> None:
    """Somebody's account goes: everything that leads to them, or holds their words, meets its declared fate."""
    work = _Work(person, names, {"person": person, "at": at})
    work.do_all("erase", OfPerson)


@transaction.atomic
def withdraw(record: Any, *, titles: list[str], at: datetime) -> None:
    """The words of a record go, from its own row and from all that leads to it. The row is saved by this."""
    empty(record)
    record.save()
    for relation in _get_many(type(record)):
        near = relation.m2m_field_name()
        relation.remote_field.through._default_manager.filter(**{near: record.pk}).delete()
    work = _Work(record, {"slug": [record.slug]}, {"record": record, "titles": titles, "at": at})
    work.do_all("withdraw", OfRecord)


@transaction.atomic
def merge(kept: Any, other: Any, *, at: datetime) -> None:
    """What leads to `other` leads to `kept`, stays or goes."""
    work = _Work(other, {"slug": [other.slug]}, {"kept": kept, "other": other, "at": at}, kept=kept)
    work.do_all("merge", OfRecord)


def export(person: Model, *, names: Names) -> dict[str, list[Any]]:
    """What is kept about somebody, under their account or their address, part by part."""
    work = _Work(person, names, {"person": person})
    return {
        part.name: _list_rows(work, model, declared, part)
        for model, declared in list_declared(OfPerson)
        for part in declared.exported
    }


def _list_rows(work: "_Work", model: type[Model], declared: OfPerson, part: Exported) -> list[Any]:
    if part.run is not None:
        return list(part.run(**work.given))
    found = work.find(model, declared).filter(part.where or Q())
    return list(found.order_by("pk").values(*part.fields))


# --- The row of a record itself -------------------------------------------------------------------


def empty(record: Model) -> None:
    """Every field goes that nobody declared to stay, so that one that is added needs no thought to be safe."""
    for one in list_emptied(type(record)):
        setattr(record, one.attname, get_empty(one))


def list_emptied(model: type[Model]) -> list[Any]:
    kept = get_kept(model)
    if any(not one.fields for one in kept):
        return []
    names = {name for one in kept for name in one.fields}
    return [one for one in model._meta.concrete_fields if not one.primary_key and one.name not in names]


def can_be_empty(one: Any) -> bool:
    return bool(one.null or one.has_default() or one.empty_strings_allowed)


def get_empty(one: Any) -> Any:
    if one.null:
        return None
    return one.get_default() if one.has_default() else ""


def _get_many(model: type[Model]) -> list[Any]:
    names = {name for one in get_kept(model) for name in one.fields}
    return [one for one in model._meta.many_to_many if one.name not in names]


# --- One declaration ------------------------------------------------------------------------------


@dataclass
class _Work:
    """What happens to one person or record, with what is needed to find what leads to them."""

    subject: Model
    names: Names
    given: dict[str, Any]  # to functions
    kept: Any = None
    has_run: set[Run] = field(default_factory=set)

    def do_all(self, verb: str, kind: type[Any]) -> None:
        for model, declared in list_declared((kind, Elsewhere)):
            for fate in as_tuple(getattr(declared, verb)):
                self.do(model, declared, fate)

    def do(self, model: type[Model], declared: Any, fate: Fate) -> None:
        match fate:
            case Run():
                if fate not in self.has_run:
                    self.has_run.add(fate)
                    fate(**self.given)
            case Delete():
                delete_rows(self.find(model, declared).filter(fate.where or Q()))
            case Blank():
                self.blank(model, declared, fate.fields or (declared.field,))
            case Repoint():
                repoint(model, declared.field, kept=self.kept, other=self.subject, how=fate)
            case Keep():
                pass

    def find(self, model: type[Model], declared: Any) -> QuerySet[Any]:
        rows = model._base_manager
        if declared.holds == "pk":
            return rows.filter(**{declared.field: self.subject.pk})
        wanted = [Q(**{f"{declared.field}__iexact": name}) for name in self.names[declared.holds]]
        return rows.filter(reduce(or_, wanted)) if wanted else rows.none()

    def blank(self, model: type[Model], declared: Any, names: tuple[str, ...]) -> None:
        fields = [model._meta.get_field(name) for name in names]
        self.find(model, declared).update(**{one.name: get_empty(one) for one in fields})
        if declared.field in names and declared.holds == "pk":
            set_in_revisions(model, model._meta.get_field(declared.field), old=self.subject.pk, new=None)  # type: ignore[arg-type]  # a key


def repoint(model: type[Model], name: str, *, kept: Model, other: Model, how: Repoint = REPOINT) -> None:
    """See `Repoint`."""
    key: Any = model._meta.get_field(name)
    table, column, per = model, name, how.per
    if key.many_to_many:
        table, column, per = key.remote_field.through, key.m2m_reverse_field_name(), (key.m2m_field_name(),)
    rows = table._base_manager.filter(**{column: other.pk})
    there = table._base_manager.filter(**{column: kept.pk})
    if key.unique and there.exists():
        return
    if per:
        for same in there.values(*per):
            if None not in same.values():  # those of people who have left are not of one person
                delete_rows(rows.filter(**same))
    rows.update(**{column: kept.pk}, **{one: get_empty(table._meta.get_field(one)) for one in how.blank})
    set_in_revisions(model, key, old=other.pk, new=kept.pk)


# --- Rows and their files -------------------------------------------------------------------------


def delete_rows(rows: QuerySet[Any]) -> None:
    """With all that goes with them; files on disk go once it is certain that the rows have gone."""
    collector = Collector(using=rows.db, origin=rows)
    collector.collect(rows)
    found: list[tuple[type[Model], Iterable[Model]]] = [(model, list(there)) for model, there in collector.data.items()]
    found += [(quick.model, quick) for quick in collector.fast_deletes]
    for model, there in found:
        for name in _list_files(model, there):
            transaction.on_commit(partial(default_storage.delete, name))
    collector.delete()


def _list_files(model: type[Model], rows: Iterable[Model]) -> list[str]:
    fields = [one.attname for one in model._meta.local_fields if isinstance(one, FileField)]
    return [held.name for row in rows for name in fields if (held := getattr(row, name))] if fields else []
