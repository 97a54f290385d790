"""Slow queries in the log, where CAIRN_SLOW_QUERY_MS is set: the SQL with its placeholders, never what fills them."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

from cairn.common.operations.logs import get_current_route

logger = logging.getLogger("cairn.queries")
MOST_LETTERS = 2000

Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


def watch_connection(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Receives `connection_created`, which comes again whenever a connection is opened anew."""
    if log_if_slow not in connection.execute_wrappers:
        connection.execute_wrappers.append(log_if_slow)


def log_if_slow(execute: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    started = time.monotonic()
    try:
        return execute(sql, params, many, context)
    finally:
        took = (time.monotonic() - started) * 1000
        if settings.SLOW_QUERY_MS and took >= settings.SLOW_QUERY_MS:
            where = get_current_route() or "outside a request"
            logger.warning("Slow query, %d ms, %s: %s", took, where, " ".join(str(sql).split())[:MOST_LETTERS])
