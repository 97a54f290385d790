"""Conditions on the columns of one table, written at once instead of name by name."""

from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db.models import Model, Q
from django.db.models.lookups import Lookup

Written = tuple[str, list[Any]] | bool  # SQL and what fills it, or that it is always or never so


class OnColumns:
    """Stands in a filter for a Q that names nothing but columns of `model`, to be equal, among several, or empty.

    Django follows each name of a Q through the tables anew, and asks each comparison how it is written. Who may see a
    record takes a dozen names and is asked twenty times a page, from tables below the one of all records and within
    other questions: that took longer than the database's answer.
    """

    conditional = True

    def __init__(self, model: type[Model], condition: Q) -> None:
        self.model, self.condition = model, condition

    def resolve_expression(self, query: Any, *args: Any, **kwargs: Any) -> "_OnAlias":
        column = self.model._meta.concrete_fields[-1]  # no key: a table below has a key of its own
        # Names of no column are told of here, as Django does, and not first when it is asked.
        _check(self.model, self.condition)
        return _OnAlias(query.resolve_ref(column.name, *args, **kwargs), self)


class _OnAlias(Lookup):
    """The condition where its table has got a name in a question: `lhs` is any of its columns."""

    prepare_rhs = False

    def __init__(self, lhs: Any, on: OnColumns) -> None:
        super().__init__(lhs, True)
        self.on = on

    @property
    def identity(self) -> tuple[Any, ...]:
        return self.__class__, self.lhs, self.on.model, self.on.condition

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        alias = compiler.quote_name_unless_alias(self.lhs.alias)
        written = _write(self.on.condition, self.on.model, alias, connection)
        if isinstance(written, bool):
            raise FullResultSet if written else EmptyResultSet
        return written


def _check(model: type[Model], condition: Q) -> None:
    for child in condition.children:
        if isinstance(child, Q):
            _check(model, child)
            continue
        named, _ = child  # type: ignore[misc]  # a pair: name, value
        name, _, lookup = named.partition("__")
        if not getattr(model._meta.get_field(name), "column", None) or lookup not in ("", "in"):
            raise KeyError(f"{named!r} is more than a column that is equal to something or among several")


def _write(condition: Q, model: type[Model], alias: str, connection: Any) -> Written:
    """All of its parts, or one of them."""
    needs_all = condition.connector == Q.AND
    parts: list[str] = []
    filling: list[Any] = []
    outcome: bool | None = None
    for child in condition.children:
        if isinstance(child, Q):
            written = _write(child, model, alias, connection)
        else:
            written = _compare(model, alias, connection, *child)  # type: ignore[misc]  # a pair: name, value
        if isinstance(written, bool):
            if written is not needs_all:  # one that is never so ends "all of", one that is always so ends "one of"
                outcome = written
            continue
        parts.append(written[0])
        filling += written[1]
    if outcome is None and not parts:
        outcome = needs_all
    if outcome is not None:
        return outcome is not condition.negated
    sql = f" {condition.connector} ".join(parts)
    return (f"NOT ({sql})" if condition.negated else f"({sql})" if len(parts) > 1 else sql), filling


def _compare(model: type[Model], alias: str, connection: Any, name: str, value: Any) -> Written:
    name, _, lookup = name.partition("__")
    field: Any = model._meta.get_field(name)
    column = f"{alias}.{connection.ops.quote_name(field.column)}"
    if lookup == "in":
        among = [field.get_db_prep_value(one, connection) for one in dict.fromkeys(value) if one is not None]
        return (f"{column} IN ({', '.join(['%s'] * len(among))})", among) if among else False
    if value is None:
        return f"{column} IS NULL", []
    if isinstance(value, bool):
        return (column if value else f"NOT {column}"), []
    return f"{column} = %s", [field.get_db_prep_value(value, connection)]
