"""What the figures could show before something starts: measures sorted by who could show a change that matters."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cached_property
from typing import Any

from django.urls import reverse

from cairn.evaluation.presenters import words
from cairn.evaluation.queries.outlook import Undertaking, find_start_month, find_undertaking
from cairn.indicators.definitions import IndicatorDefinition, get_definition
from cairn.places.models import Place
from cairn.records.models import Record


class Reach(IntEnum):
    """Who could show a change that matters; measures are listed in this order."""

    ALONE = 0
    TOGETHER = 1
    MORE = 2
    NEVER = 3
    UNTESTED = 4


@dataclass(frozen=True)
class OutlookRow:
    """One measure. `values` is a row of `analysis.describe_outlook`."""

    values: Mapping[str, Any]
    together: int
    place: Place

    @cached_property
    def measure(self) -> IndicatorDefinition:
        return get_definition(self.values["measure"])

    @property
    def matters(self) -> float:
        return self.measure.smallest_important_change / (1 if self.measure.kind == "percentage" else 100)

    @property
    def reach(self) -> Reach:
        if self.values["alone"] is None:
            return Reach.UNTESTED
        if self.values["alone"] <= self.matters and not self.values["is_too_noisy"]:
            return Reach.ALONE
        if self.values["together"] is not None and self.values["together"] <= self.matters:
            return Reach.TOGETHER
        return Reach.NEVER if self.values["enough"] is None else Reach.MORE

    @property
    def answer(self) -> str:
        match self.reach:
            case Reach.ALONE:
                return f"{self.place.name} alone could show it"
            case Reach.TOGETHER:
                return f"{self.together} councils together could show it"
            case Reach.MORE:
                return f"It would take about {self.values['enough']} councils"
            case Reach.NEVER:
                return "Not even many councils together could show it"
            case _:
                return str(self.values["problem"])

    @property
    def needed(self) -> str:
        return words.planned(self.measure.smallest_important_change, self.measure)

    @property
    def alone(self) -> str:
        return self._say(self.values["alone"])

    @property
    def with_others(self) -> str:
        return self._say(self.values["together"])

    def _say(self, size: float | None) -> str:
        return "" if size is None else words.relative(size, self.measure)


@dataclass(frozen=True)
class OutlookView:
    """The whole page, from what is stored."""

    record: Record
    place: Place
    start: date
    together: int
    document: Mapping[str, Any]

    @cached_property
    def rows(self) -> list[OutlookRow]:
        """Those that figures say something of, the most promising first."""
        return sorted(
            (row for row in self._all if row.reach != Reach.UNTESTED),
            key=lambda row: (row.reach, row.values["alone"] / row.matters),
        )

    @cached_property
    def untested(self) -> list[OutlookRow]:
        return [row for row in self._all if row.reach == Reach.UNTESTED]

    @cached_property
    def _all(self) -> list[OutlookRow]:
        return [OutlookRow(values, self.together, self.place) for values in self.document["measures"]]

    @property
    def sentence(self) -> str:
        """How many of the measures could show a change that matters, alone and together."""
        alone, together = (sum(row.reach == reach for row in self.rows) for reach in (Reach.ALONE, Reach.TOGETHER))
        measures = f"Of {len(self.rows)} measures with enough figures, {words.number(alone) if alone else 'none'}"
        text = f"{measures} could show a change that matters in {self.place.name} alone."
        if self.together > 1:
            more = " more" if alone else ""
            others = f"{together}{more}" if together else ("no more" if alone else "none")
            text += f" With all {self.together} councils that use the model tested together, {others} could."
        return text

    def link(self, row: OutlookRow) -> str:
        """The plan form, filled in as far as is known here."""
        nation = "&nation=fictional" if self.place.is_fictional else ""
        return (
            f"{reverse('evaluation:new-plan')}?about={self.record.slug}&measure={row.measure.key}"
            f"&place={self.place.code}&start={self.start:%Y-%m}{nation}"
        )

    @property
    def linked_rows(self) -> list[tuple[OutlookRow, str]]:
        return [(row, self.link(row)) for row in self.rows]


def prefill_plan(record: Record) -> dict[str, Any]:
    """What the record of a project or of a use of a model says already."""
    undertaking = find_undertaking(record)
    answers: dict[str, Any] = {"what_was_started": _name(undertaking)[:120]}
    if len(undertaking.places) == 1:
        answers["place"] = undertaking.places[0].code
    if month := find_start_month(undertaking):
        answers["start_date"] = month
    return answers


def _name(undertaking: Undertaking) -> str:
    return undertaking.model.title if undertaking.model else undertaking.record.title
