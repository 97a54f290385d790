"""How safe a log-in is, in words."""

from typing import Any

from allauth.mfa.models import Authenticator

from cairn.accounts.models import SiteRole, User
from cairn.accounts.roles import SECOND_FACTOR_ROLES


def describe_security(user: User) -> dict[str, Any]:
    """What of a second step is set up, and whether a role asks for it."""
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    has_code, passkeys = Authenticator.Type.TOTP in kinds, kinds.count(Authenticator.Type.WEBAUTHN)
    return {
        "has_code": has_code,
        "passkeys": passkeys,
        "has_second_step": has_code or passkeys > 0,
        "needs_second_step": SiteRole.objects.filter(user=user, role__in=SECOND_FACTOR_ROLES).exists(),
    }
