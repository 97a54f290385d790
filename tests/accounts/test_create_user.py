import io

import pytest
from django.core.management import CommandError, call_command

from cairn.accounts.models import User
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
COMMAND = "cairn.accounts.management.commands.create_user.getpass"


def create(monkeypatch, email="ada@example.org", name="Ada Smith", passwords=("a good long phrase",) * 2):
    answers = iter(passwords)
    monkeypatch.setattr(COMMAND, lambda prompt: next(answers))
    out = io.StringIO()
    call_command("create_user", email, name, stdout=out)
    return out.getvalue()


def test_create_user_makes_a_log_in(monkeypatch):
    assert create(monkeypatch) == "Ada Smith can now sign in with ada@example.org.\n"
    user = User.objects.get()
    assert user.check_password("a good long phrase")
    assert not user.is_demonstration


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"email": "ada"}, "'ada' is not an e-mail address"),
        ({"name": " "}, "The name is empty"),
        ({"email": "TAKEN@example.org"}, "Someone already signs in with TAKEN@example.org already"),
        ({"passwords": ("a good long phrase", "another")}, "The passwords do not match"),
        ({"passwords": ("short", "short")}, "at least 12 characters"),
    ],
)
def test_create_user_refuses_and_changes_nothing(monkeypatch, options, sentence):
    UserFactory(email="taken@example.org")
    with pytest.raises(CommandError, match=sentence):
        create(monkeypatch, **options)
    assert User.objects.count() == 1
