"""How a question becomes SQL, without what is looked up for each column and never needed.

A page asks for 20 to 60 things, each with up to a hundred columns, and to write the SQL took longer than to run it.
What is written stays the same to the letter; both shortcuts are only taken where that is sure.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import F
from django.db.models.expressions import Col, OrderBy
from django.db.models.sql import compiler


class SQLCompiler(compiler.SQLCompiler):
    def compile(self, node: Any) -> tuple[str, Any]:
        # No database writes a plain column in a way of its own, so none is asked for it.
        if node.__class__ is Col and node.alias:
            quote = self.quote_name_unless_alias
            column: Any = node.target.column
            return f"{quote(node.alias)}.{quote(column)}", []
        return super().compile(node)

    def _order_by_pairs(self) -> Iterator[Any]:  # type: ignore[override]  # the stubs take a generator for nothing
        # Django compares what a list is sorted by with each selected expression, for which it works out an identity of
        # each column. Names can only be those of aliases, and here there are none.
        if not self._sorts_by_names_of_fields():
            yield from super()._order_by_pairs()  # type: ignore[misc]  # the same
            return
        selected: Any = self.select
        self.select = []
        try:
            pairs = list(super()._order_by_pairs())  # type: ignore[call-overload]  # the same
        finally:
            self.select = selected
        yield from pairs

    def _sorts_by_names_of_fields(self) -> bool:
        if self.query.combinator or any(alias for *_, alias in self.select or ()):
            return False
        return all(isinstance(one, str | F) or _is_of_field(one) for one in self.query.order_by)


def _is_of_field(one: Any) -> bool:
    return isinstance(one, OrderBy) and isinstance(one.expression, F)
