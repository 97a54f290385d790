"""What a team's own practice figures say, as one finding beside that of outcomes.

A chart of a team's own figures tells that something changed, not in which shape: it says no step change.
"""

from django.urls import reverse

from cairn.accounts.models import Reader
from cairn.adoption.models import Adoption
from cairn.adoption.presenters.figures import PracticeFinding
from cairn.adoption.presenters.figures import find_practice as list_practice
from cairn.adoption.queries import Finding, Found

# The first that any measure says: what got worse is not hidden by what got better.
IN_ORDER = (
    ("worse", Finding.CHANGED_FOR_THE_WORSE),
    ("better", Finding.IMPROVED_SHAPE_UNCLEAR),
    ("none", Finding.NO_DETECTABLE_CHANGE),
)


def find_practice_of_team(use: Adoption, user: Reader) -> Found | None:
    measures = list_practice(use, user)
    for change, finding in IN_ORDER:
        for one in measures:
            if one.change == change:
                return Found(finding, f"{one.title}: {one.sentence}", _get_address(use, one))
    if measures:
        return Found(Finding.CANNOT_TELL, f"{measures[0].title}: {measures[0].sentence}")
    return None


def _get_address(use: Adoption, one: PracticeFinding) -> str:
    return reverse("adoption:own-measure", args=[use.slug, one.measure.pk])
