"""Log in, sign up, choose another password, erase one's account."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm, SignupForm
from django import forms

from cairn.common.forms import TextInput

ADDRESS_ERRORS = {
    "required": "Enter your e-mail address",
    "invalid": "Enter an e-mail address in the right form, for example name@example.org",
}
PASSWORD_HELP = "At least 12 characters. Three words that do not belong together are good."  # noqa: S105 (a sentence)


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
        email.label, email.help_text = "Work e-mail address", "A link is sent to it, to make sure that it is yours."
        email.error_messages |= ADDRESS_ERRORS
        email.widget = TextInput(type="email", autocomplete="email", spellcheck="false")
        password.help_text = PASSWORD_HELP
        password.error_messages["required"] = "Choose a password"
        password.widget.attrs.pop("placeholder", None)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        # Names stand in e-mails and lists: letters, not markup or addresses.
        if any(letter in "<>@/\\{}[]|" or not letter.isprintable() for letter in name):
            raise forms.ValidationError("Enter your name in letters, without signs such as < or @")
        return name


class ChangePasswordForm(AllauthChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": ("Present password", "Enter your present password"),
            "password1": ("New password", "Enter a new password"),
            "password2": ("New password again", "Enter the new password again"),
        }
        for name, (label, missing) in labels.items():
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = missing
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["password1"].help_text = PASSWORD_HELP


class EraseForm(forms.Form):
    sure = forms.BooleanField(
        label="I understand that this cannot be undone",
        error_messages={"required": "Tick the box if you are sure"},
    )
