"""What is known of log-ins."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef

from cairn.accounts.models import User
from cairn.accounts.roles import HOST
from cairn.common.limits import make_network


def has_signed_in_from(email: str, network: str) -> bool:
    """Whether the account with this address has, or had until its last log-in, a session from this network."""
    addresses = UserSession.objects.filter(user__email__iexact=email).values_list("ip", flat=True)
    return network in {make_network(address) for address in addresses}


def count_hosts() -> tuple[int, int]:
    """How many people run the site, and how many of them have a second step to sign in."""
    hosts = User.objects.filter(is_active=True, site_roles__role=HOST.name)
    second_steps = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return hosts.count(), hosts.filter(Exists(second_steps)).count()
