"""What a team's own practice figures say, as one finding beside that of outcomes."""

from django.urls import reverse

from cairn.accounts.models import Reader
from cairn.adoption.analysis.figures import Change, Shape
from cairn.adoption.analysis.figures import Finding as OwnFinding
from cairn.adoption.models import OwnMeasure
from cairn.adoption.presenters.figures import list_own_measures
from cairn.adoption.queries import Finding, Found
from cairn.records.models import Record
from cairn.records.policies import can_edit

# From the most cautious: where the practice measures of a team differ, no more is claimed than all of them support.
CAUTION = (
    Finding.CHANGED_FOR_THE_WORSE,
    Finding.NO_DETECTABLE_CHANGE,
    Finding.IMPROVED_SHAPE_UNCLEAR,
    Finding.GRADUAL_IMPROVEMENT,
    Finding.STEP_CHANGE,
    Finding.CANNOT_TELL,
)
BETTER_BY_SHAPE = {
    Shape.STEP: Finding.STEP_CHANGE,
    Shape.GRADUAL: Finding.GRADUAL_IMPROVEMENT,
    Shape.UNCLEAR: Finding.IMPROVED_SHAPE_UNCLEAR,
}


def find_practice_of_team(use: Record, user: Reader) -> Found | None:
    """None where the reader may see no practice measure."""
    views = list_own_measures(use, is_team=can_edit(use, user))
    practice = [view for view in views if view.measure.asks == OwnMeasure.Asks.PRACTICE]
    if not practice:
        return None
    finding = min((_name_finding(view.finding) for view in practice), key=CAUTION.index)
    words = " ".join(f"{view.measure.title}: {view.finding_sentence}" for view in practice)
    return Found(finding, words, reverse("adoption:figures", args=[use.slug]))


def _name_finding(found: OwnFinding) -> Finding:
    """Where neither way is better, a change says nothing of whether practice became what it was to be."""
    if found.change is Change.BETTER and found.shape:
        return BETTER_BY_SHAPE[found.shape]
    named = {Change.WORSE: Finding.CHANGED_FOR_THE_WORSE, Change.NONE: Finding.NO_DETECTABLE_CHANGE}
    return named.get(found.change, Finding.CANNOT_TELL)
