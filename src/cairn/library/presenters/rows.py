"""A row that hangs on a record, in two lines: what it is, and what else is known of it."""

from collections.abc import Iterable
from typing import Any

from cairn.common.dates import show_date
from cairn.library.models import (
    Award,
    Component,
    Cost,
    CostUnit,
    Keep,
    Moved,
    ProjectMove,
    ProjectOutcome,
    Rating,
    Risk,
    RiskState,
    SystemPart,
)


def show_rows(rows: Iterable[Any]) -> list[tuple[int, str, str]]:
    """Number in the list, what it is, what else is known."""
    return [(number, *_show(row)) for number, row in enumerate(rows)]


def _show(row: Any) -> tuple[str, str]:
    match row:
        case Component():
            return row.what, _join(row.function, row.form, row.outcome, str(Keep(row.keep).label))
        case ProjectMove():
            return f"{Moved(row.move).label}, {show_date(row.moved_on)}", row.note
        case ProjectOutcome():
            return row.title, _join(
                row.definition, row.baseline and f"Before: {row.baseline}", row.result and f"After: {row.result}"
            )
        case SystemPart():
            return row.part, _join(
                row.before and f"Before: {row.before}", row.after and f"After: {row.after}", row.measured_by
            )
        case Risk():
            return row.what, _join(
                row.early_sign and f"Early sign: {row.early_sign}",
                row.who_watches and f"Watched by: {row.who_watches}",
                f"Pause or stop: {row.stop_rule}",
                describe_state(row),
            )
        case Rating():
            return f"{row.scale}: {row.level}", _join(f"{row.rated_by}, {show_date(row.rated_on)}", row.where)
        case Cost():
            return row.covers, _join(describe_amount(row), row.period)
        case Award():
            return row.words, show_date(row.given_on)
        case _:  # a row of an app above says it of itself
            what, more = getattr(row, "in_two_lines", (str(row), ""))
            return what, more


def describe_price(cost: Cost) -> str:
    """In a line: "About £180,000 a year: A local project (2019)"."""
    words = describe_amount(cost)
    period = f" ({cost.period})" if cost.period else ""
    return f"{words[:1].upper()}{words[1:]}: {cost.covers}{period}"


def describe_amount(cost: Cost) -> str:
    """The amount with what it is for: "about £180,000 a year"."""
    pounds = f"{cost.amount:,.0f}" if cost.amount == cost.amount.to_integral_value() else f"{cost.amount:,.2f}"
    words = f"£{pounds} {CostUnit(cost.unit).label}"
    return f"about {words}" if cost.is_rough else words


def describe_state(risk: Risk) -> str:
    """How it stands with a risk, and since when."""
    words = str(RiskState(risk.state).label)
    return f"{words}, {show_date(risk.state_on)}" if risk.state_on else words


def _join(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
