"""What several places could find together that one could not, before any of them has begun (A1.9, A1.10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from stepchange.errors import PanelError
from stepchange.one_place.design import Question, relative_change
from stepchange.one_place.power import draw_planned_sample, fit_donors
from stepchange.options import check_whole
from stepchange.panel import Panel
from stepchange.several_places.pool import DRAWS, MINIMUM_SITES, choose_sites, detectable_mean


@dataclass(frozen=True)
class PooledPower:
    """What so many places could find together.

    Attributes
    ----------
    detectable : mapping of int to float
        By the number of places, the smallest mean change found four times in five, on the scale of the analysis.
    detectable_fall, detectable_rise : mapping of int to float
        The same for the reader: proportions (-0.2 is 20 % fewer), or points.
    before, after : tuple of int
        The years on which the answer rests.
    is_stand_in : bool
        Whether `after` stands in for years that have not happened.
    donors : int
        How many places the draws were taken from.
    """

    detectable: Mapping[int, float]
    detectable_fall: Mapping[int, float]
    detectable_rise: Mapping[int, float]
    before: tuple[int, ...]
    after: tuple[int, ...]
    is_stand_in: bool
    donors: int


def plan_power_by_sites(
    panel: Panel,
    question: Question,
    sites: Sequence[int],
    *,
    planned_years: int = 3,
    draws: int = DRAWS,
    seed: int = 1,
) -> PooledPower:
    """The smallest mean change that so many places like any others would show, each starting as the one asked about.

    Draws so many comparison places at random and takes the mean of their corrected gaps. Places that choose a model
    are more alike than those drawn at random, so the answer is a best case.

    Parameters
    ----------
    panel : Panel
    question : Question
        Of the place that plans to start; its figures after the start are not read.
    sites : sequence of int
        Numbers of places, each at least four and fewer than there are comparison places.
    planned_years : int
        How many years after the start to assume while there is none.
    draws, seed : int

    Raises
    ------
    PanelError
        When a number of places is too small or too large.
    NotEnoughDataError
        When the figures do not carry a plan, as for one place.

    Examples
    --------
    >>> from datetime import date
    >>> from stepchange import Question, plan_power_by_sites, simulate_nation
    >>> nation = simulate_nation(seed=4)
    >>> question = Question("U001", date(2026, 6, 1), "snapshot", direction=-1, smallest_change=10)
    >>> power = plan_power_by_sites(nation.panel, question, (4, 16))
    >>> power.detectable[16] < power.detectable[4]
    True
    """
    check_whole("draws", draws, least=1)
    check_whole("seed", seed)
    question = question.named_as_in(panel)
    sample, is_stand_in = draw_planned_sample(panel, question, planned_years)
    gaps = fit_donors(sample).mean_gaps
    detectable = {}
    for number in sites:
        if not MINIMUM_SITES <= check_whole("sites", number) < len(gaps):
            raise PanelError(
                f"Give numbers of places from {MINIMUM_SITES} to {len(gaps) - 1}, of {len(gaps)} that can be drawn; "
                f"given was {number}."
            )
        chosen = choose_sites(np.random.default_rng(seed), len(gaps), number, draws)
        detectable[number] = detectable_mean(gaps[chosen].mean(axis=1))
    return PooledPower(
        detectable=detectable,
        detectable_fall={number: relative_change(-size, panel.scale) for number, size in detectable.items()},
        detectable_rise={number: relative_change(size, panel.scale) for number, size in detectable.items()},
        before=sample.before,
        after=sample.after,
        is_stand_in=is_stand_in,
        donors=len(gaps),
    )
