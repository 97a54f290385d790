"""A stored result as a page shows it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import expm1
from typing import Any

from cairn.common.tables import Column
from cairn.evaluation.presenters import reasons, words
from cairn.evaluation.programmes import GRADES
from cairn.indicators.definitions import IndicatorDefinition, get_definition
from cairn.indicators.enums import Status

SIGNIFICANT = 0.05
WEIGHTS_SHOWN = 15
GAPS_SHOWN = 10
SOURCE_ROLES = {"value": "the published figure", "numerator": "what is counted", "denominator": "what it is divided by"}
# Marks of cairn.common.marks by the reason for which a figure is not a number; all other reasons are "missing".
STATUS_MARKS = {
    Status.SUPPRESSED: "suppressed",
    Status.NOT_APPLICABLE: "not_applicable",
    Status.NO_ROW: "not_applicable",
}


@dataclass(frozen=True)
class ResultView:
    """Everything a result page says, made from the stored document alone."""

    document: dict[str, Any]

    @cached_property
    def measure(self) -> IndicatorDefinition:
        return get_definition(self.document["plan"]["measure"])

    @property
    def place_name(self) -> str:
        return str(self.document["place"]["name"])

    @property
    def is_fictional(self) -> bool:
        return bool(self.document["place"]["is_fictional"])

    @cached_property
    def start(self) -> date:
        return date.fromisoformat(self.document["plan"]["start"])

    @property
    def estimate(self) -> dict[str, Any] | None:
        return self.document["estimate"]

    @property
    def verdict(self) -> str:
        return str(self.document["finding"]["verdict"])

    @property
    def label(self) -> str:
        return words.verdict_label(self.verdict, self.measure, self.document["plan"]["direction"])

    @property
    def colour(self) -> str:
        colour = words.VERDICT_COLOURS[self.verdict]
        # Colours of good and bad only where the measure says which is which.
        return "blue" if self.measure.polarity == "none" and colour in ("green", "red", "turquoise") else colour

    @property
    def smallest_change(self) -> str:
        return words.planned(self.document["plan"]["smallest_change"], self.measure)

    # --- sentences ---------------------------------------------------------------------------

    @cached_property
    def headline(self) -> str:
        """What the figures show, in people first."""
        if self.estimate is None:
            return f"The figures cannot say whether anything changed in {self.place_name}."
        after = self.document["sample"]["after"]
        when = f"In {after[0]}" if len(after) == 1 else f"In an average year of {words.years(after)}"
        return f"{when}, {self.place_name} had {self.people_span} than similar councils lead us to expect."

    @cached_property
    def people_span(self) -> str:
        low, high = self.estimate["low"], self.estimate["high"]
        if self.estimate["change"]["people"] is None:
            return f"a figure {self.relative_span}"
        span = words.span(low["people"], high["people"], words.number, "fewer", "more")
        return f"{span} {self.measure.counted}"

    @cached_property
    def relative_span(self) -> str:
        low, high = self.estimate["low"]["relative"], self.estimate["high"]["relative"]
        return words.span(low, high, lambda size: words.relative(size, self.measure), "lower", "higher")

    @property
    def best_guess(self) -> str:
        """The single most likely size, after the range."""
        change = self.estimate["change"]
        direction = "lower" if change["relative"] < 0 else "higher"
        text = f"Our best single estimate is {words.relative(change['relative'], self.measure)} {direction}"
        if change["people"] is None:
            return f"{text}."
        count, more = words.number(abs(change["people"])), "fewer" if change["people"] < 0 else "more"
        return f"{text}: about {count} {more} {self.measure.counted} a year."

    @property
    def ruled_out(self) -> str:
        """What the interval excludes."""
        low, high = self.estimate["low"]["relative"], self.estimate["high"]["relative"]
        parts = []
        if low is not None:
            parts.append(self._beyond(low, falling=True))
        if high is not None:
            parts.append(self._beyond(high, falling=False))
        if not parts:
            return "The figures rule nothing out."
        text = words.join(parts, "and")
        return f"With 90% confidence the figures rule out {text}."

    def _beyond(self, edge: float, *, falling: bool) -> str:
        size = words.relative(abs(edge), self.measure)
        if falling:
            return f"a fall of more than {size}" if edge < 0 else f"anything less than a rise of {size}"
        return f"a rise of more than {size}" if edge > 0 else f"anything less than a fall of {size}"

    @cached_property
    def reasons(self) -> list[str]:
        estimate = self.estimate or {}
        filled = {
            "size": self.smallest_change,
            "rank": words.number(estimate.get("rank", 0)),
            "places": words.number(estimate.get("places", 0)),
            "explanation": self.document["finding"]["explanation"],
            "name": self.place_name,
            "counted": self.measure.counted,
        }
        sentences = [reasons.REASONS[code].format(**filled) for code in self.document["finding"]["reasons"]]
        return [sentence for sentence in [*sentences, *self._reasons_about_place] if sentence]

    @property
    def _reasons_about_place(self) -> list[str]:
        """A council that is younger than the years asked for, and figures that were hidden or never came."""
        if self.estimate is not None:
            return []
        sentences = []
        place = self.document["place"]
        if place["opened_on"]:
            opened = date.fromisoformat(place["opened_on"])
            sentences.append(
                f"{self.place_name} in its present area has existed since {words.month(opened)}; figures of earlier "
                f"councils cover another area and are not used for it."
            )
        if place["closed_on"]:
            closed = date.fromisoformat(place["closed_on"])
            sentences.append(f"{self.place_name} in this area ended in {words.month(closed)}.")
        hidden: dict[str, list[int]] = {}
        for row in self.document["figures"]:
            if row["value"] is None and self.mark(row) != "not_applicable":
                hidden.setdefault(Status(row["status"]).label, []).append(row["year"])
        sentences += [f"No figure for {words.years(years)}: {reason}." for reason, years in hidden.items()]
        return sentences

    @property
    def next_steps(self) -> list[str]:
        if self.verdict != "not_enough_evidence":
            return []
        latest = [row["year"] for row in self.document["figures"] if row["value"] is not None]
        after = self.document["years"]["after"]
        next_year = max([*after, *latest, self.start.year]) + 1
        return reasons.next_steps(self.document["finding"]["reasons"][0], self.measure, next_year)

    @property
    def detectable(self) -> str:
        """The smallest change that this test would have found four times in five."""
        key = "detectable_fall" if self.document["plan"]["direction"] < 0 else "detectable_rise"
        change = self.estimate[key]
        text = f"a {words.direction_word(self.document['plan']['direction'])} of "
        text += words.relative(change["relative"], self.measure)
        if change["people"] is not None:
            text += f", about {words.number(abs(change['people']))} {self.measure.counted} a year"
        return text

    @property
    def means(self) -> list[str]:
        opening = "It compares: the figure changed, or did not, relative to similar councils in the same years."
        if self.estimate is None:
            return ["The figures cannot carry an answer. That is a fact about the figures, not about the work."]
        return [
            opening,
            f"If nothing had happened anywhere, a council would look as changed as this by chance in about "
            f"{words.number(self.estimate['rank'])} of {words.number(self.estimate['places'])} cases.",
        ]

    @property
    def does_not_mean(self) -> list[str]:
        """What every page must say (engine.md, appendix A4)."""
        if self.estimate is None:
            return ["It does not say that nothing changed.", self.measure.polarity_note, self.measure.caution]
        sentences = [
            "It does not say what caused a change. Other things happened in the same years.",
            "It does not outweigh a trial. Where the same approach was tried in a proper trial, read that first.",
            "Councils often start something when figures are high or rising, and high figures tend to come down by "
            "themselves. The test corrects for the level; the table of methods shows how much that matters.",
            "The comparison councils had programmes of their own. Those we know of are listed with the comparison "
            "councils; there are surely more.",
            self.measure.polarity_note,
            self.measure.caution,
        ]
        if self.verdict == "not_enough_evidence":
            sentences.insert(
                0, "It does not say that nothing changed. For one council, small changes can almost never be shown."
            )
        if 2020 <= self.start.year <= 2022:
            sentences.append("A start in 2020, 2021 or 2022 cannot be told apart from the pandemic and its aftermath.")
        return sentences

    # --- tables ------------------------------------------------------------------------------

    @property
    def figures(self) -> list[dict[str, Any]]:
        """Year by year: published figure or mark, expected, gap."""
        estimate = self.estimate
        expected = dict(zip(estimate["years"], estimate["synthetic"], strict=True)) if estimate else {}
        after = self.document["sample"]["after"] if estimate else []
        people = dict(zip(after, estimate["people_gap"] or [], strict=False)) if estimate else {}
        return [
            {
                "year": row["year"],
                "actual": words.figure(row["value"], self.measure),
                "mark": "" if row["value"] is not None else self.mark(row),
                "count": None if row["count"] is None else words.number(row["count"]),
                "expected": words.figure(expected.get(row["year"]), self.measure),
                "people_gap": self._signed(people.get(row["year"])),
                "role": self._role(row["year"]),
            }
            for row in self.document["figures"]
        ]

    def mark(self, row: dict[str, Any]) -> str:
        """Which mark stands for a figure that is not there."""
        return "not_applicable" if self._is_before_council(row["year"]) else STATUS_MARKS.get(row["status"], "missing")

    def _is_before_council(self, year: int) -> bool:
        opened = self.document["place"]["opened_on"]
        return bool(opened) and date(year, 3, 31) < date.fromisoformat(opened)

    @property
    def marks_used(self) -> set[str]:
        return {self.mark(row) for row in self.document["figures"] if row["value"] is None}

    def _role(self, year: int) -> str:
        if self._is_before_council(year):
            return "before this council existed"
        years, sample = self.document["years"], self.document["sample"]
        if sample and str(year) in sample["years_left_out"]:
            return f"not used: {sample['years_left_out'][str(year)]}"
        for key, role in (("before", "before the start"), ("transition", "in between, not used"), ("after", "after")):
            if year in years[key]:
                return role
        return "not used"

    @staticmethod
    def _signed(value: float | None) -> str:
        if value is None:
            return ""
        return f"{'+' if round(value) > 0 else ''}{words.number(value)}"

    @property
    def has_counts(self) -> bool:
        return self.measure.kind != "count" and any(row["count"] is not None for row in self.document["figures"])

    weight_columns = ("Council", Column("Weight", numeric=True))

    @property
    def weight_rows(self) -> list[tuple[str, str]]:
        return [(row["name"], f"{row['weight'] * 100:.1f}%") for row in self.estimate["weights"][:WEIGHTS_SHOWN]]

    @property
    def weights_left(self) -> int:
        return max(len(self.estimate["weights"]) - WEIGHTS_SHOWN, 0)

    check_columns = ("What was done", Column("Change", numeric=True), "What it says")

    @property
    def check_rows(self) -> list[tuple[str, str, str]]:
        return [
            (self._check_words(check), self._signed_change(check["estimate"]), self._check_result(check))
            for check in self.estimate["checks"]
        ]

    def _signed_change(self, analysis: float | None) -> str:
        return "" if analysis is None else words.relative(self._to_reader(analysis), self.measure, signed=True)

    @staticmethod
    def _check_words(check: dict[str, Any]) -> str:
        if check["kind"] == "in_time":
            years = "one year" if check["detail"] == "1" else f"{check['detail']} years"
            return f"If it had begun {years} earlier"
        return {
            "without_donor": f"Without {check['name']} among the comparison councils",
            "without_neighbours": "Without the other councils of the same region",
            "without_pandemic": "Without 2020 and 2021",
        }[check["kind"]]

    def _check_result(self, check: dict[str, Any]) -> str:
        if check["result"] == "not_tested":
            return f"Not tested: {NOT_TESTED.get(check['reason'], 'the figures do not allow it')}"
        passed = check["result"] == "passed"
        if check["kind"] == "in_time":
            return "No such change before the start" if passed else "Much the same change shows before the start"
        if self.estimate["p_value"] > SIGNIFICANT:
            return "Shown for information: there is no change to confirm"
        text = "The change holds" if passed else "The change does not hold"
        return text if check["decides"] else f"{text} (shown for information)"

    method_columns = ("Method", Column("Change", numeric=True))

    @property
    def method_rows(self) -> list[tuple[str, str]]:
        estimators = self.estimate["estimators"]
        return [
            (title, self._signed_change(estimators[key]))
            for key, title in words.ESTIMATORS.items()
            if key in estimators
        ]

    @property
    def methods_sentence(self) -> str:
        changes = [self._to_reader(value) for value in self.estimate["estimators"].values()]
        low, high = (words.relative(value, self.measure, signed=True) for value in (min(changes), max(changes)))
        return f"Asked by {len(changes)} methods, the change lies between {low} and {high}."

    programme_columns = ("Council", "Programme", "Since", "Source")

    @property
    def programme_rows(self) -> list[tuple[str, str, str, str]]:
        """Known programmes of the comparison councils, by council."""
        rows = sorted(self.document["known_programmes"], key=lambda row: (row["name"], row["programme"]))
        return [
            (
                row["name"],
                row["programme"],
                row["since"] or "date not recorded",
                f"{row['source']} ({GRADES[row['grade']]})",
            )
            for row in rows
        ]

    gap_columns = ("Council", Column("Mean gap", numeric=True), Column("Over usual variation", numeric=True))

    @property
    def gap_rows(self) -> list[tuple[str, str, str]]:
        """The councils whose figures moved most for their size, this one among them."""
        rows = sorted(self.estimate["gaps"], key=lambda row: -abs(row["z"]))
        shown = rows[:GAPS_SHOWN]
        own = next(row for row in rows if row["code"] == self.document["place"]["code"])
        if own not in shown:
            shown.append(own)
        return [(row["name"], self._signed_change(row["z"] * row["scale"]), words.number(row["z"], 2)) for row in shown]

    source_columns = ("Release", "Used as", "For the years")

    @property
    def source_rows(self) -> list[tuple[str, str, str]]:
        return [
            (
                f"{row['publisher']}: {row['title']}, {row['edition']}",
                SOURCE_ROLES[row["role"]],
                words.years(row["years"]),
            )
            for row in self.document["data"]
        ]

    @property
    def certificate(self) -> str:
        """How far the worst fit is from the optimum: '1e-13'."""
        return f"{self.estimate['certificate']:.0e}"

    @property
    def paths_sentence(self) -> str:
        after = set(self.document["sample"]["after"])
        chosen = [t for t, year in enumerate(self.estimate["years"]) if year in after]
        actual, expected = (sum(self.estimate[key][t] for t in chosen) / len(chosen) for key in ("actual", "synthetic"))
        return (
            f"After the start {self.place_name} averages {words.figure(actual, self.measure)} ({self.measure.unit}); "
            f"similar councils lead us to expect {words.figure(expected, self.measure)}."
        )

    @property
    def gaps_sentence(self) -> str:
        return (
            f"{words.chance(self.estimate['rank'], self.estimate['places'])} councils, {self.place_name} included, "
            f"moved at least as much for a council of their size and volatility."
        )

    def _to_reader(self, value: float) -> float:
        return value if self.measure.kind == "percentage" else expm1(value)

    @property
    def weights_sentence(self) -> str:
        """How the comparison is spread, and whether a good fit proves anything."""
        effective = words.number(self.estimate["effective_donors"])
        text = f"The comparison is a weighted mixture of {len(self.estimate['weights'])} councils, spread as widely as "
        text += f"{effective} councils of equal weight."
        if self.estimate["inside_hull_changes"]:
            text += (
                " Many mixtures would fit the years before the start equally well, so a good fit there proves nothing."
            )
        return text

    @property
    def left_out(self) -> list[dict[str, str]]:
        sample = self.document["sample"]
        return sample["donors_left_out"] if sample else []

    @property
    def harm(self) -> dict[str, str] | None:
        """The measure that would show harm, in one sentence."""
        harm = self.document["harm"]
        if harm is None:
            return None
        measure = get_definition(harm["measure"])
        estimate = harm["estimate"]
        if estimate is None:
            return {"title": measure.title, "sentence": "The figures cannot say whether this changed."}
        low, high = estimate["low"]["relative"], estimate["high"]["relative"]
        span = words.span(low, high, lambda size: words.relative(size, measure), "lower", "higher")
        clear = estimate["p_value"] <= SIGNIFICANT
        opening = "It changed" if clear else "No clear change"
        sentence = (
            f"{opening}: {span} than expected; {words.chance(estimate['rank'], estimate['places'])} councils moved "
            f"at least as much."
        )
        return {"title": measure.title, "sentence": sentence}


NOT_TESTED = {
    "too_few_years_before": "too few years before the start",
    "too_few_years_after": "too few years would be left after the start",
    "no_neighbours_named": "no other council of the region is compared",
    "not_in_the_years_used": "these years are not used",
    "too_few_donors": "too few councils would be left",
}
