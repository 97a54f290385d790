"""Confirming when a council began, commenting on its use of a model, and looking after the page."""

from datetime import datetime

from django.db import transaction

from cairn.accounts.models import User
from cairn.adoption import policies
from cairn.adoption.models import Adoption, StartConfirmation, UseComment
from cairn.adoption.signals import start_confirmed, use_commented
from cairn.audit import services as audit
from cairn.library.models import Source
from cairn.places.models import Organisation, Team
from cairn.records.models import Record
from cairn.records.services import announce_written


@transaction.atomic
def confirm_start(*, use: Adoption, who: str, source: Source | None, by: User, at: datetime) -> StartConfirmation:
    """The start as it is now: once it changes, this counts no more."""
    use = Adoption.objects.select_for_update(of=("self",)).select_related("practice_model", "place").get(pk=use.pk)
    start = policies.check_can_confirm(use, by, by=who, source=source)
    confirmation = StartConfirmation.objects.create(
        adoption=use,
        start=start.text,
        by=who,
        person=by,
        organisation=None if source else _find_organisation(use, who),
        source=source,
        confirmed_at=at,
    )
    if who == StartConfirmation.By.COUNCIL:  # who says since when says that they use it
        Adoption.objects.filter(pk=use.pk).update(by_council=True)
    audit.record("use.start_confirmed", target="record", key=use.slug, by=by, at=at, who=who, start=start.text)
    start_confirmed.send(sender=Adoption, use=use, at=at)
    return confirmation


def _find_organisation(use: Adoption, who: str) -> Organisation | None:
    if who == StartConfirmation.By.COUNCIL:
        return policies.find_council(use.place)
    return use.practice_model.originated_by


@transaction.atomic
def comment_on_use(*, use: Adoption, text: str, by: User, at: datetime) -> UseComment:
    policies.check_can_comment(use, by)
    organisation = use.practice_model.originated_by
    comment = UseComment.objects.create(adoption=use, organisation=organisation, text=text, by=by, at=at)
    audit.record("use.commented", target="record", key=use.slug, by=by, at=at)
    use_commented.send(sender=UseComment, comment=comment, at=at)
    return comment


@transaction.atomic
def take_over_use(*, use: Adoption, team: Team, by: User, at: datetime) -> None:
    """From now on the council's own team edits what others said of it."""
    use = Adoption.objects.select_for_update(of=("self",)).select_related("practice_model", "place").get(pk=use.pk)
    policies.check_can_take_over(use, by, team)
    owner = team.organisation
    Record.objects.filter(pk=use.pk).update(
        team=team, organisation=owner, is_fictional=owner.is_fictional, updated_at=at
    )
    Adoption.objects.filter(pk=use.pk).update(by_council=True)
    audit.record("record.taken_into_care", target="record", key=use.slug, by=by, at=at, team=team.pk)
    announce_written(use)
