"""Leads and deputies, and worries that reached them."""

from cairn.accounts.models import User
from cairn.places.models import Organisation
from cairn.voice.models import SafeguardingConcern, SafetyPost
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, join, make_organisation


def make_post(
    role: str = "lead", *, user: User | None = None, organisation: Organisation | None = None, **given
) -> SafetyPost:
    """Somebody on duty, who said yes."""
    organisation = organisation or make_organisation()
    user = user or UserFactory()
    membership = organisation.memberships.filter(user=user).first() or join(user, organisation)
    return SafetyPost.objects.create(
        organisation=organisation, role=role, membership=membership, **{"named_at": NOON, "agreed_at": NOON, **given}
    )


def make_concern(organisation: Organisation | None = None, **given) -> SafeguardingConcern:
    return SafeguardingConcern.objects.create(
        **{
            "organisation": organisation or make_organisation(),
            "words": "Planted-worry",
            "contact": "Planted-contact",
            "sent_at": NOON,
            **given,
        }
    )
