"""What organisations do when people sign up."""

from typing import Any

from allauth.account.signals import email_confirmed
from django.dispatch import receiver
from django.utils.timezone import now

from cairn.accounts.signals import asked_who_may_sign_up
from cairn.places import services
from cairn.places.models import Invitation, OrganisationDomain


@receiver(asked_who_may_sign_up)
def know_address(sender: Any, email: str, **kwargs: Any) -> bool:
    """Invited, or of an organisation on this site."""
    domain = email.rpartition("@")[2].lower()
    invited = Invitation.objects.filter(email__iexact=email, accepted_at=None, expires_at__gt=now())
    return invited.exists() or OrganisationDomain.objects.filter(domain=domain).exists()


@receiver(email_confirmed)
def let_in_by_address(sender: Any, email_address: Any, **kwargs: Any) -> None:
    """The address is proven: invitations to it count, or a coordinator is asked."""
    user, at = email_address.user, now()
    email = email_address.email
    for invitation in Invitation.objects.filter(email__iexact=email, accepted_at=None, expires_at__gt=at):
        if user.email.lower() == email.lower():
            services.accept_invitation(invitation=invitation, user=user, at=at)
    domain = OrganisationDomain.objects.filter(domain=email.rpartition("@")[2].lower()).first()
    if domain is not None:
        services.ask_to_join(organisation=domain.organisation, user=user, at=at)
