"""People who log in."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.crypto import get_random_string

from cairn.accounts.permissions import Permission
from cairn.accounts.roles import SECOND_FACTOR_ROLES, SITE_ROLES, get_roles_with
from cairn.common.privacy import DELETE, Elsewhere, Exported, OfPerson, Run, Subject


def new_key() -> str:
    """Stands for a person where neither name nor number may: it cannot be guessed."""
    return get_random_string(20)


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, *, email: str, name: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email), name=name, **fields)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with a log-in; the e-mail address is the name they log in with."""

    PRIVACY = (Elsewhere("The row of the account itself", erase=Run("cairn.accounts.services.empty_account")),)

    SUBJECT = Subject.PERSON
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    key = models.CharField(max_length=20, unique=True, default=new_key, editable=False)
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique_in_any_case")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class SiteRoleQuerySet(models.QuerySet["SiteRole"]):
    def held_by(self, user: Any) -> "SiteRoleQuerySet":
        """Roles of somebody that count now: most need a second step to log in, set up by whoever holds them.

        In a demonstration on this computer nobody needs one.
        """
        roles = self.filter(user=user)
        if user.is_demonstration and settings.DEMONSTRATION:
            return roles
        # Recovery codes stand in for a second step that is there; alone they are a second password on paper.
        has_second_step = Exists(Authenticator.objects.filter(user=OuterRef("user")).exclude(type="recovery_codes"))
        return roles.filter(~Q(role__in=SECOND_FACTOR_ROLES) | has_second_step)

    def allowing(self, permission: Permission) -> "SiteRoleQuerySet":
        return self.filter(role__in=get_roles_with(permission))


class SiteRole(models.Model):
    """A role that counts on the whole site (roles.py says what it allows)."""

    PRIVACY = (OfPerson("user", erase=DELETE, exported=(Exported("roles", ("role", "given_at")),)),)

    user = models.ForeignKey(User, models.CASCADE, related_name="site_roles")
    role = models.CharField(max_length=20, choices=[(role.name, role.label) for role in SITE_ROLES.values()])
    given_at = models.DateTimeField(auto_now_add=True)

    objects = SiteRoleQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="site_role_once_per_user")]

    def __str__(self) -> str:
        return self.role
