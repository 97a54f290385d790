"""Whether a council is recorded already as using a model at a time."""

from collections.abc import Iterable
from datetime import date

from cairn.accounts.models import Reader
from cairn.adoption.models import Adoption
from cairn.adoption.queries.sites import Start, find_start, find_stop
from cairn.common.dates import find_days
from cairn.library.models import PracticeModel
from cairn.places.models import Place

Period = tuple[date | None, date | None]  # first and last day; None: not known, or it goes on


def find_overlap(
    *, model: PracticeModel, place: Place, start: Start | None, stop: str, user: Reader
) -> Adoption | None:
    """A use that somebody may see, at the same time as far as the dates say."""
    there = Adoption.objects.visible_to(user).filter(practice_model=model, place=place).prefetch_related("moves")
    return find_same_time(there, make_period(start, stop))


def find_same_time(uses: Iterable[Adoption], period: Period) -> Adoption | None:
    return next((use for use in uses if overlaps(get_period(use), period)), None)


def get_period(use: Adoption) -> Period:
    start = find_start(use.moves.all())
    return (start.first if start else None), find_stop(use)


def make_period(start: Start | None, stop: str) -> Period:
    days = find_days(stop)
    return (start.first if start else None), (days[1] if days else None)


def overlaps(one: Period, other: Period) -> bool:
    """Where a date is missing they may be one."""
    return not (_ends_before(one, other) or _ends_before(other, one))


def _ends_before(one: Period, other: Period) -> bool:
    return one[1] is not None and other[0] is not None and one[1] < other[0]
