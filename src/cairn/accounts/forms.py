"""Log in; choose another password."""

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.forms import EmailField

from cairn.common.forms import TextInput


class LogInForm(AuthenticationForm):
    username = EmailField(
        label="E-mail address",
        max_length=254,
        widget=TextInput(type="email", autocomplete="username", spellcheck="false"),
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address in the right form, for example name@example.org",
        },
    )
    error_messages = {
        "invalid_login": "This e-mail address and password do not belong together. Check both and try again.",
        "inactive": "This log-in is switched off. Ask the person who runs this site.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].error_messages["required"] = "Enter your password"


class ChangePasswordForm(PasswordChangeForm):
    error_messages = {
        "password_incorrect": "This is not your present password. Enter it again.",
        "password_mismatch": "The two new passwords are not the same. Enter them again.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {
            "old_password": ("Present password", "Enter your present password"),
            "new_password1": ("New password", "Enter a new password"),
            "new_password2": ("New password again", "Enter the new password again"),
        }
        for name, (label, missing) in labels.items():
            self.fields[name].label = label
            self.fields[name].error_messages["required"] = missing
        self.fields[
            "new_password1"
        ].help_text = "At least 12 characters. Three words that do not belong together are good."
        self.fields["new_password2"].help_text = ""
