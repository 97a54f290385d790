"""What is known of log-ins."""

from allauth.usersessions.models import UserSession

from cairn.common.limits import make_network


def has_signed_in_from(email: str, network: str) -> bool:
    """Whether the account with this address has, or had until its last log-in, a session from this network."""
    addresses = UserSession.objects.filter(user__email__iexact=email).values_list("ip", flat=True)
    return network in {make_network(address) for address in addresses}
