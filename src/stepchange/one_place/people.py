"""A change in people: counted less expected, year by year, and the interval of its mean.

The expected count of a year is what was counted, taken back along that year's own gap; a mean of logarithms cannot
say it, because a year in which many are counted weighs more among people than among proportions.
"""

from dataclasses import dataclass

import numpy as np

from stepchange.panel import Array, Panel


@dataclass(frozen=True, eq=False)
class PeopleGaps:
    """What was counted and what was expected in each year after the start.

    Attributes
    ----------
    counted, expected : array, shape (T1,)
        On the log scale cases; for percentages cases among `base`.
    base : array, shape (T1,)
        What a change by one unit of the analysis is a change of: expected cases, or people / per for percentages.
    is_log : bool
    """

    counted: Array
    expected: Array
    base: Array
    is_log: bool

    @property
    def each_year(self) -> Array:
        """More or fewer than expected: shape (T1,)."""
        return self.counted - self.expected

    @property
    def mean(self) -> float:
        return float(self.each_year.mean())

    @property
    def share(self) -> float | None:
        """All years together, counted over expected, on the scale of the analysis; None where nothing was counted."""
        if not self.is_log:
            return self.mean / float(self.base.mean())
        total, expected = float(self.counted.sum()), float(self.expected.sum())
        return float(np.log(total / expected)) if total > 0 else None

    def shifted(self, shift: float) -> float:
        """The mean if the gap of every year were larger by `shift`; the mean itself at 0."""
        if not self.is_log:
            return self.mean + float(self.base.mean()) * shift
        return self.mean - float(self.expected.mean()) * float(np.expm1(-shift))

    def away_from_expected(self, change: float) -> float:
        """What a change of this size would be in people, had nothing else changed."""
        return float(self.base.mean()) * float(np.expm1(change) if self.is_log else change)

    def agrees_with(self, mean_gap: float) -> bool:
        """Whether people and proportions changed the same way."""
        return self.mean * mean_gap > 0 or self.mean == mean_gap == 0

    def end_of_interval(self, end: float | None, mean_gap: float) -> float | None:
        """An end of the interval of the mean gap, in people.

        No change is no change on every scale: 0 lies in the interval of people exactly where it lies in that of the
        test. Between two scales that weigh years differently, that has to be said; see docs/methods/one-place.md.
        """
        if end is None:
            return None
        people = self.shifted(end - mean_gap)
        return max(people, 0.0) if end > 0 else min(people, 0.0)


def count_people(panel: Panel, unit: str, after: tuple[int, ...], gaps: Array) -> PeopleGaps | None:
    """The place's gaps after the start (shape (T1,)) in people; None where a count is not known."""
    row, columns = panel.index(unit), [panel.periods.index(year) for year in after]
    base = panel.counts if panel.scale == "log" else panel.denominators
    if base is None or not np.isfinite(base[row, columns]).all():
        return None
    known = base[row, columns]
    if panel.scale == "log":
        # A zero was analysed as half a case, so it is half a case that the gap leads back from.
        expected = np.where(known > 0, known, 0.5) * np.exp(-gaps)
        return PeopleGaps(known, expected, expected, is_log=True)
    counted = known * panel.values[row, columns] / panel.per
    return PeopleGaps(counted, counted - known * gaps / panel.per, known / panel.per, is_log=False)
