"""What doing nothing may cost, worked out by the engine from what somebody stated. Nothing here has a default."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from stepchange.value import GREEN_BOOK, Stated, discount_factors

STATED = ("children", "cost", "growth")
RATE = GREEN_BOOK[0][1]  # holds for the first thirty years
MOST_YEARS = GREEN_BOOK[0][0]


@dataclass(frozen=True)
class CostOfNothing:
    """`total` is what all years cost together, discounted to the first year at the prices that were stated."""

    children: Stated
    cost: Stated
    growth: Stated  # per cent a year
    years: int
    first_year: Stated
    last_children: Stated
    total: Stated


def work_out(assumptions: Mapping[str, Any]) -> CostOfNothing | None:
    """None while nobody has stated how many, at what cost, for how long and how the number grows.

    Low is with everything at its least, high with everything at its most: no chance is put on either.
    """
    if not assumptions:
        return None
    children, cost, growth = (_read(assumptions[name]) for name in STATED)
    years = int(assumptions["years"]["number"])
    factors = discount_factors(years - 1)
    ends = [_Path(*given) for given in zip(_ends(children), _ends(cost), _ends(growth), strict=True)]
    return CostOfNothing(
        children=children,
        cost=cost,
        growth=growth,
        years=years,
        first_year=Stated(*(path.children * path.cost for path in ends)),
        last_children=Stated(*(path.count(years - 1) for path in ends)),
        total=Stated(
            *(sum(path.count(year) * path.cost * float(factors[year]) for year in range(years)) for path in ends)
        ),
    )


@dataclass(frozen=True)
class _Path:
    """One way in which it may go."""

    children: float
    cost: float
    growth: float

    def count(self, year: int) -> float:
        return float(self.children * (1 + self.growth / 100) ** year)


def _sum(path: _Path, factors: Iterable[float]) -> float:
    return sum(path.count(year) * path.cost * float(factor) for year, factor in enumerate(factors))


def _read(given: Mapping[str, Any]) -> Stated:
    return Stated(float(given["low"]), float(given["likely"]), float(given["high"]))


def _ends(stated: Stated) -> tuple[float, float, float]:
    return stated.low, stated.likely, stated.high
