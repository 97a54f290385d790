"""The councils that used a model, with when, for a test of their figures: everybody may see them, so may the test."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser

from cairn.adoption.models import IN_USE, Adoption, AdoptionMove, AdoptionPart, FidelityAnswer, FidelityCheck
from cairn.common.dates import find_days
from cairn.library.models import PracticeModel
from cairn.places.models import Place

POINTS: dict[str, float] = {
    FidelityAnswer.Rating.FULLY: 1.0,
    FidelityAnswer.Rating.PARTLY: 0.5,
    FidelityAnswer.Rating.NOT: 0.0,
}


@dataclass(frozen=True)
class Start:
    """When a use began: the text as confirmations name it, and the first and last day that it may mean."""

    text: str
    first: date | None
    last: date | None


@dataclass(frozen=True)
class UseSite:
    """One council's use of a model, as a test takes it.

    `first` and `last` are the ends of the start, `stop` the last day it can have gone on, each None where no source
    gave it. `confirmed_by` is "" or a value of `StartConfirmation.By`, `who_confirms` names them. `parts_only` says
    that a part that must be kept was dropped. `fidelity` is the newest share of must-keep parts done, 0 to 1.
    """

    adoption: Adoption
    place: Place
    first: date | None
    last: date | None
    stop: date | None
    confirmed_by: str
    who_confirms: str
    parts_only: bool
    counted_with: Place | None
    fidelity: float | None


def get_sites(model: PracticeModel, *, fictional: bool = False) -> list[UseSite]:
    """Every published use of a model that went beyond exploring, in the order of places; nobody is left out."""
    uses = (
        Adoption.objects.visible_to(AnonymousUser())
        .filter(practice_model=model, live=True, place__is_fictional=fictional)
        .select_related("place", "counted_with", "source")
        .prefetch_related(
            "moves",
            "parts",
            "start_confirmations__organisation",
            "start_confirmations__source",
            "fidelity_checks__answers",
        )
        .order_by("place__name", "pk")
    )
    return [_describe(use) for use in uses if any(move.status in IN_USE for move in use.moves.all())]


def find_start(moves: Iterable[AdoptionMove]) -> Start | None:
    """From the first move that says the model is in use; None where there is none."""
    used = [move for move in sorted(moves, key=lambda move: move.position) if move.status in IN_USE]
    if not used:
        return None
    dated = [move for move in used if find_days(move.moved_on)]
    began = min(dated, key=lambda move: move.moved_on) if dated else used[0]
    text = f"{began.moved_on}..{began.moved_until}" if began.moved_until else began.moved_on
    days, until = find_days(began.moved_on), find_days(began.moved_until)
    if days is None:
        return Start(text, None, None)
    return Start(text, days[0], until[1] if until else days[1])


def score_fidelity(checks: Iterable[FidelityCheck]) -> float | None:
    """The newest check in which at least half of the must-keep parts that apply were answered."""
    for check in sorted(checks, key=lambda check: (check.checked_on, check.how), reverse=True):
        answers = [one for one in check.answers.all() if one.must_keep]
        points = [POINTS[one.rating] for one in answers if one.rating in POINTS]
        if points and 2 * len(points) >= len(answers):
            return sum(points) / len(points)
    return None


def _describe(use: Adoption) -> UseSite:
    start = find_start(use.moves.all())
    confirmation = next((one for one in use.start_confirmations.all() if start and one.start == start.text), None)
    return UseSite(
        adoption=use,
        place=use.place,
        first=start.first if start else None,
        last=start.last if start else None,
        stop=find_stop(use),
        confirmed_by=confirmation.by if confirmation else "",
        who_confirms=str(confirmation.source or confirmation.organisation or "") if confirmation else "",
        parts_only=any(part.must_keep and part.state == AdoptionPart.State.DROPPED for part in use.parts.all()),
        counted_with=use.counted_with,
        fidelity=score_fidelity(use.fidelity_checks.all()),
    )


def find_stop(use: Adoption) -> date | None:
    """Of a use whose last word is that it stopped; a pause is no stop."""
    last = max(use.moves.all(), key=lambda move: move.position, default=None)
    if last is None or last.status != AdoptionMove.Status.STOPPED:
        return None
    days = find_days(last.moved_until or last.moved_on)
    return days[1] if days else None
