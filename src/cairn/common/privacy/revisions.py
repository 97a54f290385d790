"""Keys in the drafts and earlier words that Wagtail keeps as JSON: they change with the rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Field, Model, QuerySet
from modelcluster.fields import ParentalKey
from wagtail.models import Revision, RevisionMixin

Content = dict[str, Any]


@dataclass(frozen=True)
class Branch:
    """Where the rows of a model stand in revisions: of which model, and under which lists."""

    root: type[Model]
    lists: tuple[str, ...] = ()

    def find_rows(self, content: Content) -> list[Content]:
        rows = [content]
        for name in self.lists:
            rows = [part for row in rows for part in row.get(name) or []]
        return rows


def get_branch(model: type[Model]) -> Branch | None:
    """None where rows of the model stand in no revision."""
    if issubclass(model, RevisionMixin):
        return Branch(model)
    for key in model._meta.local_fields:
        if isinstance(key, ParentalKey) and (above := get_branch(key.related_model)):
            return Branch(above.root, (*above.lists, key.remote_field.get_accessor_name()))
    return None


def set_in_revisions(model: type[Model], field: Field[Any, Any], *, old: Any, new: Any) -> None:
    """A key that leads to `old` leads to `new`, or to nothing."""
    branch = get_branch(model)
    if branch is None:
        return

    def change(content: Content) -> bool:
        named = [row for row in branch.find_rows(content) if leads_to(row.get(field.name), old)]
        for row in named:
            row[field.name] = replace(row[field.name], old, new)
        return bool(named)

    # A key of the row itself is found by the database; one in a list is looked for in each revision of the kind.
    where = {} if branch.lists or field.many_to_many else {f"content__{field.name}": old}
    change_revisions(branch.root, change, **where)


def change_revisions(model: type[Model], change: Callable[[Content], bool], **where: Any) -> None:
    """`change` gets the content of each revision of a model, and says whether it changed it."""
    for revision in get_revisions(model).filter(**where).iterator(chunk_size=200):
        if change(revision.content):
            Revision.objects.filter(pk=revision.pk).update(content=revision.content)


def get_revisions(model: type[Model]) -> QuerySet[Revision]:
    """Those of the tables below it too: a revision is saved of the specific row."""
    kinds = [one for one in _with_tables_below(model) if issubclass(one, RevisionMixin)]
    types = ContentType.objects.get_for_models(*kinds).values()
    return Revision.objects.filter(content_type__in=[one.pk for one in types])


def _with_tables_below(model: type[Model]) -> list[type[Model]]:
    below = [one for child in model.__subclasses__() for one in _with_tables_below(child)]
    return below if model._meta.abstract else [model, *below]


def leads_to(held: Any, old: Any) -> bool:
    return old in held if isinstance(held, list) else bool(held == old)


def replace(held: Any, old: Any, new: Any) -> Any:
    """In a list once only, as the last of it."""
    if not isinstance(held, list):
        return new
    return [one for one in held if one not in (old, new)] + ([] if new is None else [new])
