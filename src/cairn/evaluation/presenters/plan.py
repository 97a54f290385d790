"""A plan before it is locked: what it could find, and when."""

from dataclasses import dataclass
from typing import Any

from cairn.evaluation.models import EvaluationPlan
from cairn.evaluation.presenters import words
from cairn.indicators.definitions import IndicatorDefinition, get_definition

YEARS_FOR_A_FINDING = 2
YEARS_FOR_A_SHAPE = 3
FOUND_AS_OFTEN_AS_NOT = 0.5


@dataclass(frozen=True)
class PlanView:
    """A plan with its foresight (`analysis.Foresight`), None where it is locked."""

    plan: EvaluationPlan
    foresight: Any = None

    @property
    def measure(self) -> IndicatorDefinition:
        return get_definition(self.plan.measure)

    @property
    def title(self) -> str:
        started = f" ({self.plan.what_was_started})" if self.plan.what_was_started else ""
        return (
            f"{self.measure.short_title} in {self.plan.place.name} since {words.month(self.plan.start_date)}{started}"
        )

    @property
    def smallest_change(self) -> str:
        size = words.planned(self.plan.smallest_change, self.measure)
        return f"{words.direction_word(self.plan.direction)} of {size}"

    @property
    def harm_title(self) -> str:
        return get_definition(self.plan.harm_measure).title if self.plan.harm_measure else ""

    @property
    def harm_reason(self) -> str:
        """Why its measure of harm is the one that is suggested; empty where the author chose another."""
        suggested = self.measure.harm
        return suggested.reason if suggested and suggested.measure == self.plan.harm_measure else ""

    @property
    def detectable(self) -> str:
        """The smallest change this plan could find four times in five."""
        power = self.foresight.power
        falls = self.plan.direction < 0
        change = power.detectable_fall if falls else power.detectable_rise
        text = f"a {words.direction_word(self.plan.direction)} of {words.relative(change, self.measure)}"
        if self.foresight.last_count:
            base = self.foresight.last_count
            size = abs(change) * base / (100 if self.measure.kind == "percentage" else 1)
            year = self.foresight.last_count_year
            text += f", about {words.number(size)} {self.measure.counted} at the numbers of {year}"
        return text

    @property
    def chance(self) -> float:
        """How often, of one, the change that the plan says would matter would be found."""
        return float(self.foresight.power.chance_of_smallest)

    @property
    def would_miss_what_matters(self) -> bool:
        return self.chance < FOUND_AS_OFTEN_AS_NOT

    @property
    def chance_words(self) -> str:
        """'about 7 times in 10'; never surer than the figures are."""
        tenths = min(max(round(10 * self.chance), 1), 9)
        return f"about {'once' if tenths == 1 else f'{tenths} times'} in 10"

    @property
    def first_dates(self) -> str:
        """From when on figures could show anything, a finding, a shape."""
        first = self.foresight.first_year
        when = "31 March" if self.measure.period == "snapshot" else "the year that ends on 31 March"
        return (
            f"The first figure that could show anything is for {when} {first}. A finding needs two such "
            f"years, so figures up to {first + YEARS_FOR_A_FINDING - 1}; telling a step change from a "
            f"gradual one needs three, up to {first + YEARS_FOR_A_SHAPE - 1}. Figures are published some "
            "months later."
        )

    @property
    def years_before(self) -> str:
        return words.years(list(self.foresight.power.before))

    @property
    def starts_in_pandemic(self) -> bool:
        return words.is_in_pandemic(self.plan.start_date)

    @property
    def excluded_names(self) -> str:
        return words.join([place.name for place in self.plan.excluded_places.all()])

    @property
    def registration_sentence(self) -> str:
        """Whether the plan came before the figures, and which number it has among its author's for this council."""
        if self.plan.had_figures_when_locked:
            text = (
                "Figures for the years after the start had been published before the plan was locked, so the result "
                "could already have been known."
            )
        else:
            text = "The plan was locked before any figures for the years after the start had been published."
        if self.plan.earlier_plans:
            number = "one plan" if self.plan.earlier_plans == 1 else f"{self.plan.earlier_plans} plans"
            text += (
                f" Its author had already locked {number} for this council before. "
                "If you write many plans, one will find something by chance."
            )
        return text
