"""Conditions on the columns of one table, put together once instead of name by name."""

from typing import Any

from django.db.models import Model, Q
from django.db.models.lookups import Exact, In, IsNull
from django.db.models.sql.where import WhereNode


class OnColumns:
    """Stands in a filter for a Q that names nothing but columns of `model`, to be equal, among several, or empty.

    Django follows each name of a Q through the tables anew. Who may see a record takes a dozen names and is asked ten
    times a page, from tables below the one of all records: following took longer than the database's answer.
    """

    conditional = True

    def __init__(self, model: type[Model], condition: Q) -> None:
        self.model, self.condition = model, condition

    def resolve_expression(self, query: Any, *args: Any, **kwargs: Any) -> WhereNode:
        column = self.model._meta.concrete_fields[-1]  # no key: a table below has a key of its own
        return self._put_together(self.condition, query.resolve_ref(column.name, *args, **kwargs).alias)

    def _put_together(self, condition: Q, alias: str) -> WhereNode:
        parts = [
            self._put_together(child, alias) if isinstance(child, Q) else self._compare(alias, *child)  # type: ignore[misc]  # a pair: name, value
            for child in condition.children
        ]
        return WhereNode(parts, condition.connector, condition.negated)

    def _compare(self, alias: str, name: str, value: Any) -> Any:
        name, _, lookup = name.partition("__")
        column = self.model._meta.get_field(name).get_col(alias)  # type: ignore[union-attr]  # a column, no relation from elsewhere
        if value is None:
            return IsNull(column, True)
        return {"": Exact, "in": In}[lookup](column, value)
