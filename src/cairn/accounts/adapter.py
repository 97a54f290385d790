"""How allauth asks this site: who may sign up, what a person is called, where links lead."""

from types import SimpleNamespace
from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from cairn.accounts.models import User
from cairn.accounts.signals import asked_who_may_sign_up
from cairn.common.addresses import get_host_and_port, make_absolute

NOT_KNOWN = (
    "Log-ins are for people whose organisation is on this site. Use your work address, or ask a colleague who has a "
    "log-in to invite you."
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
        "email_password_mismatch": "This e-mail address and password do not belong together. Check both and try again.",
        "enter_current_password": "This is not your present password. Enter it again.",
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

    def format_email_subject(self, subject: str) -> str:
        return f"{settings.SITE_NAME}: {subject}"


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Log-ins of the host's own identity provider; an unknown address gets in only as any other would."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        email = next((one.email for one in sociallogin.email_addresses if one.verified), "")
        return bool(email) and may_sign_up(email, request)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        user = super().populate_user(request, sociallogin, data)
        user.name = (data.get("name") or user.email or "")[:150]
        return user


class MfaAdapter(DefaultMFAAdapter):
    def get_totp_issuer(self) -> str:
        return settings.SITE_NAME
