"""Writes: opening a council's right to reply, telling the council, and keeping its reply."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.common.canonical import sha256_of, to_canonical_json
from cairn.evaluation.models import Evaluation, EvaluationPlan, EvaluationState, ModelPlan, RightOfReply
from cairn.evaluation.policies import replies as policies
from cairn.evaluation.queries.replies import get_people_of, get_present_right, get_present_rights
from cairn.evaluation.signals import council_told
from cairn.indicators.definitions import get_definition
from cairn.library.models import PracticeModel
from cairn.places.models import Place

BY_MAIL = "e-mail to its people on this site"
A_TENTH = 0.1
TIE = 1e-9  # stored sizes have ten digits
Finding = Mapping[str, Mapping[str, Any]]  # measure -> class, change, and the change that would matter


def is_changed(before: Finding, after: Finding) -> bool:
    """Whether a council is shown something else about itself: on another measure, of another class, or a tenth larger.

    A size below the smallest change that matters counts as that change, or every wobble near nothing would be a tenth.
    """
    return any(key not in before or _differs(before[key], one) for key, one in after.items())


def _differs(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    if before["class"] != after["class"]:
        return True
    if before["change"] is None or after["change"] is None:
        return bool(before["change"] != after["change"])
    size = max(abs(before["change"]), after["smallest"])
    return bool(abs(after["change"] - before["change"]) >= A_TENTH * size - TIE)


@transaction.atomic
def open_rights_of_model(*, plan: ModelPlan, documents: Iterable[Mapping[str, Any]], at: datetime) -> int:
    """Of each council in the results whose own finding is new or changed; returns how many.

    Fictional councils that nobody speaks for have nothing to reply to.
    """
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for document in documents:
        for site in _get_sites(document):
            found.setdefault(site["code"], {})[document["measure"]["key"]] = {
                "class": site["class"],
                "change": site["change"],
                "smallest": _get_smallest(document),
            }
    model = PracticeModel.objects.select_for_update(of=("self",)).get(pk=plan.practice_model_id)
    present = get_present_rights(model)
    places = Place.objects.in_bulk(list(found), field_name="code")
    opened = 0
    for code, finding in sorted(found.items()):
        place, before = places[code], present.get(code)
        if before is not None and not is_changed(json.loads(before.finding), finding):
            continue
        if place.is_fictional and not get_people_of(place).exists():
            continue
        _open(place=place, finding=finding, at=at, record=model)
        opened += 1
    return opened


def _get_sites(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """None where too few councils were used: nothing of theirs is shown then."""
    if document["primary"] is None or document["finding"]["verdict"] == "too_few_sites":
        return []
    return list(document["primary"]["sites"])


def _get_smallest(document: Mapping[str, Any]) -> float:
    size = float(document["smallest_change"])
    return size if document["measure"]["kind"] == "percentage" else size / 100


@transaction.atomic
def ask_for_reply(*, plan: EvaluationPlan, by: User, at: datetime) -> RightOfReply:
    """Tell a council what outsiders found of it, and start its time to reply."""
    plan = EvaluationPlan.objects.select_for_update(of=("self",)).select_related("place").get(pk=plan.pk)
    policies.check_can_ask(plan)
    done = plan.evaluations.filter(state=EvaluationState.DONE).order_by("-requested_at", "-pk")
    evaluation = done[0]
    latest = get_present_right(plan)
    finding = describe_finding(evaluation)
    if latest is not None and not is_changed(json.loads(latest.finding), finding):
        raise policies.UnableToReply(f"{plan.place.name} was already asked to reply to this result.")
    audit.record("reply.asked", target="record", key=plan.slug, by=by, at=at)
    return _open(place=plan.place, finding=finding, at=at, record=plan, evaluation=evaluation)


@transaction.atomic
def ask_again_if_changed(*, evaluation: Evaluation, at: datetime) -> bool:
    """A council that was asked about a plan is asked anew where a recomputation changed what it was asked about."""
    plan = evaluation.plan
    latest = get_present_right(plan)
    if latest is None or not policies.needs_reply(plan):
        return False
    finding = describe_finding(evaluation)
    if is_changed(json.loads(latest.finding), finding):
        _open(place=plan.place, finding=finding, at=at, record=plan, evaluation=evaluation)
        return True
    RightOfReply.objects.filter(pk=latest.pk).update(evaluation=evaluation)
    return not latest.is_over(day=localdate(at))


def describe_finding(evaluation: Evaluation) -> dict[str, dict[str, Any]]:
    document = json.loads(evaluation.document)
    estimate, plan = document["estimate"], document["plan"]
    is_points = get_definition(plan["measure"]).kind == "percentage"
    size = float(plan["smallest_change"])
    return {
        plan["measure"]: {
            "class": evaluation.verdict,
            "change": estimate["change"]["relative"] if estimate else None,
            "smallest": size if is_points else size / 100,
        }
    }


def _open(*, place: Place, finding: Finding, at: datetime, **subject: Any) -> RightOfReply:
    text = to_canonical_json(finding)
    right = RightOfReply.objects.create(
        place=place, finding=text, finding_sha256=sha256_of(text), opened_at=at, **subject
    )
    if get_people_of(place).exists():
        _tell(right, how=BY_MAIL, by=None, at=at)
    return right


def _tell(right: RightOfReply, *, how: str, by: User | None, at: datetime) -> None:
    right.told_at, right.told_by, right.told_how = at, by, how
    right.ends_on = policies.get_last_day(localdate(at))
    right.save(update_fields=["told_at", "told_by", "told_how", "ends_on"])
    council_told.send(sender=RightOfReply, right=right, at=at)


@transaction.atomic
def record_contact(*, right: RightOfReply, how: str, by: User, at: datetime) -> RightOfReply:
    """A council with nobody on the site was told in another way: its time to reply starts today."""
    right = RightOfReply.objects.select_for_update(of=("self",)).get(pk=right.pk)
    policies.check_can_record_contact(right, by, how)
    _tell(right, how=how.strip(), by=by, at=at)
    audit.record("reply.told", target="place", key=right.place.code, by=by, at=at)
    return right


@transaction.atomic
def reply(*, right: RightOfReply, text: str, by: User, at: datetime) -> RightOfReply:
    """Keep what a council says of its finding. It may be changed until the time is over, and stays for good."""
    right = RightOfReply.objects.select_for_update(of=("self",)).get(pk=right.pk)
    policies.check_can_reply(right, by, text, day=localdate(at))
    right.reply, right.replied_at, right.replied_by = text.strip(), at, by
    right.save(update_fields=["reply", "replied_at", "replied_by"])
    audit.record("reply.given", target="place", key=right.place.code, by=by, at=at)
    return right
