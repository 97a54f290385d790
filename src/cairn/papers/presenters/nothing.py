"""What doing nothing may cost, as a table: each assumption with where it comes from, and what follows from them."""

from collections.abc import Iterator, Mapping
from typing import Any

from cairn.common.documents import Paragraph, Table
from cairn.papers.analysis import RATE, CostOfNothing, work_out

NOT_WORKED_OUT = "Not calculated: the number of children and the cost have not been entered."
GREEN_BOOK = "HM Treasury, The Green Book (2022), annex 6"
COLUMNS = ("", "Low", "Likely", "High", "Source")


def make_nothing(assumptions: Mapping[str, Any]) -> Iterator[Any]:
    found = work_out(assumptions)
    if found is None:
        yield Paragraph((NOT_WORKED_OUT,))
        return
    yield Table(
        caption="If nothing changes: the assumptions entered, and the resulting cost",
        columns=("What", *COLUMNS[1:]),
        rows=(*_make_assumptions(found, assumptions), *_make_results(found)),
        widths=(8, 4, 4, 4, 10),
    )
    yield Paragraph(
        ("Low uses the lowest value of every number, high uses the highest. We do not say how likely either is.",)
    )


def _make_assumptions(found: CostOfNothing, assumptions: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for name, title, stated, show in (
        ("children", "Children in the first year", found.children, _number),
        ("cost", "Cost of each a year", found.cost, _money),
        ("growth", "Growth a year", found.growth, _per_cent),
    ):
        yield title, show(stated.low), show(stated.likely), show(stated.high), assumptions[name]["source"]
    years = str(found.years)
    yield "Years", years, years, years, assumptions["years"]["source"]
    rate = f"{100 * RATE:.1f}%"
    yield "Discount a year", rate, rate, rate, GREEN_BOOK


def _make_results(found: CostOfNothing) -> Iterator[tuple[str, ...]]:
    from_above = "Calculated from the lines above"
    for title, stated, show in (
        (f"Children in year {found.years}", found.last_children, _number),
        ("Cost of the first year", found.first_year, _money),
        (f"Cost of {found.years} years, at today’s value", found.total, _money),
    ):
        yield title, show(stated.low), show(stated.likely), show(stated.high), from_above


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:,.1f}"


def _money(value: float) -> str:
    if value >= 1_000_000:
        return f"£{value / 1_000_000:,.2f} million"
    return f"£{value:,.0f}"


def _per_cent(value: float) -> str:
    return f"{value:g}%".replace("-", "−")
