"""Asking what the figures of a council could show, and keeping the answer until newer figures come."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from cairn.common.canonical import to_canonical_json
from cairn.evaluation.models import EvaluationState, Outlook
from cairn.evaluation.queries.outlook import find_outlook_place, get_figures_state
from cairn.evaluation.signals import outlook_requested
from cairn.places.models import Place


@transaction.atomic
def request_outlook(*, place: Place, start: date, together: int, at: datetime) -> Outlook:
    """The one that is there, or a new one that a job works out; one that failed or was lost is asked for again."""
    figures = get_figures_state(fictional=place.is_fictional)
    Outlook.objects.filter(place=place).exclude(figures=figures).delete()
    outlook, is_new = Outlook.objects.get_or_create(
        place=place, start=start, together=together, figures=figures, defaults={"requested_at": at}
    )
    is_stuck = outlook.state != EvaluationState.DONE and find_outlook_place(outlook) is None
    if is_new or is_stuck:
        Outlook.objects.filter(pk=outlook.pk).update(state=EvaluationState.WAITING, requested_at=at)
        outlook_requested.send(sender=Outlook, outlook=outlook)
    return outlook


def store_outlook(*, outlook: Outlook, rows: list[dict[str, Any]]) -> None:
    """Safe to run twice; an outlook that newer figures replaced meanwhile is no more."""
    Outlook.objects.filter(pk=outlook.pk).update(
        state=EvaluationState.DONE, document=to_canonical_json({"measures": rows})
    )


def record_outlook_failure(*, outlook: Outlook) -> None:
    Outlook.objects.filter(pk=outlook.pk).exclude(state=EvaluationState.DONE).update(state=EvaluationState.FAILED)
