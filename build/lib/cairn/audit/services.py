"""Keeping what was done."""

from datetime import datetime
from typing import Any

from cairn.audit.models import AuditEntry


def record(
    action: str, *, target: str, key: str, by: Any, at: datetime, **detail: str | int | bool | list[str] | None
) -> AuditEntry:
    """Keep that `by` (a user, or None) did `action`; call it inside the transaction of the change."""
    return AuditEntry.objects.create(
        action=action, target=target, key=str(key), by=getattr(by, "pk", None), at=at, detail=detail
    )
