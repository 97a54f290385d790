"""What a programme costs and brings, on parameters that somebody has stated: who pays, who gains, from which scale on.

Discounting follows HM Treasury's Green Book (2022, annex 6). Costs are raised and benefits lowered for optimism, and
benefits by what would have happened anyway (deadweight); both must be given, because no figure for children's social
care is known. Uncertain amounts are triangular (low, likely, high) and drawn at random; that range is of what was
stated, not of what is true.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from stepchange.errors import OptionError, PanelError
from stepchange.options import check_choice, check_whole
from stepchange.panel import Array

# Rate of each year by the last year in which it holds (Green Book 2022, table 8); the first year is not discounted.
GREEN_BOOK: tuple[tuple[int, float], ...] = ((30, 0.035), (75, 0.030), (125, 0.025))
DRAWS = 10_000
RANGE = (0.05, 0.95)
MOST_YEARS = 125


class Kind(StrEnum):
    COST = "cost"
    BENEFIT = "benefit"


class Basis(StrEnum):
    """What an amount is for: the whole scheme, each person reached, or each person for whom it works."""

    SCHEME = "scheme"
    PERSON_REACHED = "person_reached"
    PERSON_HELPED = "person_helped"


@dataclass(frozen=True)
class Stated:
    """A number somebody stated: the least and most it could be, and what is likeliest.

    Examples
    --------
    >>> Stated(2, 3, 7).mean
    4.0
    """

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        if not (np.isfinite([self.low, self.likely, self.high]).all() and self.low <= self.likely <= self.high):
            raise PanelError(
                f"Give low, likely and high in this order; given were {self.low}, {self.likely}, {self.high}."
            )

    @property
    def mean(self) -> float:
        return (self.low + self.likely + self.high) / 3

    def draw(self, rng: np.random.Generator, draws: int) -> Array:
        if self.low == self.high:
            return np.full(draws, self.low)
        return rng.triangular(self.low, self.likely, self.high, draws)


@dataclass(frozen=True)
class Line:
    """Money that somebody pays or gains, in each year from `first_year` to `last_year` (0 is the year of the start).

    `is_cashable`: whether budgets really fall or rise by it; time freed for other work is worth something, but no cash.
    """

    name: str
    party: str
    kind: Kind
    basis: Basis
    amount: Stated
    first_year: int = 0
    last_year: int = 0
    is_cashable: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", check_choice("kind", self.kind, Kind))
        object.__setattr__(self, "basis", check_choice("basis", self.basis, Basis))
        if not isinstance(self.is_cashable, bool):
            raise OptionError(f"`is_cashable` is {self.is_cashable!r}; give True or False.")
        if self.amount.low < 0:
            raise PanelError(f"{self.name}: amounts are 0 or more; say by its kind whether it is a cost or a benefit.")
        if not 0 <= self.first_year <= self.last_year <= MOST_YEARS:
            raise PanelError(
                f"{self.name}: years run from 0 to {MOST_YEARS} and the first comes first; "
                f"given were {self.first_year} and {self.last_year}."
            )


@dataclass(frozen=True)
class Assumptions:
    """What must be stated besides the money; nothing has a default.

    Parameters
    ----------
    people_reached : float
        People the programme works with.
    share_helped : Stated
        For which share of them the outcome is better than it was before, 0 to 1.
    deadweight : Stated
        Share of these better outcomes that would have come anyway, 0 to 1. 0 where `share_helped` is already a
        difference from people without the programme.
    optimism_costs, optimism_benefits : float
        By which share costs are raised, and benefits lowered.
    """

    people_reached: float
    share_helped: Stated
    deadweight: Stated
    optimism_costs: float
    optimism_benefits: float

    def __post_init__(self) -> None:
        if not self.people_reached > 0:
            raise PanelError(f"Say how many people are reached, above 0; given was {self.people_reached!r}.")
        for name in ("share_helped", "deadweight"):
            stated = getattr(self, name)
            if not (stated.low >= 0 and stated.high <= 1):
                raise PanelError(f"{name} is a share from 0 to 1; given were {stated.low} to {stated.high}.")
        if self.optimism_costs < 0 or not 0 <= self.optimism_benefits <= 1:
            raise PanelError("Optimism raises costs by a share of 0 or more and lowers benefits by a share of 0 to 1.")


@dataclass(frozen=True)
class Money:
    """A present value: at the means of what was stated, and where 90 % of draws lie."""

    expected: float
    low: float
    high: float


@dataclass(frozen=True)
class PartyBalance:
    """What one party pays and gains; `cash` counts cashable lines only."""

    party: str
    cost: Money
    benefit: Money
    net: Money
    cash: Money


@dataclass(frozen=True)
class LineEffect:
    """The net present value with one line (or assumption) at its low and at its high end, all else at its mean."""

    name: str
    at_low: float
    at_high: float


@dataclass(frozen=True)
class Value:
    """The answer; all money is present value, of the price year in which amounts were stated.

    Attributes
    ----------
    cost, benefit, net : Money
        Over all parties.
    ratio : float or None
        Benefit over cost at the means; None without costs.
    chance_of_gain : float
        Share of draws in which benefits exceed costs.
    parties : tuple of PartyBalance
    payback_year : int or None
        First year by which benefits so far exceed costs so far, at the means; None if never.
    break_even_people : float or None
        From how many people on benefits exceed costs, with the scheme's own costs and benefits as they are; 0 where
        any number does, None where none does.
    break_even_share : float or None
        The share helped at which they meet; None where that is above 1 or below 0.
    by_line : tuple of LineEffect
        Widest first.
    """

    cost: Money
    benefit: Money
    net: Money
    ratio: float | None
    chance_of_gain: float
    parties: tuple[PartyBalance, ...]
    payback_year: int | None
    break_even_people: float | None
    break_even_share: float | None
    by_line: tuple[LineEffect, ...]


def discount_factors(years: int, rates: Sequence[tuple[int, float]] = GREEN_BOOK) -> Array:
    """What 1 in each year is worth in year 0: shape (years + 1,).

    Examples
    --------
    >>> discount_factors(2).round(4).tolist()
    [1.0, 0.9662, 0.9335]
    """
    if not 0 <= years <= rates[-1][0]:
        raise PanelError(f"Rates are stated up to year {rates[-1][0]}; given was {years}.")
    steps = [next(rate for last, rate in rates if year <= last) for year in range(1, years + 1)]
    return np.concatenate([[1.0], 1.0 / np.cumprod(1.0 + np.array(steps))]) if steps else np.ones(1)


def appraise(
    lines: Sequence[Line],
    assumptions: Assumptions,
    *,
    rates: Sequence[tuple[int, float]] = GREEN_BOOK,
    draws: int = DRAWS,
    seed: int = 1,
) -> Value:
    """Present value of a programme for all parties and each of them.

    Parameters
    ----------
    lines : sequence of Line
    assumptions : Assumptions
    rates : sequence of (last year, rate)
        The Green Book's by default; the lower health rates or those of another country may be given.
    draws, seed : int

    Raises
    ------
    PanelError
        When there is no line or two have the same name.

    Examples
    --------
    >>> lines = [Line("Team", "Council", Kind.COST, Basis.SCHEME, Stated(90, 100, 110)),
    ...          Line("Care avoided", "Council", Kind.BENEFIT, Basis.PERSON_HELPED, Stated(30, 40, 50), 1, 1)]
    >>> stated = Assumptions(20, Stated(.2, .25, .3), Stated(0, 0, 0), optimism_costs=0, optimism_benefits=0)
    >>> found = appraise(lines, stated)
    >>> round(found.net.expected, 2), round(found.break_even_people, 1)
    (93.24, 10.3)
    """
    check_whole("draws", draws, least=1)
    check_whole("seed", seed)
    if not lines:
        raise PanelError("Give at least one line of cost or benefit.")
    if len({line.name for line in lines}) != len(lines):
        raise PanelError("Two lines have the same name; give each its own.")
    factors = discount_factors(max(line.last_year for line in lines), rates)
    rng = np.random.default_rng(seed)
    share = assumptions.share_helped.draw(rng, draws)
    extra = 1.0 - assumptions.deadweight.draw(rng, draws)
    drawn = {line.name: line.amount.draw(rng, draws) for line in lines}
    at_means = _Setting(assumptions, factors)
    simulated = {
        line.name: drawn[line.name] * _units(line, assumptions.people_reached, share * extra) * at_means.worth(line)
        for line in lines
    }
    expected = {line.name: at_means.present(line) for line in lines}
    parties = tuple(dict.fromkeys(line.party for line in lines))
    cost, benefit = (_sum(lines, expected, simulated, kind=kind) for kind in (Kind.COST, Kind.BENEFIT))
    net = _net(lines, expected, simulated)
    total = _signed_total(lines, simulated)
    return Value(
        cost=cost,
        benefit=benefit,
        net=net,
        ratio=benefit.expected / cost.expected if cost.expected else None,
        chance_of_gain=float((total > 0).mean()),
        parties=tuple(_balance(party, lines, expected, simulated) for party in parties),
        payback_year=_payback(lines, at_means),
        break_even_people=_break_even_people(lines, expected, assumptions.people_reached),
        break_even_share=_break_even_share(lines, expected, assumptions.share_helped.mean),
        by_line=_by_line(lines, assumptions, factors),
    )


@dataclass(frozen=True)
class _Setting:
    """Assumptions at their means, or with one of them moved."""

    assumptions: Assumptions
    factors: Array

    def worth(self, line: Line) -> float:
        """Present value of 1 in each year of a line, with optimism taken into account."""
        given = self.assumptions
        optimism = 1 + given.optimism_costs if line.kind is Kind.COST else 1 - given.optimism_benefits
        return float(self.factors[line.first_year : line.last_year + 1].sum() * optimism)

    def present(self, line: Line, amount: float | None = None) -> float:
        given = self.assumptions
        helped = given.share_helped.mean * (1 - given.deadweight.mean)
        size = line.amount.mean if amount is None else amount
        return float(size * _units(line, given.people_reached, np.array([helped]))[0] * self.worth(line))

    def net(self, lines: Sequence[Line]) -> float:
        return sum(self.present(line) * _sign(line) for line in lines)


def _units(line: Line, people: float, helped: Array) -> Array:
    if line.basis is Basis.SCHEME:
        return np.ones_like(helped)
    return np.full_like(helped, people) if line.basis is Basis.PERSON_REACHED else people * helped


def _sign(line: Line) -> int:
    return -1 if line.kind is Kind.COST else 1


def _signed_total(lines: Sequence[Line], simulated: dict[str, Array]) -> Array:
    return np.asarray(sum((_sign(line) * simulated[line.name] for line in lines), np.zeros(1)))


def _net(lines: Sequence[Line], expected: dict[str, float], simulated: dict[str, Array]) -> Money:
    return _money(sum(_sign(line) * expected[line.name] for line in lines), _signed_total(lines, simulated))


def _balance(
    party: str, lines: Sequence[Line], expected: dict[str, float], simulated: dict[str, Array]
) -> PartyBalance:
    own = [line for line in lines if line.party == party]
    return PartyBalance(
        party=party,
        cost=_sum(own, expected, simulated, kind=Kind.COST),
        benefit=_sum(own, expected, simulated, kind=Kind.BENEFIT),
        net=_net(own, expected, simulated),
        cash=_net([line for line in own if line.is_cashable], expected, simulated),
    )


def _sum(lines: Sequence[Line], expected: dict[str, float], simulated: dict[str, Array], *, kind: Kind) -> Money:
    chosen = [line for line in lines if line.kind is kind]
    total = np.asarray(sum((simulated[line.name] for line in chosen), np.zeros(1)))
    return _money(sum(expected[line.name] for line in chosen), total)


def _money(expected: float, drawn: Array) -> Money:
    low, high = np.quantile(drawn, RANGE)
    return Money(float(expected), float(low), float(high))


def _payback(lines: Sequence[Line], setting: _Setting) -> int | None:
    balance = 0.0
    first_positive: int | None = None
    for year in range(len(setting.factors)):
        for line in lines:
            if line.first_year <= year <= line.last_year:
                whole = setting.factors[line.first_year : line.last_year + 1].sum()
                balance += _sign(line) * setting.present(line) * float(setting.factors[year] / whole)
        if balance < 0:
            first_positive = None  # what was paid back must stay so
        elif first_positive is None:
            first_positive = year
    return first_positive


def _break_even_people(lines: Sequence[Line], expected: dict[str, float], people: float) -> float | None:
    fixed = sum(_sign(line) * expected[line.name] for line in lines if line.basis is Basis.SCHEME)
    each = sum(_sign(line) * expected[line.name] for line in lines if line.basis is not Basis.SCHEME) / people
    if fixed >= 0:
        return 0.0 if each >= 0 else None
    return -fixed / each if each > 0 else None


def _break_even_share(lines: Sequence[Line], expected: dict[str, float], share: float) -> float | None:
    other = sum(_sign(line) * expected[line.name] for line in lines if line.basis is not Basis.PERSON_HELPED)
    helped = sum(_sign(line) * expected[line.name] for line in lines if line.basis is Basis.PERSON_HELPED)
    if not share or not helped:
        return None
    needed = -other / helped * share
    return needed if 0 <= needed <= 1 else None


def _by_line(lines: Sequence[Line], assumptions: Assumptions, factors: Array) -> tuple[LineEffect, ...]:
    """Each uncertain thing moved by itself."""
    setting = _Setting(assumptions, factors)
    net = setting.net(lines)
    effects = []
    for line in lines:
        if line.amount.low < line.amount.high:
            without = net - _sign(line) * setting.present(line)
            moved = [without + _sign(line) * setting.present(line, end) for end in (line.amount.low, line.amount.high)]
            effects.append(LineEffect(line.name, *moved))
    share, deadweight = assumptions.share_helped, assumptions.deadweight
    for name, stated in (("share_helped", share), ("deadweight", deadweight)):
        if stated.low < stated.high:
            nets = []
            for end in (stated.low, stated.high):
                fixed = Stated(end, end, end)
                changed = (
                    replace(assumptions, share_helped=fixed)
                    if name == "share_helped"
                    else replace(assumptions, deadweight=fixed)
                )
                nets.append(_Setting(changed, factors).net(lines))
            effects.append(LineEffect(name, *nets))
    return tuple(sorted(effects, key=lambda one: -abs(one.at_high - one.at_low)))
