"""What the two note together, and how it ends."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.notices.services import notify
from cairn.peers.enums import Ending
from cairn.peers.models import Aim, Exchange, Partnership, Visit
from cairn.peers.policies import partnerships as policies
from cairn.peers.queries.partnerships import get_people, get_visits_on, get_visits_to_follow_up
from cairn.peers.services.introductions import get_coordinators
from cairn.places.models import Circle, Organisation
from cairn.places.services import close_circle
from cairn.records import services as records
from cairn.records.models import Record
from cairn.records.services.drafts import publish_draft


@transaction.atomic
def change_partnership(
    *, partnership: Partnership, texts: Mapping[str, str], meet_by: date, by: User, at: datetime
) -> None:
    """Both read the new words at once: there is no draft that only one side sees."""
    partnership = _lock(partnership)
    policies.check_can_change_partnership(partnership, by)
    Partnership.objects.filter(pk=partnership.pk).update(meet_by=meet_by)
    partnership.meet_by = meet_by
    _write(partnership, texts, by=by, at=at)
    audit.record("partnership.changed", target="record", key=partnership.slug, by=by, at=at)


def _write(partnership: Partnership, texts: Mapping[str, str], *, by: User, at: datetime) -> None:
    records.write_draft(record=partnership, by=by, at=at, answers=texts)
    publish_draft(Partnership.objects.get(pk=partnership.pk), by=by, at=at)  # which knows the newest draft


@transaction.atomic
def save_aim(*, aim: Aim, by: User, at: datetime) -> Aim:
    """New words are agreed to again."""
    policies.check_can_change_partnership(_lock(aim.partnership), by)
    own = policies.get_own_sides(aim.partnership, by)
    if own and aim.proposed_by not in own:
        aim.proposed_by = own[0]
    aim.agreed_at = None
    aim.save()
    audit.record("partnership.aim_saved", target="record", key=aim.partnership.slug, by=by, at=at)
    return aim


@transaction.atomic
def agree_to_aim(*, aim: Aim, by: User, at: datetime) -> None:
    policies.check_can_agree_aim(aim, by)
    aim.agreed_at = at
    aim.save()
    audit.record("partnership.aim_agreed", target="record", key=aim.partnership.slug, by=by, at=at)


@transaction.atomic
def save_visit(*, visit: Visit, by: User, at: datetime) -> Visit:
    policies.check_can_change_partnership(_lock(visit.partnership), by)
    policies.check_visit(visit)
    visit.save()
    audit.record("partnership.visit_saved", target="record", key=visit.partnership.slug, by=by, at=at)
    return visit


@transaction.atomic
def save_exchange(*, exchange: Exchange, by: User, at: datetime) -> Exchange:
    policies.check_can_change_partnership(_lock(exchange.partnership), by)
    policies.check_use(exchange.used, exchange.how)
    exchange.save()
    audit.record("partnership.exchange_saved", target="record", key=exchange.partnership.slug, by=by, at=at)
    return exchange


@transaction.atomic
def close_partnership(*, partnership: Partnership, what_changed: str, by: User, at: datetime) -> None:
    """With what changed, and an owned action of each."""
    partnership = _lock(partnership)
    policies.check_can_close(partnership, by, what_changed=what_changed)
    _write(partnership, {"what_changed": what_changed}, by=by, at=at)
    _end(partnership, Ending.CLOSED, None, by=by, at=at)
    audit.record("partnership.closed", target="record", key=partnership.slug, by=by, at=at)


@transaction.atomic
def step_out(*, partnership: Partnership, organisation: Organisation, by: User, at: datetime) -> None:
    """At any time, and nobody is asked why."""
    partnership = _lock(partnership)
    policies.check_can_step_out(partnership, by, organisation)
    _end(partnership, Ending.STEPPED_OUT, organisation, by=by, at=at)
    audit.record("partnership.stepped_out", target="record", key=partnership.slug, by=by, at=at)


def _end(
    partnership: Partnership, ending: Ending, organisation: Organisation | None, *, by: User, at: datetime
) -> None:
    Partnership.objects.filter(pk=partnership.pk).update(ended_at=at, ending=ending, ended_by=organisation)
    circle = Circle.objects.filter(pk=partnership.circle_id).first()
    if circle is not None:
        close_circle(circle=circle, by=by, at=at)
    people = {*get_people(partnership), *(one for side in partnership.sides for one in get_coordinators(side))}
    notify(users=people - {by}, kind="partnership.ended", about=partnership.slug, at=at)


def _lock(partnership: Partnership) -> Partnership:
    Record.objects.select_for_update().get(pk=partnership.pk)
    return Partnership.objects.select_related("first", "second").get(pk=partnership.pk)


def remind_of_visits(*, at: datetime) -> None:
    """The day before a visit, and when its follow-up is due; twice does no harm."""
    today = localdate(at)
    for visit in get_visits_on(date.fromordinal(today.toordinal() + 1)):
        notify(users=get_people(visit.partnership), kind="partnership.visit", about=str(visit.pk), at=at)
    for visit in get_visits_to_follow_up(today):
        notify(users=get_people(visit.partnership), kind="partnership.follow_up", about=str(visit.pk), at=at)
