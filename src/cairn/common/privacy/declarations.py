"""The words in which a model says what becomes of its rows, and reading them back."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Model, Q
from django.utils.module_loading import import_string


class Subject(Enum):
    """Whose data it is. The model of each says so in `SUBJECT`, because it stands in an app above."""

    PERSON = "person"
    RECORD = "record"


# --- What becomes of a row ------------------------------------------------------------------------


@dataclass(frozen=True)
class Delete:
    """The row goes, with all that hangs on it and its files on disk.

    Drafts and earlier words of what it is part of hold it too; they are not searched, so they must go as well, as they
    do when a record is withdrawn.
    """

    where: Q | None = None


@dataclass(frozen=True)
class Blank:
    """The row stays and these fields are emptied; none named: the key alone."""

    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Repoint:
    """The row moves to the record that is kept, in drafts and earlier words too.

    Where the kept one has a row of the same `per`, that one is enough and the other goes. Where it may have one only,
    the other stays where it is. `blank` names fields that were meant for the readers of the other.
    """

    per: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()


@dataclass(frozen=True)
class Keep:
    """Nothing changes, and this is why."""

    reason: str


@dataclass(frozen=True)
class Run:
    """A function does it, by its dotted path: services stand above models.

    It is called once, whatever number of declarations names it: with `person` and `at`; with `record`, `titles` (what
    it was ever called) and `at`; or with `kept`, `other` and `at`.
    """

    path: str

    def __call__(self, **given: Any) -> Any:
        return import_string(self.path)(**given)


Fate = Delete | Blank | Repoint | Keep | Run
Fates = Fate | tuple[Fate, ...]  # in their order

DELETE, BLANK, REPOINT = Delete(), Blank(), Repoint()


def as_tuple(fates: Fates) -> tuple[Fate, ...]:
    return fates if isinstance(fates, tuple) else (fates,)


# --- What a model declares ------------------------------------------------------------------------


@dataclass(frozen=True)
class Exported:
    """A part of what somebody gets who asks what is kept about them: fields of the row, or what `run` returns."""

    name: str
    fields: tuple[str, ...] = ()
    where: Q | None = None
    run: Run | None = None


@dataclass(frozen=True)
class OfPerson:
    """A field that leads to a person. `holds` names what of them stands in it where that is not their key."""

    field: str
    erase: Fates
    holds: str = "pk"
    exported: tuple[Exported, ...] = ()


@dataclass(frozen=True)
class OfRecord:
    """A field that leads to a record, of any kind. `holds` as above."""

    field: str
    withdraw: Fates
    merge: Fates
    holds: str = "pk"


@dataclass(frozen=True)
class PartOf:
    """The row goes with the one that this field leads to."""

    field: str


@dataclass(frozen=True)
class Elsewhere:
    """What has to happen in a place that no field of this model leads to."""

    what: str
    erase: Fates = ()
    withdraw: Fates = ()
    merge: Fates = ()


@dataclass(frozen=True)
class Kept:
    """Fields of a record that stay when it is withdrawn; every other one is emptied. No field named: all stay."""

    reason: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Impersonal:
    """Nothing in the rows is a person's or a record's, and this is why."""

    reason: str


Declared = OfPerson | OfRecord | PartOf | Elsewhere | Kept | Impersonal


def names_record(field: str) -> OfRecord:
    """For a key by which a row says something about another record than its own."""
    return OfRecord(field, withdraw=Keep("It leads to a page that says that the record was withdrawn"), merge=REPOINT)


def words_of_record(field: str) -> OfRecord:
    """For rows that are words of the record on which they hang: a list of it, what was typed, a file of it."""
    return OfRecord(
        field, withdraw=DELETE, merge=Keep("They stay with the words of the duplicate, a draft of its writers")
    )


# --- Reading them ---------------------------------------------------------------------------------


def get_declared(model: type[Model]) -> tuple[Declared, ...]:
    """What a model declares, with its abstract bases; what a table above it declares counts for that table."""
    others: dict[str, tuple[Declared, ...]] = import_string(settings.PRIVACY_OF_OTHERS)
    own = [base for base in model.__mro__ if base is model or _is_abstract(base)]
    declared = (one for base in reversed(own) for one in base.__dict__.get("PRIVACY", ()))
    return (*declared, *others.get(model._meta.label, ()))


def _is_abstract(base: Any) -> bool:
    return bool("_meta" in base.__dict__ and base._meta.abstract)


def list_declared(kind: type[Any] | tuple[type[Any], ...]) -> Iterator[tuple[type[Model], Any]]:
    """Every declaration of a sort, in the order of INSTALLED_APPS."""
    for model in apps.get_models():
        for one in get_declared(model):
            if isinstance(one, kind):
                yield model, one


def get_kept(model: type[Model]) -> list[Kept]:
    """What stays of a withdrawn record of this kind, said by the kind and by every table above it."""
    tables = [model, *model._meta.get_parent_list()]
    return [one for table in tables for one in get_declared(table) if isinstance(one, Kept)]


def get_subject(model: Any) -> Subject | None:
    return getattr(model, "SUBJECT", None) if isinstance(model, type) else None
