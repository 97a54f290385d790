"""Changes to log-ins."""

import io
import json
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from wagtail.models import ModelLogEntry

from cairn.accounts import policies
from cairn.accounts.models import SiteRole, User
from cairn.accounts.roles import HOST
from cairn.audit import services as audit
from cairn.common import privacy
from cairn.common.operations import ledger

ERASED = "user.erased"  # in the ledger, which a restored backup replays
GONE = "A former user"


@dataclass(frozen=True)
class DemonstrationUser:
    """Somebody invented, with a password that everybody may know: it counts on this computer only."""

    email: str
    name: str
    role: str
    password: str
    site_role: str = ""


DEMONSTRATION_USERS = (
    DemonstrationUser("lead@ottenvale.example", "Ines Lead", "innovation lead in a council", "cairn-lead-demo"),
    DemonstrationUser("voice@ottenvale.example", "Vera Voice", "participation worker", "cairn-voice-demo"),
    DemonstrationUser(
        "director@ottenvale.example", "Dara Director", "director of children’s services", "cairn-director-demo"
    ),
    DemonstrationUser(
        "lead@brindlebridge.example", "Adam Lead", "innovation lead in another council", "cairn-second-demo"
    ),
    DemonstrationUser("evaluator@example.org", "Ewan Evaluator", "evaluator", "cairn-evaluator-demo"),
    DemonstrationUser("moderator@example.org", "Mo Moderator", "moderator", "cairn-moderator-demo", "moderator"),
    DemonstrationUser(
        "matching@example.org", "Maia Matching", "matching coordinator", "cairn-matching-demo", "matching"
    ),
    DemonstrationUser("editor@example.org", "Edith Editor", "editor of the site", "cairn-editor-demo", "editor"),
    # A board is decided on by an editor who did not ask for the decision, so there are two.
    DemonstrationUser("decider@example.org", "Della Decider", "second editor", "cairn-decider-demo", "editor"),
    DemonstrationUser("host@example.org", "Hana Host", "host of the site", "cairn-host-demo", "host"),
)


def _check_keeps_a_host(user: User, roles: Collection[str]) -> None:
    """Under a lock, so that two hosts who remove each other at the same moment come one after the other."""
    list(SiteRole.objects.select_for_update().filter(role=HOST.name))
    policies.check_keeps_a_host(user, roles)


@transaction.atomic
def set_site_roles(*, user: User, roles: Collection[str], by: User, at: datetime) -> None:
    """Exactly these roles on the site from now on; each change is audited by itself."""
    _check_keeps_a_host(user, roles)
    held = {one.role: one for one in SiteRole.objects.select_for_update().filter(user=user)}
    for role in sorted(set(roles) - held.keys()):
        SiteRole.objects.create(user=user, role=role)
        audit.record("user.role_given", target="user", key=str(user.pk), by=by, at=at, after=role)
    for role in sorted(held.keys() - set(roles)):
        held[role].delete()
        audit.record("user.role_removed", target="user", key=str(user.pk), by=by, at=at, before=role)


@transaction.atomic
def create_user(*, email: str, name: str, password: str | None = None, **fields: bool) -> User:
    """A log-in whose address is taken as proven: whoever makes it knows the person."""
    user = User.objects.create_user(email=email, name=name, password=password, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def create_demonstration_users() -> tuple[DemonstrationUser, ...]:
    """Make the demonstration's people, or give them back their printed passwords. A real log-in is never touched."""
    for person in DEMONSTRATION_USERS:
        user = User.objects.filter(email__iexact=person.email).first()
        if user is None:
            user = create_user(email=person.email, name=person.name, password=person.password, is_demonstration=True)
        elif user.is_demonstration and not user.check_password(person.password):
            user.set_password(person.password)
            user.save(update_fields=["password"])
        if person.site_role and user.is_demonstration:
            SiteRole.objects.get_or_create(user=user, role=person.site_role)
    return DEMONSTRATION_USERS


def export_account(*, user: User, at: datetime) -> bytes:
    """What is kept about somebody, one JSON file for each part."""
    account = {"name": user.name, "email": user.email, "since": user.created_at}
    # Only addresses that were proven: others may be somebody else's.
    proven = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    parts = {"account": [account], **privacy.export(user, names={"email": list(proven)})}
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        readme = f"What {settings.SITE_NAME} keeps about you on {at:%d %B %Y}. Each file is one part, as JSON.\n"
        archive.writestr("README.txt", readme)
        for name, rows in parts.items():
            archive.writestr(f"{name}.json", json.dumps(rows, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False))
    return written.getvalue()


@transaction.atomic
def erase_account(*, user: User, at: datetime) -> None:
    """Take everything that says who somebody is away; what they shared stays, without their name."""
    key = user.key
    _check_keeps_a_host(user, ())
    _erase(user, at=at)
    audit.record(ERASED, target="user", key=key, by=None, at=at)
    ledger.append(ERASED, key, at)


@transaction.atomic
def replay_erasure(key: str, at: datetime) -> None:
    """After a backup was restored: who was erased since is erased again."""
    user = User.objects.filter(key=key).first()
    if user is not None:
        _erase(user, at=at)


def _erase(user: User, *, at: datetime) -> None:
    """What becomes of all that leads to them stands in `PRIVACY` of each model."""
    addresses = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    privacy.erase(user, at=at, names={"email": addresses})


# --- Declared by models ---------------------------------------------------------------------------


def empty_account(*, person: User, **_: Any) -> None:
    """The row stays for what refers to it; it says nothing any more."""
    person.name, person.email, person.is_active = GONE, f"{person.key.lower()}@erased.invalid", False
    person.last_login = None
    person.set_unusable_password()
    person.save()
    person.groups.clear()
    person.user_permissions.clear()


def end_sessions(*, person: User, **_: Any) -> None:
    """What a browser still holds leads nowhere."""
    for session in UserSession.objects.filter(user=person):
        session.end()


def delete_log(*, person: User, **_: Any) -> None:
    """Wagtail notes what an editor did to an account under the name that it had."""
    kind = ContentType.objects.get_for_model(User)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(person.pk)).delete()
