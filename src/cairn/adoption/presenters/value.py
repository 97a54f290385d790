"""What a service may cost and save, in words, a table and a chart; and what a model's own costs say to begin with."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cairn.adoption.analysis.value import RATE, YEARS_OF_RATE, Appraisal, Basis, Kind, Line, Stated
from cairn.common.charts import DotChart, DrawnChart, Row, Words, draw_both
from cairn.common.tables import Column
from cairn.library.models import Cost, CostUnit
from cairn.library.presenters.claims import cite
from cairn.library.presenters.rows import describe_price

ALL = "All together"
NAMES = {"share_helped": "How many it helps", "deadweight": "How many would have improved anyway"}
BASES = {
    Basis.SCHEME: "the whole service",
    Basis.PERSON_REACHED: "each child reached",
    Basis.PERSON_HELPED: "each child it helps",
}
# What an amount of the library is for; a price a week or a worker says nothing about the whole service.
BASIS_OF_UNIT = {
    CostUnit.IN_ALL: Basis.SCHEME,
    CostUnit.YEAR: Basis.SCHEME,
    CostUnit.CHILD: Basis.PERSON_REACHED,
    CostUnit.FAMILY: Basis.PERSON_REACHED,
}
LIMITS = ((10**9, "billion"), (10**6, "million"))


def show_pounds(amount: float) -> str:
    """As people say it, with no more figures than anybody could stand by: "£2.1 million", "−£84,000"."""
    size = abs(amount)
    sign = "−" if amount < 0 else ""
    for limit, word in LIMITS:
        if size >= limit * 0.9995:
            shown = size / limit
            return f"{sign}£{shown:,.0f} {word}" if shown >= 999.5 else f"{sign}£{shown:.3g} {word}"
    if size >= 1000:
        digits = 10 ** max(len(str(int(size))) - 3, 0)
        return f"{sign}£{round(size / digits) * digits:,.0f}"
    return f"{sign if round(size) else ''}£{size:,.0f}"


@dataclass(frozen=True)
class ValueView:
    """The answer, and what it rests on."""

    found: Appraisal

    @property
    def sentence(self) -> str:
        value, years = self.found.value, max(line.last_year for line in self.found.lines) + 1
        gain = value.net.expected >= 0
        size = show_pounds(abs(value.net.expected))
        over = "in one year" if years == 1 else f"over {years} years"
        return (
            f"On the numbers you stated, it costs {show_pounds(value.cost.expected)} and brings "
            f"{show_pounds(value.benefit.expected)} {over}, a {'gain' if gain else 'loss'} of {size}. "
            f"{self.break_even} "
        ).strip()

    @property
    def break_even(self) -> str:
        """From which number of children on; at what was stated as likely, and at both ends."""
        people = self.found.value.break_even_people
        plan = f"You plan to reach {self.found.assumptions.people_reached:,.0f}."
        if people is None:
            return "At no number of children do the benefits exceed the costs."
        if people == 0:
            return f"The benefits exceed the costs at any number of children. {plan}"
        return f"It breaks even from {_round_up(people)} on. {plan}"

    @property
    def break_even_range(self) -> str:
        ends = [_describe_end(one.break_even_people) for one in (self.found.best, self.found.worst)]
        return (
            f"With every number at its favourable end, {ends[0]}. With every number at its unfavourable end, {ends[1]}."
        )

    @property
    def range_sentence(self) -> str:
        value = self.found.value
        low, high = show_pounds(value.net.low), show_pounds(value.net.high)
        if value.net.low == value.net.high:
            return "You gave one number for each amount, so no range can be shown."
        return (
            f"90% of the combinations of your numbers give a result from {low} to {high}. "
            f"{value.chance_of_gain:.0%} of them give a gain."
        )

    @property
    def payback(self) -> str:
        year = self.found.value.payback_year
        if year is None:
            return "Within the years stated, it does not pay back."
        return "It pays back in the first year." if year == 0 else f"It pays back in year {year}, counted from year 0."

    @property
    def columns(self) -> list[Any]:
        return ["Who", *(Column(one, numeric=True) for one in ("Pays", "Gains", "Result", "Range", "Of which cash"))]

    @property
    def rows(self) -> list[list[str]]:
        """Who pays and who gains; all together last. Nobody's cash is added up with somebody else's."""
        value = self.found.value
        rows = [
            [
                party.party,
                show_pounds(party.cost.expected),
                show_pounds(party.benefit.expected),
                show_pounds(party.net.expected),
                _describe_range(party.net),
                show_pounds(party.cash.expected),
            ]
            for party in value.parties
        ]
        total = [show_pounds(one.expected) for one in (value.cost, value.benefit, value.net)]
        return [*rows, [ALL, *total, _describe_range(value.net), "Not added up"]]

    @property
    def losers(self) -> str:
        """Where one pays and another gains, that is what stops things."""
        pays = [one.party for one in self.found.value.parties if one.net.expected < 0]
        gains = [one.party for one in self.found.value.parties if one.net.expected > 0]
        if not (pays and gains):
            return ""
        return (
            f"Those who pay and those who gain differ. Pays more than it gains: {', '.join(pays)}. "
            f"Gains more than it pays: {', '.join(gains)}."
        )

    @property
    def chart(self) -> DrawnChart:
        value = self.found.value
        rows = [(party.party, party.net) for party in value.parties] + [(ALL, value.net)]
        said = (f"{name}: {show_pounds(net.expected)}, {_describe_range(net)}." for name, net in rows)
        words = Words(
            "Result for each party",
            f"Dot chart. {' '.join(said)}",
            "Benefits less costs, pounds at present value",
        )
        return draw_both(
            DotChart(
                words,
                ("Low end (5%)", "Expected", "High end (95%)"),
                tuple(Row(name, ((0, net.low), (1, net.expected), (2, net.high))) for name, net in rows),
            )
        )

    @property
    def effects(self) -> list[list[str]]:
        """What moves the result most, when it alone is at its ends."""
        return [
            [NAMES.get(one.name, one.name), show_pounds(one.at_low), show_pounds(one.at_high)]
            for one in self.found.value.by_line
        ]

    @property
    def stated(self) -> list[str]:
        """Everything that was assumed, in words."""
        given = self.found.assumptions
        return [
            f"{given.people_reached:,.0f} children are reached.",
            f"It helps {_describe_share(given.share_helped)} of them.",
            f"{_capital(_describe_share(given.deadweight))} of those would have improved anyway.",
            f"For optimism, costs are raised by {given.optimism_costs:.0%} "
            f"and benefits lowered by {given.optimism_benefits:.0%}.",
            *map(_describe_line, self.found.lines),
            f"Later years count for less: {RATE:.1%} a year up to year {YEARS_OF_RATE}, following the Treasury’s "
            "Green Book. Year 0 is not discounted.",
            "All amounts are at the prices of one year.",
            "Each number is drawn at random between its ends, most often near the likely one, and apart from the "
            "others. Where numbers move together, the true range is wider.",
        ]


def _round_up(people: float) -> str:
    number = int(-(-people // 1))
    return "1 child" if number == 1 else f"{number:,} children"


def _describe_end(people: float | None) -> str:
    if people is None:
        return "it never breaks even"
    return "it breaks even at any number of children" if people == 0 else f"it breaks even from {_round_up(people)} on"


def _describe_range(money: Any) -> str:
    low, high = show_pounds(money.low), show_pounds(money.high)
    return low if low == high else f"{low} to {high}"


def _describe_share(stated: Stated) -> str:
    likely = f"{stated.likely:.0%}"
    return likely if stated.low == stated.high else f"{likely} ({stated.low:.0%} to {stated.high:.0%})"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _describe_line(line: Line) -> str:
    amount = show_pounds(line.amount.likely)
    if line.amount.low != line.amount.high:
        amount += f" ({show_pounds(line.amount.low)} to {show_pounds(line.amount.high)})"
    when = (
        f"in year {line.first_year}"
        if line.first_year == line.last_year
        else f"in years {line.first_year} to {line.last_year}"
    )
    verb = "pays" if line.kind is Kind.COST else "gains"
    cash = "" if line.is_cashable else " No budget changes by it."
    return f"{line.name}: {_lower(line.party)} {verb} {amount} for {BASES[line.basis]}, {when}.{cash}"


def make_first_lines(costs: Iterable[Cost]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """What a form begins with from the costs of a model, and each of them in words with its source.

    Amounts a week or for each worker are shown and not filled in: nobody can say how many there will be.
    """
    first: dict[str, Any] = {}
    shown = []
    number = 0
    for cost in costs:
        shown.append((describe_price(cost), cite(cost.source) if cost.source else "its team"))
        basis = BASIS_OF_UNIT.get(CostUnit(cost.unit))
        if basis is not None:
            number += 1
            first |= {
                f"name{number}": cost.covers[:60],
                f"kind{number}": Kind.COST.value,
                f"basis{number}": basis.value,
                f"likely{number}": f"{float(cost.amount):,.10g}",
                f"first{number}": 0,
                f"last{number}": 0,
            }
    return first, shown
