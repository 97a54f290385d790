"""How somebody proves who they are."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from cairn.accounts.models import User
from cairn.accounts.policies import can_use_demonstration_log_in


class EmailBackend(ModelBackend):
    """Logs in by e-mail address in any case (the manager sees to that) and password.

    Django's backend hashes a password for unknown addresses too, so the time of the answer does not tell who has a
    log-in.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **fields: Any
    ) -> User | None:
        user = super().authenticate(request, username=username, password=password, **fields)
        if user and user.is_demonstration and not can_use_demonstration_log_in(request):
            return None
        return user

    def user_can_authenticate(self, user: User) -> bool:
        # Asked at every request too: sessions of demonstration users end when the demonstration does.
        return super().user_can_authenticate(user) and (settings.DEMONSTRATION or not user.is_demonstration)
