"""Log in, sign up, choose another password, erase one's account."""

from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from allauth.account.forms import AddEmailForm as AllauthAddEmailForm
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm, SignupForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.forms import ResetPasswordKeyForm as AllauthResetPasswordKeyForm
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from cairn.accounts.models import User
from cairn.common.forms import TextInput

ADDRESS_ERRORS = {
    "required": "Enter your e-mail address",
    "invalid": "Enter an e-mail address in the correct format, like name@example.org",
}
TOO_MANY_CODES = (
    "Too many wrong codes. Wait until tomorrow, or use a passkey. If you did not enter them, someone "
    "knows your password: choose another one, through “No account, or forgotten your password?”."
)
TOO_MANY_HERE = (
    "Too many wrong codes from your network. Wait an hour, or use a passkey. If no one here entered them, tell the "
    "people who run this site."
)
MISSING_CODE = "Enter the code"
PASSWORD_HELP = "At least 12 characters. Three random words work well."  # noqa: S105 (a sentence)
KEY_NAME = ("Its name, so that you know it again", "Enter a name, for example “My phone”")
NEW_PASSWORDS = {
    "password1": ("New password", "Enter a new password"),
    "password2": ("Confirm new password", "Enter the new password again"),
}


class InOurWords:
    """Before a form of allauth's: by field its label, and what to say where nothing was given."""

    WORDS: ClassVar[dict[str, tuple[str, str]]]
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, missing) in self.WORDS.items():
            field = self.fields[name]
            field.label, field.error_messages["required"] = label, missing
            field.widget.attrs.pop("placeholder", None)


def ask_for_address(form: forms.BaseForm) -> None:
    field = form.fields["email"]
    field.label, field.error_messages = "E-mail address", {**field.error_messages, **ADDRESS_ERRORS}
    field.widget = TextInput(type="email", autocomplete="email", spellcheck="false")


class LogInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, login.error_messages = "E-mail address", {**login.error_messages, **ADDRESS_ERRORS}
        login.widget = TextInput(type="email", autocomplete="username", spellcheck="false")
        password.error_messages["required"] = "Enter your password"
        password.help_text = ""
        password.widget.attrs.pop("placeholder", None)


class SignUpForm(SignupForm):
    name = forms.CharField(
        label="Your name",
        max_length=150,
        widget=TextInput(autocomplete="name"),
        error_messages={"required": "Enter your name"},
    )
    field_order = ("name", "email", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email, password = self.fields["email"], self.fields["password1"]
        email.label, email.help_text = "Work e-mail address", "We send a link to it to check that it is yours."
        email.error_messages |= ADDRESS_ERRORS
        email.widget = TextInput(type="email", autocomplete="email", spellcheck="false")
        password.help_text = PASSWORD_HELP
        password.error_messages["required"] = "Choose a password"
        password.widget.attrs.pop("placeholder", None)

    def clean(self) -> Any:
        cleaned = super().clean()
        password = self.cleaned_data.get("password1")
        if password and not self.has_error("password1"):
            try:  # allauth knows the address of whoever signs up, and not their name
                validate_password(password, User(name=self.cleaned_data.get("name", "")))
            except ValidationError as problem:
                self.add_error("password1", problem)
        return cleaned

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        # Names stand in e-mails and lists: letters, not markup or addresses.
        if any(letter in "<>@/\\{}[]|" or not letter.isprintable() for letter in name):
            raise forms.ValidationError("Enter your name using letters only, without symbols such as < or @")
        return name


class ChangePasswordForm(InOurWords, AllauthChangePasswordForm):
    WORDS: ClassVar = {"oldpassword": ("Current password", "Enter your current password"), **NEW_PASSWORDS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = PASSWORD_HELP


class ChooseNewPasswordForm(InOurWords, AllauthResetPasswordKeyForm):
    """After the link for a forgotten password."""

    WORDS: ClassVar = NEW_PASSWORDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = PASSWORD_HELP


class ForgottenPasswordForm(AllauthResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_address(self)


class AddAddressForm(AllauthAddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_for_address(self)


class PasswordAgainForm(InOurWords, AllauthReauthenticateForm):
    """Before something that cannot be undone."""

    WORDS: ClassVar = {"password": ("Your password", "Enter your password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class CountedCode(InOurWords, BaseAuthenticateForm):
    """allauth allows five wrong codes in five minutes: in a year, one of them would be right."""

    WORDS: ClassVar = {"code": ("Code", MISSING_CODE)}

    def clean_code(self) -> str:
        key = str(self.user.pk)
        used = ratelimit.consume(context.request, app="allauth.account", action="second_step", key=key)
        if used is None:
            self._tell_owner(key)
            raise ValidationError(TOO_MANY_CODES)
        here = ratelimit.consume(context.request, app="allauth.account", action="second_step_here")
        if here is None:
            used.rollback()  # their code was not looked at
            raise ValidationError(TOO_MANY_HERE)
        code = super().clean_code()
        used.rollback()
        here.rollback()
        return code

    def _tell_owner(self, key: str) -> None:
        if ratelimit.consume(context.request, app="allauth.account", action="second_step_told", key=key):
            get_adapter().send_notification_mail("account/email/second_step_guessed", self.user)


class SecondStepForm(CountedCode, AuthenticateForm):
    """After the password."""


class SecondStepAgainForm(CountedCode, ReauthenticateForm):
    """Before something that cannot be undone."""


class ActivateTelephoneForm(InOurWords, ActivateTOTPForm):
    WORDS: ClassVar = {"code": ("Code from the app", MISSING_CODE)}

    def clean_code(self) -> str:
        code: str = super().clean_code()
        # Else whoever saw it typed could log in with it as well: it counts for half a minute.
        TOTP(Authenticator(user=self.user))._mark_code_used(code)
        return code


class AddKeyForm(InOurWords, AddWebAuthnForm):
    WORDS: ClassVar = {"name": KEY_NAME}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alone = self.fields["passwordless"]
        alone.label = "Sign in with this alone, without my password"
        alone.help_text = "It must then ask for a PIN, a fingerprint or your face."


class RenameKeyForm(InOurWords, EditWebAuthnForm):
    WORDS: ClassVar = {"name": KEY_NAME}


class EraseForm(forms.Form):
    sure = forms.BooleanField(
        label="I understand that this cannot be undone",
        error_messages={"required": "Tick the box if you are sure"},
    )
