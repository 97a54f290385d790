"""Group-time effects of Callaway and Sant'Anna (2021, Journal of Econometrics 225(2)), without covariates.

The standard cross-check for places that start in different years: each group's change since its last year before
the start, less the same change of places not treated by then. It rests on one base year, so on short, noisy panels
it has about half the power of the pooled ridge gaps (engine.md 4.7); a second opinion, not the verdict.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from stepchange.errors import NotEnoughDataError, PanelError
from stepchange.options import check_choice
from stepchange.panel import Array

Control = Literal["never", "not_yet"]


@dataclass(frozen=True, eq=False)
class Average:
    """An average of group-time effects, its standard error, and its influence function (shape (N,))."""

    effect: float
    standard_error: float
    influence: Array


@dataclass(frozen=True, eq=False)
class GroupTime:
    """Effects of each group in each year.

    Attributes
    ----------
    groups, years : tuple of int
        Of each of the K effects: first treated year of the group, and the year the effect is of.
    effects, standard_errors : array, shape (K,)
        Years before the start compare with the year before each (a test of parallel trends).
    influence : array, shape (N, K)
        Influence function of each effect.
    sizes : mapping of int to int
        Units in each group.
    """

    groups: tuple[int, ...]
    years: tuple[int, ...]
    effects: Array
    standard_errors: Array
    influence: Array
    first_treated: Array

    def effect(self, group: int, year: int) -> Average:
        """The effect of one group in one year."""
        number = list(zip(self.groups, self.years, strict=True)).index((group, year))
        return Average(float(self.effects[number]), float(self.standard_errors[number]), self.influence[:, number])

    @property
    def simple(self) -> Average:
        """All effects after a start, weighted by the size of the group."""
        return self._weigh([k for k, (g, t) in enumerate(self._pairs) if t >= g])

    def at_event_time(self, years_since: int) -> Average:
        """Effects that many years after the start (0 is the first year), weighted by the size of the group."""
        return self._weigh([k for k, (g, t) in enumerate(self._pairs) if t - g == years_since])

    @property
    def dynamic(self) -> Average:
        """The plain mean over event times from 0 on."""
        since = sorted({t - g for g, t in self._pairs if t >= g})
        return _mean([self.at_event_time(e) for e in since])

    def of_group(self, group: int) -> Average:
        """The plain mean of one group's effects after its start."""
        return _mean([self.effect(g, t) for g, t in self._pairs if g == group and t >= g])

    @property
    def grouped(self) -> Average:
        """The groups' means, weighted by size."""
        groups = sorted(set(self.groups))
        parts = [self.of_group(group) for group in groups]
        return self._combine(
            np.array(groups), np.array([p.effect for p in parts]), np.column_stack([p.influence for p in parts])
        )

    @property
    def _pairs(self) -> list[tuple[int, int]]:
        return list(zip(self.groups, self.years, strict=True))

    def _weigh(self, numbers: list[int]) -> Average:
        if not numbers:
            raise NotEnoughDataError("no_effects", "There is no group with an effect at that time.")
        return self._combine(np.array(self.groups)[numbers], self.effects[numbers], self.influence[:, numbers])

    def _combine(self, groups: Array, effects: Array, influence: Array) -> Average:
        """Weights are shares of the sample and so have an influence function of their own."""
        member = self.first_treated[:, None] == groups[None, :]
        share = member.mean(axis=0)
        weights = share / share.sum()
        of_weights = (member - share) / share.sum() - (member - share).sum(axis=1, keepdims=True) * share / (
            share.sum() ** 2
        )
        whole = influence @ weights + of_weights @ effects
        return Average(float(weights @ effects), _standard_error(whole), whole)


def estimate_group_time(
    outcomes: Array, periods: Sequence[int], first_treated: Sequence[float] | Array, *, control: Control = "never"
) -> GroupTime:
    """Effect of every group in every year.

    Parameters
    ----------
    outcomes : array, shape (N, T)
        Without gaps, on the scale of the analysis.
    periods : sequence of int
    first_treated : sequence of float, length N
        The first treated period of each unit; infinity (or 0) for those never treated.
    control : "never" or "not_yet"
        Compare with units never treated, or with those not treated by the year concerned.

    Raises
    ------
    PanelError, NotEnoughDataError
        When shapes do not fit, or there is nobody to compare with.
    """
    y, start = np.asarray(outcomes, dtype=np.float64), np.array(first_treated, dtype=np.float64)
    years = list(periods)
    if y.shape != (len(start), len(years)) or not np.isfinite(y).all():
        raise PanelError("Outcomes are a full array of units by periods, with one first treated period a unit.")
    check_choice("control", control, Control)
    start[start == 0] = np.inf
    # A unit treated from the first year on has no year before; one that starts after the last is not treated yet.
    start[start > years[-1]] = np.inf
    kept = start > years[0]
    groups = sorted({int(one) for one in start[kept & np.isfinite(start)]})
    rows: list[tuple[int, int, float, Array]] = []
    n = int(kept.sum())
    y, start = y[kept], start[kept]
    for group in groups:
        base_of_group = max(t for t, year in enumerate(years) if year < group)
        for t in range(1, len(years)):
            base = base_of_group if years[t] >= group else t - 1
            never = np.isinf(start)
            against = never if control == "never" else (start > max(years[t], years[base])) & (start != group)
            treated = start == group
            if not against.any():
                if control == "never":
                    raise NotEnoughDataError("no_control", "There is no unit that was never treated to compare with.")
                continue
            change = y[:, t] - y[:, base]
            influence = np.zeros(n)
            effect = change[treated].mean() - change[against].mean()
            influence[treated] += n / treated.sum() * (change[treated] - change[treated].mean())
            influence[against] -= n / against.sum() * (change[against] - change[against].mean())
            rows.append((group, years[t], float(effect), influence))
    if not rows:
        raise NotEnoughDataError("no_effects", "No unit starts within the years given and can be compared.")
    all_influence = np.column_stack([row[3] for row in rows])
    return GroupTime(
        groups=tuple(row[0] for row in rows),
        years=tuple(row[1] for row in rows),
        effects=np.array([row[2] for row in rows]),
        standard_errors=np.array([_standard_error(one) for one in all_influence.T]),
        influence=all_influence,
        first_treated=start,
    )


def _mean(parts: list[Average]) -> Average:
    influence = np.mean([part.influence for part in parts], axis=0)
    return Average(float(np.mean([part.effect for part in parts])), _standard_error(influence), influence)


def _standard_error(influence: Array) -> float:
    return float(np.sqrt((influence**2).mean() / len(influence)))
