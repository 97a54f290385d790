"""How allauth asks this site: who may sign up, what a person is called, where links lead."""

from types import SimpleNamespace
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now

from cairn.accounts import sign_on
from cairn.accounts.models import User
from cairn.accounts.queries import has_signed_in_from
from cairn.accounts.signals import asked_who_may_sign_up
from cairn.common.addresses import get_host_and_port, make_absolute
from cairn.common.limits import get_network

NOT_KNOWN = (
    "Accounts are for people whose organisation is on this site. Use your work address, or ask a "
    "colleague who has an account to invite you."
)


def may_sign_up(email: str, request: HttpRequest | None) -> bool:
    """Whether an app above knows this address: invited, or of an organisation on this site."""
    answers = asked_who_may_sign_up.send(sender=None, email=email, request=request)
    return any(answer for _, answer in answers)


def put_on_our_address(link: str) -> str:
    return make_absolute(urlsplit(link).path)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up by invitation or by the domain of an organisation; nobody else learns anything."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or password is incorrect. Check both and try again.",
        "email_taken": "An account uses this e-mail address already.",
        "incorrect_password": "The password is incorrect. Enter it again.",
        "invalid_password_reset": "This link no longer works. Ask for a new one.",
        "duplicate_email": "This address is already on your account.",
        "max_email_addresses": "An account can have %d addresses at most.",
        "same_as_current": "This is your address already. Enter another one.",
        "rate_limited": "Too many requests. Wait a few minutes, then try again.",
        "select_only_one": "Choose one of them only.",
        "enter_current_password": "This is not your current password. Enter it again.",
        "too_many_login_attempts": "Too many attempts. Wait a few minutes, then try again.",
    }

    def clean_email(self, email: str) -> str:
        email = super().clean_email(email)
        if self.request.resolver_match.view_name == "account_signup" and not may_sign_up(email, self.request):
            raise ValidationError(NOT_KNOWN)
        return email

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> Any:
        user.name = " ".join(form.cleaned_data.get("name", "").split())[:150] or user.email
        return super().save_user(request, user, form, commit)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return put_on_our_address(super().get_email_confirmation_url(request, emailconfirmation))

    def get_reset_password_from_key_url(self, key: str) -> str:
        return put_on_our_address(super().get_reset_password_from_key_url(key))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        # allauth would greet in the name of the host that the request says it was sent to.
        site = SimpleNamespace(name=settings.SITE_NAME, domain=get_host_and_port())
        super().send_mail(template_prefix, email, {**context, "current_site": site})

    def post_login(self, request: HttpRequest, user: Any, **given: Any) -> Any:
        sociallogin = (given.get("signal_kwargs") or {}).get("sociallogin")
        if sociallogin is not None:
            sign_on.begin_session(request, sociallogin.account, at=now())
        return super().post_login(request, user, **given)

    # --- How often somebody may be wrong ---------------------------------------------------------

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count before a password is looked at; allauth gives the counts back when it was the right one."""
        here = self._count(request, "login_failed_here")
        super().pre_authenticate(request, **credentials)
        self._login_failed_rl_usage.usage += here
        email = credentials.get("email", "").lower()
        # Where the owner has signed in before, whatever strangers elsewhere do is not their fault.
        if not has_signed_in_from(email, get_network(request)):
            self._login_failed_rl_usage.usage += self._count(request, "login_failed_elsewhere", key=email)

    def _count(self, request: HttpRequest, action: str, key: str | None = None) -> Any:
        used = ratelimit.consume(request, app="allauth.account", action=action, key=key)
        if used is None:
            raise self.validation_error("too_many_login_attempts")
        return used.usage

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Under the account alone, five wrong passwords of a stranger would lock its owner out."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{get_network(request)}"

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """A new password, set through the mailbox: what strangers tried with the old one counts no more."""
        super()._delete_login_attempts_cached_email(request, **credentials)
        email = credentials.get("email", "").lower()
        ratelimit.clear(request, app="allauth.account", action="login_failed_elsewhere", key=email)
        if user := sign_on.find_user(email):
            ratelimit.clear(request, app="allauth.account", action="second_step", key=str(user.pk))

    def is_reauthentication_required(self, *, app: str, **given: Any) -> bool:
        """Not of somebody who has just logged in: they were asked a moment ago."""
        return super().is_reauthentication_required(app=app, **given) and not sign_on.has_just_proven(
            self.request, at=now()
        )

    def is_safe_url(self, url: str) -> bool:
        """Whether somebody may be led there after they signed in; allauth falls over what is no address at all."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def format_email_subject(self, subject: str) -> str:
        return f"{settings.SITE_NAME}: {subject}"


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """People of the organisations that the host has set up; an unknown address gets in only as any other would."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """allauth looks the account up after this, so what it looks for is set here."""
        user = super().populate_user(request, sociallogin, data)
        user.name = (data.get("name") or user.email or "")[:150]
        claims = sign_on.get_claims(sociallogin.account)
        sociallogin.account.uid = sign_on.make_uid(claims)
        for address in sociallogin.email_addresses:
            address.verified = sign_on.has_verified_address(claims)
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        app, account = sociallogin.provider.app, sociallogin.account
        try:
            is_known = account.pk is not None
            sign_on.check_may_sign_on(sign_on.get_claims(account), app=app, is_known=is_known)
        except sign_on.UnableToSignOn as problem:
            self._refuse(request, str(problem))
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        # An address without a word that it is verified proves nothing: its mailbox is asked.
        user = sign_on.find_user(sociallogin.email_addresses[0].email)
        if user is not None and user.is_active:
            sign_on.ask_mailbox(request, user=user, account=account, app=app, make_link=make_link)
            raise ImmediateHttpResponse(render(request, "accounts/link_sent.html", {"issuer": app.name}))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return may_sign_up(sociallogin.email_addresses[0].email, request)

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        user = super().save_user(request, sociallogin, form)
        for address in EmailAddress.objects.filter(user=user, verified=True):
            email_confirmed.send(sender=EmailAddress, request=request, email_address=address)
        return user

    def _refuse(self, request: HttpRequest, problem: str) -> None:
        raise ImmediateHttpResponse(render(request, "accounts/not_signed_on.html", {"problem": problem}, status=403))


def make_link(token: str) -> str:
    return put_on_our_address(reverse("accounts:link-sign-on", args=[token]))


class MfaAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, str]] = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": "An account with a second step keeps its address. Turn the second step off first.",
        "cannot_delete_authenticator": "You cannot remove this one, because your role needs a second step.",
        "cannot_generate_recovery_codes": "Set up an app or a key first. You get recovery codes with it.",
        "incorrect_code": "This code is not right, or is too old. Enter the newest one.",
        "unverified_email": "Confirm your e-mail address first.",
    }

    def get_totp_issuer(self) -> str:
        return settings.SITE_NAME

    def generate_authenticator_name(self, user: Any, authenticator_type: Any) -> str:
        """A name to begin with, which people may change; allauth would call it a master key."""
        number = Authenticator.objects.filter(user=user, type=authenticator_type).count() + 1
        return f"Key {number}"
