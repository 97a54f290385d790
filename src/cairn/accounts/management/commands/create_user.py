"""cairn create_user ada@example.org "Ada Smith" """

from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from cairn.accounts.models import SiteRole, User
from cairn.accounts.roles import SECOND_FACTOR_ROLES, SITE_ROLES
from cairn.accounts.services import create_user


class Command(BaseCommand):
    help = "Create an account for someone. Asks for the password twice; it is never an argument."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the e-mail address they will sign in with")
        parser.add_argument("name", help="their name, in quotation marks")
        parser.add_argument("--site-role", choices=sorted(SITE_ROLES), help="a role on the whole site")

    def handle(self, *args: Any, email: str, name: str, site_role: str | None = None, **options: Any) -> None:
        user = User(email=User.objects.normalize_email(email), name=name.strip())
        check_new(user)
        password = getpass("Password: ")
        if password != getpass("Password again: "):
            raise CommandError("The passwords do not match. Nothing was changed; start again.")
        try:
            validate_password(password, user)
        except ValidationError as problem:
            raise CommandError(f"{' '.join(problem.messages)} Nothing was changed; start again.") from problem
        made = create_user(email=user.email, name=user.name, password=password)
        if site_role:
            SiteRole.objects.create(user=made, role=site_role)
        self.stdout.write(f"{user.name} can now sign in with {user.email}.")
        if site_role in SECOND_FACTOR_ROLES:
            self.stdout.write("Their role takes effect once they have set up a second step on their account page.")


def check_new(user: User) -> None:
    """Refuse an address that is none or that somebody has, and a missing name, before a password is asked for."""
    try:
        validate_email(user.email)
    except ValidationError as problem:
        raise CommandError(f"'{user.email}' is not an e-mail address. Write it like name@example.org.") from problem
    if not user.name:
        raise CommandError("The name is empty. Give it in quotation marks after the e-mail address.")
    if User.objects.filter(email__iexact=user.email).exists():
        raise CommandError(f"Someone already signs in with {user.email} already. Use another address.")
