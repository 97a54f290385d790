"""cairn check --tag host --deploy: what a host must still do, in plain words."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register
from django.utils.timezone import now

from cairn.common.operations.backups import get_marker
from cairn.common.operations.dumps import find_client_gap

HOST = "host"
LATEST_BACKUP = timedelta(days=2)


def find_gaps() -> Iterator[tuple[str, bool, str]]:
    """Number, whether it is fine, and what to do."""
    yield "H001", bool(settings.HOST_ORGANISATION), "Say who runs this site: set CAIRN_HOST_ORGANISATION."
    yield "H002", bool(settings.CONTACT_EMAIL), "Say where people can write to: set CAIRN_CONTACT_EMAIL."
    yield "H003", bool(settings.DPO_EMAIL), "Name the data protection officer: set CAIRN_DPO_EMAIL."
    yield (
        "H004",
        settings.HTTPS,
        "Serve the site by HTTPS: put a proxy with a certificate before it (deploy/Caddyfile).",
    )
    yield (
        "H005",
        not settings.ON_LOOPBACK_ONLY,
        "Name the address of the site: set CAIRN_ALLOWED_HOSTS and CAIRN_BASE_URL.",
    )
    yield "H006", sends_mail(), "Mail only stands in the log: set EMAIL_URL to a mail server, or CAIRN_NOTIFY_API_KEY."
    engine = settings.DATABASES["default"]["ENGINE"]
    yield "H007", "sqlite" not in engine, "SQLite is fine for one team. For a council use PostgreSQL: set DATABASE_URL."
    is_shared = "locmem" not in settings.CACHES["default"]["BACKEND"]
    yield "H008", is_shared, "Limits count for each process alone: unset CAIRN_CACHE."
    yield "H009", has_fresh_backup(), "No backup was made in the last two days: run `cairn backup` each night."
    apart = settings.LEDGER.parent.resolve() != settings.DATA_DIR.resolve()
    yield "H010", apart, "Keep the ledger of withdrawals on another disk than the database: set CAIRN_LEDGER."
    yield "H011", not settings.DEMONSTRATION, "This is the demonstration. Do not put anything real into it."
    yield (
        "H012",
        bool(settings.CLAMAV_ADDRESS),
        "Files are not looked at for viruses: set CAIRN_CLAMAV if you run ClamAV.",
    )
    yield (
        "H013",
        bool(settings.DPIA_DATE),
        "Write a data protection impact assessment (docs/user/dpia-template.md), set CAIRN_DPIA_DATE.",
    )
    gap = find_client_gap()
    yield "H014", not gap, gap


def sends_mail() -> bool:
    return bool(settings.NOTIFY_API_KEY) or "console" not in settings.EMAIL_CARRIER


def has_fresh_backup() -> bool:
    try:
        made_at = datetime.fromisoformat(get_marker().read_text())
    except (OSError, ValueError):
        return False
    return now() - made_at < LATEST_BACKUP


@register(HOST, deploy=True)
def check_host(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [Warning(words, id=f"cairn.{number}") for number, is_fine, words in find_gaps() if not is_fine]
