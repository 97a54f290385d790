"""Which organisation a model comes from: its people may speak for the model where councils use it."""

from datetime import datetime

from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.library import policies
from cairn.library.models import PracticeModel
from cairn.places.models import Organisation


@transaction.atomic
def name_originator(*, model: PracticeModel, organisation: Organisation | None, by: User, at: datetime) -> None:
    policies.check_can_name_originator(by)
    PracticeModel.objects.filter(pk=model.pk).update(originated_by=organisation)
    before, after = str(model.originated_by or "no one"), str(organisation or "no one")
    audit.record("model.originator", target="record", key=model.slug, by=by, at=at, before=before, after=after)
