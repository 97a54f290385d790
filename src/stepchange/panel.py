"""The panel: one outcome, many places, many years, with the counts behind it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from stepchange.errors import PanelError
from stepchange.options import check_choice, check_number, check_whole, find_name, fold, suggest_near

Array = NDArray[np.float64]
Scale = Literal["log", "points"]


@dataclass(frozen=True, eq=False)
class Panel:
    """One outcome in N units over T periods, on the scale on which readers know it.

    Parameters
    ----------
    units : tuple of str
        N labels, unique.
    periods : tuple of int
        T labels, increasing; a year that was not collected may be absent.
    values : array, shape (N, T)
        The outcome: rates, counts or percentages. NaN where there is no usable figure.
    scale : "log" or "points"
        "log" for rates, costs and caseloads (a change is a proportion); "points" for percentages.
    counts : array, shape (N, T), optional
        Events or people counted, for the sampling error and for zeros.
    denominators : array, shape (N, T), optional
        What the counts were divided by.
    lowest, highest : arrays, shape (N, T), optional
        Least and most that a hidden count can be; NaN where a count is known, or nothing is known of it.
    per : float
        `values = per * counts / denominators` (10,000 for a rate, 100 for a percentage).
        Ignored without denominators.

    Raises
    ------
    PanelError
        When shapes, labels or signs do not fit together.
    """

    units: tuple[str, ...]
    periods: tuple[int, ...]
    values: Array
    scale: Scale = "log"
    counts: Array | None = None
    denominators: Array | None = None
    per: float = 10_000.0
    lowest: Array | None = None
    highest: Array | None = None

    def __post_init__(self) -> None:
        shape = (len(self.units), len(self.periods))
        if len(set(self.units)) != len(self.units):
            raise PanelError("Two units have the same label; each place can be in a panel only once.")
        self._check_labels()
        if any(b <= a for a, b in zip(self.periods, self.periods[1:], strict=False)):
            raise PanelError(f"Periods must increase without repeats; given were {list(self.periods)}.")
        check_choice("scale", self.scale, Scale)
        check_number("per", self.per, above=0)
        for name in ("values", "counts", "denominators", "lowest", "highest"):
            given = getattr(self, name)
            if given is None:
                continue
            array = np.array(given, dtype=np.float64)  # a copy: nobody else can change a panel
            if array.shape != shape:
                raise PanelError(f"`{name}` has shape {array.shape}; {shape} was expected (units x periods).")
            if np.isinf(array).any():
                raise PanelError(f"`{name}` holds an infinite number; use NaN where there is no figure.")
            if (self.scale == "log" or name != "values") and (array < 0).any():
                raise PanelError(f"`{name}` holds a negative number; rates and counts cannot be below 0.")
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        self._check_per()
        self._check_fractions()
        if (self.lowest is None) != (self.highest is None):
            raise PanelError("Give the least and the most of hidden counts together, or neither.")
        if self.lowest is not None and self.highest is not None and (self.lowest > self.highest).any():
            raise PanelError("A hidden count has a least that is above its most.")

    def _check_labels(self) -> None:
        for unit in self.units:
            if not isinstance(unit, str) or not unit.strip():
                raise PanelError(f"{unit!r} is not a name of a unit; give text that is not empty.")
        folded: dict[str, str] = {}
        for unit in self.units:
            if (other := folded.setdefault(fold(unit), unit)) != unit:
                raise PanelError(f"{other!r} and {unit!r} look like one place; write it in one way.")
        for period in self.periods:
            check_whole("periods", period)

    def _check_fractions(self) -> None:
        """0.22 for 22 per cent: counts would show it, so it is guessed only without them."""
        if self.scale == "log" or (self.counts is not None and self.denominators is not None):
            return
        known = self.values[np.isfinite(self.values)]
        if len(known) and np.abs(known).max() <= 1 and (known != np.round(known)).any():
            raise PanelError(
                f"The values lie between {known.min():.3g} and {known.max():.3g}, so they look like fractions; the "
                "scale 'points' is for percentages. Multiply them by 100. If all are really below 1 per cent, give "
                "counts and denominators as well."
            )

    def _check_per(self) -> None:
        """Values may be rounded or rest on another population, but not be of another order of size."""
        if self.counts is None or self.denominators is None:
            return
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios = self.values * self.denominators / (self.per * self.counts)
        ratios = ratios[np.isfinite(ratios)]
        if len(ratios) and not 0.5 <= np.median(ratios) <= 2.0:
            raise PanelError(
                f"Values are about {np.median(ratios):.3g} times per x counts / denominators with per = {self.per:,g}; "
                "give `per` as the values have it (10,000 for a rate, 100 for a percentage)."
            )

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.units), len(self.periods)

    def find(self, unit: str) -> str:
        """The label of a unit, written as the panel has it; raises PanelError when it is not in the panel.

        Case, spaces and Unicode form do not matter.
        """
        found = find_name(unit, self.units)
        if found is None:
            raise PanelError(
                f"{unit!r} is not in the panel of {len(self.units)} units.{suggest_near(unit, self.units)}"
            )
        return found

    def index(self, unit: str) -> int:
        """Row of a unit; raises PanelError when it is not in the panel."""
        return self.units.index(self.find(unit))
