"""Long lists, a page at a time."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest


def get_page(rows: Any, request: HttpRequest, length: int) -> Page[Any]:
    """The page that the address asks for; the first or the last where it asks for one that is not there.

    Rows of the same moment or title get an order too: without one a database is free to show a row on two pages and
    another on none, and PostgreSQL does.
    """
    if isinstance(rows, QuerySet):
        rows = rows.order_by(*rows.query.order_by, "-pk")
    return Paginator(rows, length).get_page(request.GET.get("page"))
