"""What doing nothing may cost: the boxes in which it is stated."""

from dataclasses import dataclass
from typing import Any

from django import forms

from cairn.common.forms import NumberField, long_text, short_text
from cairn.papers.analysis import MOST_YEARS, STATED
from cairn.papers.models import Paper
from cairn.records.sections import SectionForm

WEEKS = 52


@dataclass(frozen=True)
class Assumed:
    """One thing that has to be stated, with its three boxes."""

    name: str
    title: str
    hint: str
    least: float
    most: float


ASSUMED = (
    Assumed(
        "children", "How many children in the first year?", "Children whose support would not change", 0, 1_000_000
    ),
    Assumed("cost", "What does each cost a year, in pounds?", "At today’s prices", 0, 10_000_000),
    Assumed(
        "growth", "By what percentage does their number grow each year?", "0 if it stays, −2 if it falls", -50, 100
    ),
)
ENDS = {"low": "At least", "likely": "Most likely", "high": "At most"}
WHERE = "Where does this come from?"


class DoingNothingForm(SectionForm):
    """Stated assumptions; without them nothing is worked out."""

    template_name = "papers/doing_nothing_form.html"
    offers_cost = False

    years = NumberField(label="For how many years?", min_value=1, max_value=MOST_YEARS)
    years_source = short_text("Why so many years?", most=200)
    doing_nothing = long_text("In words", required=True, help_text="What happens to children, not only to costs.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in ASSUMED:
            for end, label in ENDS.items():
                box = NumberField(label=label, min_value=one.least, max_value=one.most)
                self.fields[f"{one.name}_{end}"] = box
            self.fields[f"{one.name}_source"] = short_text(WHERE, most=200)

    @classmethod
    def from_record(cls, record: Paper) -> "DoingNothingForm":
        """The cost of a child looked after is offered where nobody has stated any, with its release."""
        given = record.assumptions or _offer(record.snapshot.get("weekly_cost"))
        initial: dict[str, Any] = {"doing_nothing": record.doing_nothing}
        for name, answers in given.items():
            if name == "years":
                initial |= {"years": answers["number"], "years_source": answers["source"]}
            else:
                initial |= {f"{name}_{part}": _show(value) for part, value in answers.items()}
        form = cls(initial=initial)
        form.offers_cost = bool(given) and not record.assumptions
        return form

    def groups(self) -> list[tuple[Assumed, list[forms.BoundField], forms.BoundField]]:
        return [(one, [self[f"{one.name}_{end}"] for end in ENDS], self[f"{one.name}_source"]) for one in ASSUMED]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        words = given.get("doing_nothing", "")
        assumptions = {one.name: self._read(one.name) for one in ASSUMED}
        years = given.get("years")
        if years is not None and years != int(years):
            self.add_error("years", "Enter whole years, for example 5")
        if years is not None and not given.get("years_source"):
            self.add_error("years_source", "Enter the reason for this number of years")
        stated = [name for name in STATED if assumptions[name]] + (["years"] if years is not None else [])
        if stated and not self.errors:
            self._check_all_are_stated(stated)
        if not stated:
            return {"doing_nothing": words, "assumptions": {}}
        answer = {"number": years and int(years), "source": given.get("years_source")}
        return {"doing_nothing": words, "assumptions": {**assumptions, "years": answer}}

    def _read(self, name: str) -> dict[str, Any] | None:
        given = self.cleaned_data
        likely, source = given.get(f"{name}_likely"), given.get(f"{name}_source", "")
        low, high = (given.get(f"{name}_{end}") for end in ("low", "high"))
        if likely is None:
            if low is not None or high is not None:
                self.add_error(f"{name}_likely", "Enter the most likely value. The other two are optional")
            return None
        low, high = likely if low is None else low, likely if high is None else high
        if not low <= likely <= high:
            self.add_error(f"{name}_likely", "Enter the smallest number first: lowest, most likely, highest")
        if not source:
            self.add_error(f"{name}_source", "Enter the source of this number")
        return {"low": low, "likely": likely, "high": high, "source": source}

    def _check_all_are_stated(self, stated: list[str]) -> None:
        missing = [name for name in (*STATED, "years") if name not in stated]
        for name in missing:
            field = "years" if name == "years" else f"{name}_likely"
            self.add_error(field, "Enter this too. We cannot calculate anything without it")


def _offer(weekly: dict[str, Any] | None) -> dict[str, Any]:
    if not weekly:
        return {}
    source = f"{weekly['source']}: £{weekly['pounds']:,.0f} a week in {weekly['year']}, times {WEEKS}"
    return {"cost": {"likely": weekly["pounds"] * WEEKS, "source": source[:200]}}


def _show(value: Any) -> str:
    return f"{value:,.10g}" if isinstance(value, int | float) else value
