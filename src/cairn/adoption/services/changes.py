"""What a council does with the parts of a model: which it keeps, what it changes, how faithfully it runs.

Parts and changes are part of the draft, so that others read their words only once a colleague has looked at them.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.adoption import policies
from cairn.adoption.models import Adaptation, Adoption, AdoptionPart, FidelityAnswer, FidelityCheck
from cairn.audit import services as audit
from cairn.library.models import Component, Keep
from cairn.records.models import Record
from cairn.records.policies import check_can_edit
from cairn.records.services import change_draft

Answers = Iterable[tuple[Component, str, str]]  # a part, the answer, a note


def save_parts(*, use: Adoption, answers: Answers, by: User, at: datetime) -> None:
    """The parts of the model as they are done here; one that is not answered is not known."""

    def save(draft: Adoption) -> None:
        there = {one.part: one for one in draft.parts.all()}
        rows = []
        for component, state, note in answers:
            row = there.get(component.what) or AdoptionPart(part=component.what)
            row.component, row.must_keep = component, component.keep == Keep.MUST_KEEP
            row.state, row.note = state, note
            rows.append(row)
        draft.parts.set(rows)

    change_draft(record=use, by=by, at=at, change=save, what="parts")


def add_change(*, use: Adoption, answers: Mapping[str, Any], by: User, at: datetime) -> None:
    policies.check_change(must_keep=answers["must_keep"], answers=answers)

    def add(draft: Adoption) -> None:
        draft.adaptations.add(Adaptation(by=by, noted_at=at, **answers))

    change_draft(record=use, by=by, at=at, change=add, what="adaptations")


def remove_change(*, use: Adoption, number: int, seen: str, by: User, at: datetime) -> None:
    """`number` counts from 0 in the order of the page, which showed the draft `seen`; gone already is no fault."""

    def remove(draft: Adoption) -> None:
        if seen != str(draft.latest_revision_id or ""):
            raise policies.UnableToSpeak(
                "Someone has changed this since you opened it. Check it again before you remove it."
            )
        rows = sort_changes(draft.adaptations.all())
        if number < len(rows):
            draft.adaptations.remove(rows[number])

    change_draft(record=use, by=by, at=at, change=remove, what="adaptations")


def sort_changes(changes: Iterable[Adaptation]) -> list[Adaptation]:
    """The newest first; those without a day at the end."""
    return sorted(changes, key=lambda one: (one.made_on or "", one.noted_at), reverse=True)


@transaction.atomic
def save_check(*, use: Adoption, checked_on: date, how: str, answers: Answers, by: User, at: datetime) -> FidelityCheck:
    """A second one of the same day and kind replaces the first."""
    check_can_edit(use, by)
    check, _ = FidelityCheck.objects.update_or_create(adoption=use, checked_on=checked_on, how=how, defaults={"by": by})
    check.answers.all().delete()
    FidelityAnswer.objects.bulk_create(
        FidelityAnswer(
            check_of=check,
            component=component,
            part=component.what,
            must_keep=component.keep == Keep.MUST_KEEP,
            rating=rating,
            note=note,
        )
        for component, rating, note in answers
    )
    Record.objects.filter(pk=use.pk).update(updated_at=at)
    audit.record("use.fidelity_checked", target="record", key=use.slug, by=by, at=at, how=how)
    return check


@transaction.atomic
def delete_check(*, use: Adoption, check: FidelityCheck, by: User, at: datetime) -> None:
    check_can_edit(use, by)
    check.delete()
    audit.record("use.fidelity_removed", target="record", key=use.slug, by=by, at=at)
