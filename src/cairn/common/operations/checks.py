"""What a host sets up, as far as settings and files tell. `cairn check --tag host --deploy` lists what is open."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register
from django.http.request import validate_host
from django.template.defaultfilters import date as show
from django.utils.timezone import localtime, now

from cairn.common.addresses import get_host_name, make_absolute
from cairn.common.operations.backups import get_failed_at, get_made_at
from cairn.common.operations.dumps import find_client_gap
from cairn.common.operations.health import run_ready_checks
from cairn.common.operations.set_up import Finding, Part, SetUpCheck, State, decide, run_set_up_checks

HOST = "host"
# A nightly backup takes longer on some nights than on others.
LATEST_BACKUP = timedelta(hours=26)


def find_organisation() -> Finding:
    name = settings.HOST_ORGANISATION
    return decide(bool(name), f"{name} is named as the organisation that runs this site.", "No organisation is named.")


def find_contact() -> Finding:
    address = settings.CONTACT_EMAIL
    return decide(bool(address), f"People can write to {address}.", "No contact address is shown.")


def find_dpo() -> Finding:
    address = settings.DPO_EMAIL
    return decide(
        bool(address),
        f"The data protection officer’s address is {address}.",
        "The page about this site names no data protection officer.",
    )


def find_https() -> Finding:
    if not settings.HTTPS:
        return Finding(State.TO_DO, "The site is served without HTTPS: passwords can be read on the network.")
    if not settings.BEHIND_PROXY:
        return Finding(
            State.UNKNOWN,
            "The site asks for HTTPS, but Cairn does not know whether a proxy is in front of it. If there is one, "
            "limits on sign-in count all visitors as one.",
        )
    return Finding(State.DONE, "The site is served over HTTPS, and limits count by the address that the proxy reports.")


def find_address() -> Finding:
    where, host = make_absolute("/"), get_host_name()
    if settings.ON_LOOPBACK_ONLY:
        return Finding(State.TO_DO, f"{settings.SITE_NAME} can be reached from this computer only.")
    if not validate_host(host, settings.ALLOWED_HOSTS):
        return Finding(State.TO_DO, f"Links in e-mails lead to {where}, and the site does not answer to that address.")
    if settings.HTTPS and not where.startswith("https://"):
        return Finding(State.TO_DO, f"Links in e-mails lead to {where}, which is not an HTTPS address.")
    return Finding(State.DONE, f"The site is called {settings.SITE_NAME} and its address is {where}.")


def sends_mail() -> bool:
    return bool(settings.NOTIFY_API_KEY) or "console" not in settings.EMAIL_CARRIER


def find_database() -> Finding:
    is_server = "sqlite" not in settings.DATABASES["default"]["ENGINE"]
    return decide(is_server, "The site uses PostgreSQL.", "The site uses SQLite, which is enough for one team.")


def find_shared_counts() -> Finding:
    is_shared = "locmem" not in settings.CACHES["default"]["BACKEND"]
    return decide(
        is_shared,
        "Limits on forms and sign-in hold for all processes together.",
        "Each process counts separately, so limits on sign-in are weaker than they look.",
    )


def find_backup() -> Finding:
    made_at, failed_at = get_made_at(), get_failed_at()
    if failed_at and (made_at is None or failed_at > made_at):
        return Finding(State.TO_DO, f"The backup on {describe_time(failed_at)} failed.")
    if made_at is None:
        return Finding(State.TO_DO, "No backup has been made yet.")
    return decide(
        has_fresh_backup(at=now()),
        f"The latest backup was made on {describe_time(made_at)}.",
        f"The latest backup is more than a day old: it was made on {describe_time(made_at)}.",
    )


def has_fresh_backup(*, at: datetime) -> bool:
    made_at = get_made_at()
    return made_at is not None and at - made_at < LATEST_BACKUP


def describe_time(moment: datetime) -> str:
    return show(localtime(moment), "j F Y \\a\\t H:i")


def find_ledger() -> Finding:
    apart = settings.LEDGER.parent.resolve() != settings.DATA_DIR.resolve()
    return decide(
        apart,
        "The ledger of withdrawals has a folder of its own.",
        "The ledger of withdrawals is in the same folder as the data, so both could be lost together.",
    )


def find_demonstration() -> Finding:
    return decide(
        not settings.DEMONSTRATION,
        "This is not the demonstration.",
        "This is the demonstration, with passwords that everyone knows.",
    )


def find_scanner() -> Finding:
    return decide(
        bool(settings.CLAMAV_ADDRESS),
        "Uploaded files are scanned for viruses.",
        "Uploaded files are not scanned for viruses.",
    )


def find_assessment() -> Finding:
    return decide(
        bool(settings.DPIA_DATE),
        f"The data protection impact assessment is dated {settings.DPIA_DATE}.",
        "No date of a data protection impact assessment is set.",
    )


def find_client() -> Finding:
    gap = find_client_gap()
    return decide(not gap, "The programs that back up and restore fit the database.", gap)


def find_readiness() -> Finding:
    wrong = [name for name, is_fine in run_ready_checks().items() if not is_fine]
    return decide(
        not wrong,
        "The database answers and is up to date, and files can be written.",
        f"Not ready: {', '.join(wrong)}.",
    )


CHECKS = (
    SetUpCheck(
        "H001",
        Part.SITE,
        "Who runs this site",
        find_organisation,
        "Say who runs this site: set CAIRN_HOST_ORGANISATION.",
    ),
    SetUpCheck(
        "H002", Part.SITE, "Contact address", find_contact, "Say where people can write to: set CAIRN_CONTACT_EMAIL."
    ),
    SetUpCheck(
        "H003", Part.SITE, "Data protection officer", find_dpo, "Name the data protection officer: set CAIRN_DPO_EMAIL."
    ),
    SetUpCheck(
        "H004",
        Part.SERVER,
        "HTTPS and proxy",
        find_https,
        "Put a proxy with a certificate in front of the site (deploy/Caddyfile), and set CAIRN_BEHIND_PROXY=true.",
    ),
    SetUpCheck(
        "H005",
        Part.SITE,
        "Name and address",
        find_address,
        "Name the address of the site: set CAIRN_ALLOWED_HOSTS, CAIRN_BASE_URL and, if you like, CAIRN_SITE_NAME.",
    ),
    SetUpCheck(
        "H007",
        Part.SERVER,
        "Database",
        find_database,
        "For a council use PostgreSQL: set DATABASE_URL.",
        is_advice=True,
    ),
    SetUpCheck("H008", Part.SERVER, "Limits on forms and sign-in", find_shared_counts, "Unset CAIRN_CACHE."),
    SetUpCheck(
        "H009",
        Part.BACKUP,
        "Latest backup",
        find_backup,
        "Make a backup each night (deploy/systemd/cairn-backup.timer); make the first one now.",
        command="cairn backup /var/backups/cairn",
    ),
    SetUpCheck(
        "H010",
        Part.BACKUP,
        "Ledger of withdrawals",
        find_ledger,
        "Keep the ledger of withdrawals on a different disk from the database: set CAIRN_LEDGER.",
    ),
    SetUpCheck(
        "H011",
        Part.SERVER,
        "Not the demonstration",
        find_demonstration,
        "Do not put anything real into it. Set up a site of its own and unset CAIRN_DEMONSTRATION.",
    ),
    SetUpCheck(
        "H012",
        Part.SERVER,
        "Virus scanner",
        find_scanner,
        "If you run ClamAV, set CAIRN_CLAMAV.",
        is_advice=True,
    ),
    SetUpCheck(
        "H013",
        Part.SITE,
        "Data protection impact assessment",
        find_assessment,
        "Write a data protection impact assessment (docs/user/dpia-template.md), then set CAIRN_DPIA_DATE.",
    ),
    SetUpCheck("H014", Part.BACKUP, "Backup programs", find_client, "Then run the backup again."),
    SetUpCheck(
        "H015",
        Part.SERVER,
        "Database and folders",
        find_readiness,
        "Run the migrations, and make sure that the site’s user may write CAIRN_DATA_DIR and CAIRN_LEDGER.",
        command="cairn migrate",
    ),
)


@register(HOST, deploy=True)
def check_host(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Warning(f"{finding.sentence} {check.action}", hint=check.command or None, id=f"cairn.{check.number}")
        for check, finding in run_set_up_checks()
        if finding.state != State.DONE
    ]
