"""Leads and deputies, and worries that reached them."""

from datetime import date

from cairn.accounts.models import User
from cairn.places.models import Organisation
from cairn.rooms.models import make_random_key
from cairn.voice.models import (
    Consent,
    Contribution,
    ListeningSession,
    SafeguardingConcern,
    SafetyPost,
    TranslationCheck,
)
from cairn.voice.translations import get_languages
from tests.factories.accounts import UserFactory
from tests.factories.records import NOON, join, make_organisation, make_team

UNTIL = date(2028, 11, 24)


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


def make_session(worker: User | None = None, **given) -> ListeningSession:
    worker = worker or UserFactory()
    team = make_team(None, "Edge of care", worker)
    return ListeningSession.objects.create(
        **{
            "team": team,
            "worker": worker,
            "title": "Saturday group",
            "question": "What would make home better?",
            "held_on": NOON.date(),
            "consent_until": UNTIL,
            "opened_at": NOON,
            **given,
        }
    )


def make_contribution(session: ListeningSession | None = None, purposes=("inside",), **given) -> Contribution:
    contribution = Contribution.objects.create(
        **{
            "pk": make_random_key(),
            "session": session or make_session(),
            "words": "Nobody asked me where I wanted to live.",
            "age_band": "14_15",
            "source": "typed",
            "state": "kept",
            **given,
        }
    )
    for purpose in purposes if contribution.words else ():
        Consent.objects.create(contribution=contribution, purpose=purpose, adult="carer", until=UNTIL)
    return contribution


def make_translation_check(code: str, **given) -> TranslationCheck:
    """Somebody has read it as it is now."""
    return TranslationCheck.objects.create(
        **{
            "language": code,
            "sum": get_languages()[code].sum,
            "checked_by": "Sana Iqbal, interpreter",
            "checked_on": NOON.date(),
            "recorded_at": NOON,
            **given,
        }
    )
