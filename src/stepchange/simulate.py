"""A seeded nation with the features of the real one and planted changes, to see how well a method does.

Calibrated to published English panels (engine.md, section 4): levels spread by about 27 %, one factor that
all places share, residuals with first-order correlation .5, and counting noise that is larger in small places.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from stepchange.errors import PanelError
from stepchange.options import check_choice, check_number, check_whole, check_year
from stepchange.panel import Array, Panel

LEVEL_SD = 0.27
FACTOR_SHARE = 0.25
SERIAL_CORRELATION = 0.5
UNITS = tuple(f"U{number:03d}" for number in range(1, 151))


class Planted(StrEnum):
    """What was planted in a place."""

    NOTHING = "nothing"
    STEP = "step"
    RAMP = "ramp"
    RECORDING = "recording"  # the way of counting changed before the start: nothing changed for children


@dataclass(frozen=True)
class Truth:
    """What was planted in one place.

    Attributes
    ----------
    kind : Planted
    first_year : int
        The first year that shows it (a recording change: the year in which counting changed).
    change : float
        Proportion by which the rate changes (-0.25 is 25 % fewer); a ramp reaches it in `ramp_years`.
    """

    kind: Planted
    first_year: int
    change: float
    ramp_years: int = 4

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", check_choice("kind", self.kind, Planted))
        check_year("first_year", self.first_year)
        check_number("change", self.change, above=-1)
        check_whole("ramp_years", self.ramp_years, least=1)

    def path(self, periods: Sequence[int]) -> Array:
        """Effect on the log rate in each period: shape (T,)."""
        years = np.asarray(periods) - self.first_year + 1
        size = np.log1p(self.change)
        if self.kind is Planted.NOTHING:
            return np.zeros(len(periods))
        if self.kind is Planted.RAMP:
            return np.asarray(size * np.clip(years / self.ramp_years, 0, 1))
        return np.where(years >= 1, size, 0.0)


@dataclass(frozen=True, eq=False)
class Nation:
    """A simulated panel and what is true in it.

    Attributes
    ----------
    panel : Panel
    truth : mapping of str to Truth
        Only the places in which something was planted.
    """

    panel: Panel
    truth: Mapping[str, Truth] = field(default_factory=dict)


def simulate_nation(
    *,
    seed: int,
    units: Sequence[str] = UNITS,
    periods: Sequence[int] = tuple(range(2013, 2026)),
    mean_rate: float = 65.0,
    per: float = 10_000.0,
    residual_sd: float = 0.08,
    trend: float = 0.01,
    denominators: Array | None = None,
    truth: Mapping[str, Truth] | None = None,
    missing: float = 0.0,
) -> Nation:
    """Simulate counts and rates of one measure in every place.

    Parameters
    ----------
    seed : int
        The same seed gives the same nation.
    units, periods : sequences
        N labels and T years.
    mean_rate, per : float
        Typical rate, per so many people.
    residual_sd : float
        Standard deviation of log rates after place and year are taken out, without counting noise.
    trend : float
        Yearly growth of the log rate everywhere.
    denominators : array, shape (N, T), optional
        People at risk; drawn from a lognormal distribution of sizes by default.
    truth : mapping of str to Truth, optional
        What to plant, by unit.
    missing : float
        Share of cells without a figure.
    """
    rng = np.random.default_rng(check_whole("seed", seed))
    for name, size in (("residual_sd", residual_sd), ("missing", missing)):
        check_number(name, size, least=0)
    for name, size in (("mean_rate", mean_rate), ("per", per)):
        check_number(name, size, above=0)
    n, t = len(units), len(periods)
    truth = dict(truth or {})
    if unknown := set(truth) - set(units):
        raise PanelError(f"Something was planted in places that are not in the nation: {sorted(unknown)}.")
    if denominators is None:
        denominators = simulate_population(rng, n, t)
    factor_sd = residual_sd * np.sqrt(FACTOR_SHARE)
    factor = np.cumsum(rng.normal(0, factor_sd / np.sqrt(t), t))
    loadings = rng.normal(1, 0.5, n)
    residuals = _serially_correlated(rng, n, t, residual_sd * np.sqrt(1 - FACTOR_SHARE))
    log_rate = (
        np.log(mean_rate)
        + rng.normal(0, LEVEL_SD, n)[:, None]
        + trend * np.arange(t)
        + loadings[:, None] * factor
        + residuals
        + np.array([truth[unit].path(periods) if unit in truth else np.zeros(t) for unit in units])
    )
    expected = np.minimum(np.exp(log_rate) / per, 0.95) * denominators
    counts = rng.poisson(expected).astype(np.float64)
    counts = np.minimum(counts, denominators)
    counts[rng.random((n, t)) < missing] = np.nan
    panel = Panel(
        units=tuple(units),
        periods=tuple(periods),
        values=per * counts / denominators,
        scale="log",
        counts=counts,
        denominators=denominators,
        per=per,
    )
    return Nation(panel, truth)


def simulate_population(rng: np.random.Generator, n: int, t: int) -> Array:
    """Children in N places over T years: lognormal sizes, slow drift; whole numbers."""
    size = np.exp(rng.normal(np.log(60_000), 0.6, n))
    drift = np.cumsum(rng.normal(0.002, 0.006, (n, t)), axis=1)
    return np.asarray(np.round(np.clip(size, 8_000, 320_000)[:, None] * np.exp(drift)))


def _serially_correlated(rng: np.random.Generator, n: int, t: int, sd: float) -> Array:
    shocks = rng.normal(0, sd * np.sqrt(1 - SERIAL_CORRELATION**2), (n, t))
    series = np.empty((n, t))
    series[:, 0] = rng.normal(0, sd, n)
    for year in range(1, t):
        series[:, year] = SERIAL_CORRELATION * series[:, year - 1] + shocks[:, year]
    return series
