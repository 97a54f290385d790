"""Whether every model says what becomes of its rows; a test asks."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CASCADE, CharField, EmailField, Field, JSONField, Model, TextField
from django.utils.module_loading import import_string

from cairn.common.privacy.declarations import (
    DELETE,
    Elsewhere,
    Impersonal,
    OfPerson,
    OfRecord,
    PartOf,
    Run,
    Subject,
    as_tuple,
    get_declared,
    get_subject,
)
from cairn.common.privacy.execution import can_be_empty, list_emptied

WRITE = {
    Subject.PERSON: "OfPerson({field!r}, erase=…): DELETE, BLANK or Keep(“why”)",
    Subject.RECORD: "OfRecord({field!r}, withdraw=…, merge=…): DELETE, BLANK, REPOINT or Keep(“why”)",
}


def find_problems(models: Iterable[type[Model]]) -> list[str]:
    """A sentence for each thing that nobody declared, or that is declared and not there."""
    return [problem for model in models for problem in (*_find_undeclared(model), *_find_wrong(model))]


def _find_undeclared(model: type[Model]) -> list[str]:
    declared = get_declared(model)
    named = {(type(one), one.field) for one in declared if isinstance(one, OfPerson | OfRecord)}
    problems = []
    for key, subject in (*list_keys(model), *_list_addresses(model)):
        kind = OfPerson if subject is Subject.PERSON else OfRecord
        if (kind, key.name) not in named:
            problems.append(
                _describe_undeclared(
                    model, f"{key.name} leads to a {subject.value}", WRITE[subject].format(field=key.name)
                )
            )
    if not declared and not problems and get_subject(model) is None and _holds_something(model):
        problems.append(
            _describe_undeclared(
                model,
                "it says nothing of its rows",
                "PartOf(“the key that it goes with”), OfPerson or OfRecord where a column points to one of them "
                "without a key, or Impersonal(“why nothing in it is personal”)",
            )
        )
    if get_subject(model) is Subject.RECORD:
        problems += [
            _describe_undeclared(
                model, f"{one.name} of a withdrawn record cannot be emptied", f"Kept(“why it stays”, ({one.name!r},))"
            )
            for one in list_emptied(model)
            if not can_be_empty(one)
        ]
    return problems


def _find_wrong(model: type[Model]) -> list[str]:
    """A declaration that names a field which is not there, or a row that would not go."""
    there = {one.name: one for one in model._meta.get_fields()}
    problems = []
    for one in get_declared(model):
        if isinstance(one, OfPerson | OfRecord | PartOf) and one.field not in there:
            problems.append(f"{model._meta.label} has no field {one.field!r}, which its PRIVACY names.")
        elif isinstance(one, PartOf) and getattr(there[one.field].remote_field, "on_delete", None) is not CASCADE:
            problems.append(f"{model._meta.label}.{one.field} does not cascade, so the row would not go with it.")
    problems += [
        f"{model._meta.label} names {run.path}, which is not there."
        for run in _list_runs(model)
        if not _is_there(run.path)
    ]
    if any(isinstance(one, Impersonal) for one in get_declared(model)) and list_keys(model):
        problems.append(f"{model._meta.label} leads to a person or a record, so it is not impersonal.")
    return problems


def _list_addresses(model: type[Model]) -> list[tuple[Field[Any, Any], Subject]]:
    """A column with an address leads to a person too, unless its row goes with one, or is one."""
    goes = any(isinstance(one, OfPerson) and DELETE in as_tuple(one.erase) for one in get_declared(model))
    if goes or get_subject(model) is Subject.PERSON:
        return []
    return [(one, Subject.PERSON) for one in model._meta.local_fields if isinstance(one, EmailField)]


def _list_runs(model: type[Model]) -> list[Run]:
    declared = [one for one in get_declared(model) if isinstance(one, OfPerson | OfRecord | Elsewhere)]
    verbs = ("erase", "withdraw", "merge")
    fates = [fate for one in declared for verb in verbs for fate in as_tuple(getattr(one, verb, ()))]
    exported = [part.run for one in declared if isinstance(one, OfPerson) for part in one.exported]
    return [one for one in (*fates, *exported) if isinstance(one, Run)]


def _is_there(path: str) -> bool:
    try:
        return callable(import_string(path))
    except ImportError:
        return False


def list_keys(model: type[Model]) -> list[tuple[Field[Any, Any], Subject]]:
    """Fields of this table that lead to a person or a record; not the one by which a kind hangs on its record."""
    fields = (*model._meta.local_fields, *model._meta.local_many_to_many)
    return [
        (one, subject)
        for one in fields
        if one.remote_field
        and not getattr(one.remote_field, "parent_link", False)
        and (subject := get_subject(one.related_model))
    ]


def _holds_something(model: type[Model]) -> bool:
    """A table without text, such as one that joins two others, can hold neither names nor words."""
    return any(isinstance(one, CharField | TextField | JSONField) for one in model._meta.local_fields)


def _describe_undeclared(model: type[Model], what: str, write: str) -> str:
    return f"{model._meta.label}: {what}, but nothing says what happens to it. Write in its PRIVACY: {write}."
