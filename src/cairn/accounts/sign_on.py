"""Single sign-on: whom an issuer may sign in, which account that is, and how long the session lasts."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string

from cairn.accounts.models import User
from cairn.accounts.services import end_sessions
from cairn.audit import services as audit

LONGEST_SESSION = timedelta(hours=12)
SESSION_KEY, NONCE_KEY = "sign_on", "sign_on_link"
SALT, LINK_SECONDS = "cairn.accounts.sign_on", 3600
# It signs in everybody in the world; `hd` names the Workspace of those who have one.
GOOGLE = "https://accounts.google.com"
TRUE = (True, 1, "1", "true", "True")


class UnableToSignOn(Exception):
    """This person of the issuer is not let in; the sentence is for them."""


# --- Claims --------------------------------------------------------------------------------------


def get_claims(account: SocialAccount) -> dict[str, Any]:
    """Of the token that the issuer has signed."""
    return account.extra_data.get("id_token") or {}


def make_uid(claims: Mapping[str, Any]) -> str:
    """Issuer and subject in one: the name that a host gives to an issuer may one day mean another."""
    return hashlib.sha256(f"{claims.get('iss')} {claims.get('sub')}".encode()).hexdigest()


def get_address(claims: Mapping[str, Any]) -> str:
    email = str(claims.get("email") or "").lower()
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return email


def has_verified_address(claims: Mapping[str, Any]) -> bool:
    """`xms_edov` is what Entra ID says instead, where it is asked to."""
    return claims.get("email_verified") in TRUE or claims.get("xms_edov") in TRUE


def is_guest(claims: Mapping[str, Any]) -> bool:
    """Somebody of another organisation or with a private account, whom the tenant has invited."""
    names = (str(claims.get(name, "")) for name in ("preferred_username", "upn", "unique_name", "email"))
    return claims.get("acct") in TRUE or any("#ext#" in name.lower() for name in names)


def check_may_sign_on(claims: Mapping[str, Any], *, app: SocialApp, is_known: bool) -> None:
    if str(claims.get("iss", "")).rstrip("/") != app.settings["server_url"].rstrip("/"):
        raise UnableToSignOn(
            f"The answer did not come from {app.name}. Try again, or tell the people who run this site."
        )
    if is_guest(claims):
        raise UnableToSignOn(f"You are a guest at {app.name}. Sign in with the account of your own organisation.")
    domains = app.settings.get("domains", ())
    if claims["iss"] == GOOGLE and claims.get("hd") not in domains:
        raise UnableToSignOn(f"This is not an account of {app.name}. Choose your work account at Google.")
    email = get_address(claims)
    if not email and is_known:
        return
    if not email:
        raise UnableToSignOn(
            f"{app.name} did not send your e-mail address. Ask the people who run its accounts to add the claim "
            "“email” for this site."
        )
    if email.rpartition("@")[2] not in domains:
        allowed = ", ".join(domains)
        raise UnableToSignOn(
            f"{email} is not an address for which {app.name} signs people in here. It does so for "
            f"addresses at: {allowed}."
        )


# --- Linking -------------------------------------------------------------------------------------


def find_user(email: str) -> User | None:
    address = EmailAddress.objects.filter(email__iexact=email).order_by("-verified").first()
    return address.user if address else User.objects.filter(email__iexact=email).first()


def ask_mailbox(request: HttpRequest, *, user: User, account: SocialAccount, app: SocialApp, make_link: Any) -> None:
    """Send the owner of the account a link that joins the two. It counts in this browser only.

    Otherwise whoever could make the issuer send somebody's address would need them to follow one link.
    """
    nonce = request.session[NONCE_KEY] = secrets.token_urlsafe(16)
    token = signing.dumps([user.key, account.provider, account.uid, nonce], salt=SALT)
    context = {
        "site_name": settings.SITE_NAME,
        "name": user.get_short_name(),
        "issuer": app.name,
        "link": make_link(token),
    }
    subject = f"{settings.SITE_NAME}: Confirm that you sign in with {app.name}"
    EmailMessage(subject, render_to_string("accounts/link_mail.txt", context), to=[user.email]).send()


def read_link(request: HttpRequest, token: str) -> tuple[User, str, str]:
    """The account, the issuer and the person there."""
    try:
        key, provider, uid, nonce = signing.loads(token, salt=SALT, max_age=LINK_SECONDS)
    except (signing.BadSignature, ValueError) as problem:
        raise UnableToSignOn("This link is no longer valid. Sign in again to get a new one.") from problem
    if not secrets.compare_digest(nonce, request.session.get(NONCE_KEY, "")):
        raise UnableToSignOn(
            "Open this link in the browser in which you tried to sign in, within an hour. If you did not try to sign "
            "in, delete the e-mail: nothing was changed."
        )
    user = User.objects.filter(key=key, is_active=True).first()
    if user is None:
        raise UnableToSignOn("This account has been closed.")
    return user, provider, uid


@transaction.atomic
def link(*, user: User, provider: str, uid: str, at: datetime) -> None:
    """The owner of the mailbox agreed. A password that was set before the address was proven counts no more."""
    addresses = EmailAddress.objects.filter(user=user, email__iexact=user.email)
    if not addresses.filter(verified=True).exists():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        end_sessions(person=user)
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    SocialAccount.objects.get_or_create(provider=provider, uid=uid, defaults={"user": user})
    audit.record("user.linked", target="user", key=user.key, by=user, at=at, issuer=provider)


# --- Sessions ------------------------------------------------------------------------------------


def begin_session(request: HttpRequest, account: SocialAccount, *, at: datetime) -> None:
    request.session[SESSION_KEY] = {"account": account.pk, "until": (at + LONGEST_SESSION).timestamp()}


def has_ended(request: HttpRequest, *, at: datetime) -> bool:
    """Whether a session that an issuer began must be renewed with it."""
    begun = request.session.get(SESSION_KEY)
    return begun is not None and at.timestamp() >= begun["until"]


def has_just_proven(request: HttpRequest, *, at: datetime) -> bool:
    """Whether this session began a few minutes ago with a password, a code or a passkey of this site."""
    own = (one for one in get_authentication_records(request, request.user) if one.get("method") in ("password", "mfa"))
    return any(at.timestamp() - one["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for one in own)


def get_login_url(request: HttpRequest) -> str:
    """Where the session is renewed; empty where its issuer is not there any more."""
    account = SocialAccount.objects.filter(pk=request.session[SESSION_KEY]["account"]).first()
    try:
        provider = get_adapter().get_provider(request, account.provider) if account else None
    except SocialApp.DoesNotExist:
        provider = None
    return provider.get_login_url(request, next=request.get_full_path()) if provider else ""


def end_sign_on_sessions(user: User) -> None:
    """At once, in every browser: those that an issuer began."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for one in UserSession.objects.filter(user=user):
        if SESSION_KEY in store(one.session_key):
            one.end()
