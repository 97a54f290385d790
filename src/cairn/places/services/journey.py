"""Entering where an organisation was on its improvement journey, and taking it out again."""

from datetime import datetime

from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.places import policies
from cairn.places.models import JourneyPlace, Organisation


@transaction.atomic
def add_journey_place(
    *, organisation: Organisation, stage: str, on: str, source: str, address: str, by: User, at: datetime
) -> JourneyPlace:
    policies.check_can_change_journey(by, organisation)
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # so that two at once do not both add the same
    if JourneyPlace.objects.filter(organisation=organisation, on=on, source=source).exists():
        raise policies.UnableToChangeJourney("This date and source are in the list already. Remove that line first.")
    made = JourneyPlace.objects.create(
        organisation=organisation, stage=stage, on=on, source=source, address=address, entered_by=by, entered_at=at
    )
    audit.record("journey.added", target="organisation", key=organisation.slug, by=by, at=at, number=made.pk)
    return made


@transaction.atomic
def remove_journey_place(*, journey_place: JourneyPlace, by: User, at: datetime) -> None:
    organisation = journey_place.organisation
    policies.check_can_change_journey(by, organisation)
    audit.record("journey.removed", target="organisation", key=organisation.slug, by=by, at=at, number=journey_place.pk)
    journey_place.delete()
