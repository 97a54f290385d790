"""What stands behind a result: other ways of asking, what counting does, what is usual here, and every choice made."""

from dataclasses import dataclass
from typing import Any

from cairn.common.tables import Column
from cairn.evaluation.presenters import words
from cairn.indicators.definitions import IndicatorDefinition

SAMPLES = {
    "all": "all councils and years",
    "without_neighbours": "without the same region",
    "without_pandemic": "without 2020 and 2021",
    "without_heavy_donors": "without the heaviest comparison councils",
}
RULES = {
    "outside": "outside the usual range",
    "run": "seven or more in a row on one side of the mean",
    "trend": "seven or more in a row going one way",
    "two_of_three": "two of three close to the edge of the usual range",
}
# Years of a series and how often such a chart shows a signal though nothing happened: docs/methods/validity.md.
FALSE_ALARMS = ((10, 19), (15, 41), (20, 64))


@dataclass(frozen=True)
class DepthView:
    """Made from the stored document; results of an earlier format have less of it."""

    document: dict[str, Any]
    measure: IndicatorDefinition

    @property
    def estimate(self) -> dict[str, Any]:
        return self.document["estimate"] or {}

    # --- other ways of asking --------------------------------------------------------------------

    way_columns = ("Method", "Asked of", Column("Change", numeric=True), Column("Moved as much", numeric=True))

    @property
    def ways(self) -> list[dict[str, Any]]:
        return self.estimate.get("specifications") or []

    @property
    def way_rows(self) -> list[tuple[str, str, str, str]]:
        return [
            (
                words.ESTIMATORS[way["estimator"]],
                SAMPLES[way["sample"]],
                self.change(way["effect"]),
                f"{round(way['p_value'] * way['places'])} of {way['places']}",
            )
            for way in self.ways
        ]

    @property
    def ways_sentence(self) -> str:
        effects = [way["effect"] for way in self.ways]
        same = sum(effect * effects[0] > 0 for effect in effects)
        return (
            f"Asked in {len(effects)} ways, the change lies between {self.change(min(effects))} and "
            f"{self.change(max(effects))}; {same} of them point the same way as the finding. They are shown, not "
            f"chosen "
            "from: the finding rests on the first one, as fixed beforehand."
        )

    @property
    def identification_sentence(self) -> str:
        found = self.estimate.get("identification")
        if not found:
            return ""
        low, high = self.change(found["low"]), self.change(found["high"])
        return (
            f"Other mixtures of councils fit the years before at least as well; among them the change runs from {low} "
            f"to "
            f"{high}. Ours spreads the weight as widely as it can."
        )

    # --- counting --------------------------------------------------------------------------------

    @property
    def counting_sentences(self) -> list[str]:
        sentences = []
        error = self.estimate.get("sampling_error")
        if error:
            low, high = self.change(error["low"]), self.change(error["high"])
            sentences.append(
                f"If the same years had been counted {words.number(error['resamples'])} times over, chance in the "
                f"counts "
                f"alone would have put the change between {low} and {high} in nine of ten."
            )
        small = self.estimate.get("small_counts")
        if small:
            low, high = (ratio_as_change(end) for end in (small["low"], small["high"]))
            sentences.append(
                f"With about {words.number(small['mean_count'])} {self.measure.counted} a year, a comparison made for "
                f"small "
                f"counts is shown too: {words.number(small['observed'])} after the start where "
                f"{words.number(small['expected'])} were to be expected, a change of "
                f"{ratio_as_change(small['ratio'])} (nine in ten: {low} to {high})."
            )
        hidden = self.estimate.get("hidden_range")
        if hidden:
            sentences.append(
                "Some counts of this council are hidden because they are small. With the smallest and the largest they "
                f"can be, the change lies between {self.change(hidden[0])} and {self.change(hidden[1])}. The finding "
                "must be the same at both ends, and the figures shown are those nearest to no change."
            )
        return sentences

    # --- what is usual here ------------------------------------------------------------------------

    @property
    def watching(self) -> dict[str, Any] | None:
        return self.document.get("watching")

    @property
    def watching_sentence(self) -> str:
        chart = self.watching
        if chart is None:
            return ""
        signals = [point for point in chart["points"] if point["rules"]]
        text = self._range_sentence
        if not signals:
            return f"{text} No year stands out."
        found = {rule for point in signals for rule in point["rules"]}
        rules = [rule for rule in RULES if rule in found]
        years = words.years([point["year"] for point in signals])
        verb = "stands" if len(signals) == 1 else "stand"
        return f"{text} {years} {verb} out: {'; '.join(RULES[rule] for rule in rules)}."

    @property
    def phases(self) -> list[dict[str, Any]]:
        """Stretches with limits of their own; an older result has one of all its years."""
        chart = self.watching or {}
        points = chart.get("points") or [{"year": 0}]
        return chart.get("phases") or [chart | {"first": points[0]["year"], "last": points[-1]["year"]}]

    @property
    def _range_sentence(self) -> str:
        first, *later = self.phases
        text = (
            f"Going by its own ups and downs{self._before_start}, the figure usually lies between {self._range(first)}."
        )
        for phase in later:
            text += f" Since {phase['first']}, after the change that the test found, between {self._range(phase)}."
        return text

    @property
    def _before_start(self) -> str:
        """Where the limits are those of the years before the start."""
        return " before the start" if "phases" in (self.watching or {}) else ""

    def _range(self, phase: dict[str, Any]) -> str:
        low, high = words.figure(max(phase["lower"], 0.0), self.measure), words.figure(phase["upper"], self.measure)
        return f"{low} and {high}"

    @property
    def watching_warnings(self) -> list[str]:
        chart = self.watching
        if chart is None:
            return []
        number = len(chart["points"])
        share = next((share for years, share in FALSE_ALARMS if number <= years), FALSE_ALARMS[-1][1])
        warnings = [
            "This chart knows no other council, so it takes every national change for one of this council. It is no "
            "part "
            "of the finding.",
            f"It cries wolf: where nothing had happened, {share} of 100 series about this long showed a signal "
            f"somewhere.",
        ]
        thin = [phase["number"] for phase in self.phases if phase["is_provisional"]]
        if thin:
            rests = " and ".join(f"{count} figures" for count in thin)
            warnings.append(f"Its range rests on {rests}. Fewer than 12 make it provisional.")
        lines = chart["lines"]
        if lines:
            low, high = (self.size(end) for end in lines["level_interval"])
            warnings.append(
                f"Two straight lines, before and after the start, meet with a jump of "
                f"{self.size(lines['level_change'])} "
                f"(95% range {low} to {high}). Such lines find a jump in 8 to 12 of 100 series in which nothing "
                f"happened."
            )
        return warnings

    # --- every choice ------------------------------------------------------------------------------

    choice_columns = ("What was chosen", "How")

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Everything that could have been done otherwise, so that a reader can disagree with it."""
        sample, plan = self.document["sample"], self.document["plan"]
        if sample is None:
            return []
        is_points = self.measure.kind == "percentage"
        is_snapshot = self.measure.period == "snapshot"
        return [
            ("Years before", words.years(sample["before"])),
            ("Years after", words.years(sample["after"])),
            (
                "Years in between, not used",
                words.years(sample["transition"]) if sample["transition"] else "none",
            ),
            (
                "What a figure is",
                "a count on 31 March; it carries earlier years along, so change shows late. It is used from six months "
                "after the start on"
                if is_snapshot
                else "what happened in a year; it is used where at least half of the year lies after the start",
            ),
            ("Scale", "points" if is_points else "logarithms, so that a change is a share of what was there"),
            (
                "Comparison",
                f"{self.estimate['places'] - 1} councils that have figures in all these years; nothing was filled in",
            ),
            ("Left out on purpose", f"{len(plan['excluded'])} councils" if plan["excluded"] else "no council"),
            ("Weights", "as equal as the fit before the start allows (ridge synthetic control with an intercept)"),
            (
                "Correction",
                "what councils of this level did by themselves is taken off (regression on the level before)",
            ),
            ("What is usual", "fitted over all councils from how well each could be foretold and how many it counts"),
            ("Called unusual", "at most 1 council in 20 moved as much"),
            ("Range", "every change that would not be unusual at 1 in 10"),
            (
                "Checks that decide",
                "an earlier start by one, two or three years; without each council of more than 10% weight; without "
                "the region; without 2020 and 2021 where the last two years before stay; without each year after the "
                "start; people must move the same way",
            ),
            ("Shape", "a step or a slope must fit better than the other by 3 units of squared distance"),
        ]

    def change(self, analysis: float) -> str:
        return words.change(analysis, self.measure)

    def size(self, value: float) -> str:
        """A difference in the unit of the figure."""
        return f"{'−' if value < 0 else '+'}{words.figure(abs(value), self.measure)}"


def ratio_as_change(ratio: float | None) -> str:
    """A ratio as a signed change; one without an end has no figure."""
    return "no limit" if ratio is None else f"{100 * (ratio - 1):+.0f}%".replace("-", "−")
