"""How somebody proves who they are, and what Wagtail lets them do."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest

from cairn.accounts.models import SiteRole, User
from cairn.accounts.permissions import Permission
from cairn.accounts.policies import can_use_demonstration_log_in


class EmailBackend(AuthenticationBackend):
    """Logs in by e-mail address in any case and password, as allauth does.

    allauth hashes a password for unknown addresses too, so the time of the answer does not tell who has a log-in.
    """

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        user = super().authenticate(request, **credentials)
        # Their passwords are printed in the documentation.
        if user and user.is_demonstration and not can_use_demonstration_log_in(request):
            return None
        return user

    def user_can_authenticate(self, user: User) -> bool:
        # Asked at every request too: sessions of demonstration users end when the demonstration does.
        return super().user_can_authenticate(user) and (settings.DEMONSTRATION or not user.is_demonstration)

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Django's own permissions are used by Wagtail only: editors may come in."""
        if perm == "wagtailadmin.access_admin" and user_obj.is_active:
            return SiteRole.objects.held_by(user_obj).allowing(Permission.PAGES_EDIT).exists()
        return super().has_perm(user_obj, perm, obj)
