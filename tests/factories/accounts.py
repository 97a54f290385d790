"""People with a log-in."""

import time

import factory
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client

from cairn.accounts.models import SiteRole, User
from cairn.accounts.services import create_user

PASSWORD = "three unrelated words"
SECRET = "JBSWY3DPEHPK3PXP"  # of a telephone


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    name = factory.Sequence(lambda number: f"Person {number}")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return create_user(**{"password": PASSWORD, **kwargs})


def give_site_role(user: User, role: str) -> User:
    """A role that counts: with a second step to log in."""
    SiteRole.objects.get_or_create(user=user, role=role)
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": SECRET}})
    return user


def get_code(secret: str) -> str:
    """What a telephone with this secret shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def client_of(person: User | None) -> Client:
    """Their browser; nobody's for None. What goes wrong in a view is an answer with 500."""
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(person)
    return client
