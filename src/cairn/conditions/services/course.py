"""What happens while something runs: plans change, leaders change, people talk, it starts and it ends."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.common.dates import show_date
from cairn.conditions import policies
from cairn.conditions.enums import Again, ChangeKind
from cairn.conditions.models import Course, Groundwork, PlanChange, Repeated
from cairn.conditions.queries import get_latest_settling, get_rows
from cairn.conditions.queries.course import get_running, list_talks
from cairn.conditions.services.looking_again import call_for_new_look
from cairn.conditions.signals import talk_missed
from cairn.records import services as records
from cairn.records.policies import check_can_edit, needs_review

TARGET = "target:"  # before the key of an outcome, where its target is what changes
# What a change of the plan may be about, besides the targets of outcomes.
CHANGEABLE = {"planned_start": "Planned start", "planned_end": "Planned end", "group_size": "How many people"}
NEW_LEADER = "There is a new leader."
AGAIN = 30  # days until a team is reminded of the same talk again
MOST = 250


@transaction.atomic
def record_start(*, record: Groundwork, started_on: str, by: User, at: datetime) -> Course:
    """It has started, whatever is still open; what is open that day is kept."""
    locked = records.lock(record)
    check_can_edit(locked, by)
    policies.check_can_record_start(locked, started_on=started_on, today=localdate(at))
    draft = locked.get_draft()
    open_parts = [] if get_latest_settling(locked) else policies.list_open_parts(policies.find_open(draft))
    first = locked.plan_changes.filter(what=CHANGEABLE["planned_start"]).order_by("at", "pk").first()
    course = Course.objects.create(
        groundwork_id=locked.pk,
        started_on=started_on,
        planned_start=first.before if first else draft.planned_start,
        set_up_from=draft.set_up_from,
        open_at_start=[part.value for part in open_parts],
    )
    audit.record("groundwork.started", target="record", key=locked.slug, by=by, at=at)
    return course


@transaction.atomic
def record_ending(*, record: Groundwork, ended_on: str, ending: str, result: str, by: User, at: datetime) -> None:
    locked = records.lock(record)
    check_can_edit(locked, by)
    course = Course.objects.filter(groundwork_id=locked.pk).first()
    policies.check_can_record_ending(course, ended_on=ended_on, ending=ending, result=result, today=localdate(at))
    Course.objects.filter(groundwork_id=locked.pk).update(ended_on=ended_on, ending=ending, result=result)
    audit.record("groundwork.ended", target="record", key=locked.slug, by=by, at=at)


@transaction.atomic
def change_plan(*, record: Groundwork, item: str, value: Any, reason: str, on: date, by: User, at: datetime) -> bool:
    """Write down what it was, what it is and why, and change it. Whether others see the new one already."""
    locked = records.lock(record)
    check_can_edit(locked, by)
    was_published = locked.live and not locked.has_unpublished_changes
    draft = locked.get_draft()
    if item in CHANGEABLE:
        before, what = getattr(draft, item), CHANGEABLE[item]
        records.save_draft(record=locked, by=by, at=at, answers={item: value})
    else:
        outcome = next(one for one in get_rows(draft, "outcomes") if f"{TARGET}{one.key}" == item)
        before, what = outcome.target, f"Target: {outcome.title}"
        records.change_draft(
            record=locked, by=by, at=at, change=lambda found: _set_target(found, outcome.key, value), what="outcomes"
        )
    PlanChange.objects.create(
        groundwork_id=locked.pk,
        kind=ChangeKind.PLAN,
        what=what[:MOST],
        before=str(before or ""),
        was=_show(before),
        now=_show(value),
        reason=reason,
        on=on,
        by=by,
        at=at,
    )
    audit.record("groundwork.plan_changed", target="record", key=locked.slug, by=by, at=at)
    return _publish_again(locked, was_published=was_published, by=by, at=at)


def _set_target(draft: Groundwork, key: str, value: str) -> None:
    for outcome in draft.outcomes.all():
        if outcome.key == key:
            outcome.target = value


def _show(value: Any) -> str:
    return show_date(str(value)) if value not in (None, "") else ""


def _publish_again(record: Groundwork, *, was_published: bool, by: User, at: datetime) -> bool:
    """What others read follows at once, unless a colleague looks at it first or other changes wait as well."""
    if not was_published or needs_review(record, record.sharing):
        return not record.live
    records.publish_record(record=record, by=by, at=at)
    return True


@transaction.atomic
def change_leader(*, record: Groundwork, was: str, now: str, reason: str, on: date, by: User, at: datetime) -> None:
    """Whoever leads from now on has not agreed to anything yet: their team is asked to go through it again."""
    check_can_edit(record, by)
    PlanChange.objects.create(
        groundwork_id=record.pk,
        kind=ChangeKind.LEADER,
        what="Leader",
        was=was,
        now=now,
        reason=reason,
        on=on,
        by=by,
        at=at,
    )
    if record.about is not None:
        call_for_new_look(record.about, "There is a new leader.", at)
    audit.record("groundwork.leader_changed", target="record", key=record.slug, by=by, at=at)
    if record.about is not None:
        call_for_new_look(record.about, NEW_LEADER, at)


@transaction.atomic
def confirm_new_look(*, record: Groundwork, by: User, at: datetime) -> None:
    """The new leader has gone through what was settled."""
    check_can_edit(record, by)
    waiting = PlanChange.objects.filter(groundwork_id=record.pk, kind=ChangeKind.LEADER, looked_again_on=None)
    if waiting.update(looked_again_on=localdate(at)):
        audit.record("groundwork.looked_again", target="record", key=record.slug, by=by, at=at)


@transaction.atomic
def record_repeated(
    *, record: Groundwork, what: str, key: str, on: date, next_on: date | None, by: User, at: datetime
) -> None:
    """People talked, or a risk was reviewed; twice on a day is once."""
    check_can_edit(record, by)
    policies.check_can_repeat(record, what=what, key=key, on=on, next_on=next_on, today=localdate(at))
    Repeated.objects.update_or_create(
        groundwork_id=record.pk, what=what, key=key, on=on, defaults={"next_on": next_on, "by": by, "at": at}
    )
    action = "groundwork.talked" if what == Again.TALK else "groundwork.risk_reviewed"
    audit.record(action, target="record", key=record.slug, by=by, at=at)


def chase_missed_talks(*, at: datetime) -> int:
    """Tell teams what was missed, once and then every thirty days; twice on one day tells nobody twice."""
    day, told = localdate(at), 0
    for record in get_running():
        for state in list_talks(record):
            if state.is_missed(day=day):
                times = (day - state.due).days // AGAIN
                key = f"{state.talk.key}-{state.due:%Y%m%d}-{times}"
                talk_missed.send(sender=Groundwork, groundwork=record, key=key, at=at)
                told += 1
    return told
