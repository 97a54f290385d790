"""Where results are read: on the page of their plan."""

from collections.abc import Sequence

from django.urls import reverse

from cairn.evaluation.models import Evaluation
from cairn.records.models import Record


def find_pages_of_plans(records: Sequence[Record]) -> dict[int, str]:
    """Whoever sees a result sees its plan, so this asks nothing about who reads it."""
    rows = Evaluation.objects.filter(pk__in=[one.pk for one in records]).values_list("pk", "plan__slug")
    return {pk: reverse("evaluation:plan", args=[slug]) for pk, slug in rows}
