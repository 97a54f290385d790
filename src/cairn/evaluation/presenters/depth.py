"""What stands behind a result: other ways of asking, what counting does, what is usual here, and every choice made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cairn.common.tables import Column
from cairn.evaluation.models.document import ResultDocument, WatchingPart, WayPart
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

    document: ResultDocument
    measure: IndicatorDefinition

    @property
    def estimate(self) -> Mapping[str, Any]:
        return self.document["estimate"] or {}

    # --- other ways of asking --------------------------------------------------------------------

    way_columns = ("Method", "Asked of", Column("Change", numeric=True), Column("Moved as much", numeric=True))

    @property
    def ways(self) -> list[WayPart]:
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
            f"Calculated in {len(effects)} ways, the change lies between {self.change(min(effects))} and "
            f"{self.change(max(effects))}; {same} of them point the same way as the finding. We show "
            "them all. The finding uses the first one, as fixed beforehand."
        )

    @property
    def identification_sentence(self) -> str:
        found = self.estimate.get("identification")
        if not found:
            return ""
        low, high = self.change(found["low"]), self.change(found["high"])
        return (
            "Other combinations of councils fit the earlier years at least as well. Among them the "
            f"change ranges from {low} "
            f"to "
            f"{high}. Ours spreads the weight as widely as possible."
        )

    # --- counting --------------------------------------------------------------------------------

    @property
    def counting_sentences(self) -> list[str]:
        sentences = []
        error = self.estimate.get("sampling_error")
        if error:
            low, high = self.change(error["low"]), self.change(error["high"])
            sentences.append(
                f"If the same years were counted {words.number(error['resamples'])} times over, "
                f"chance alone would put the change between {low} and {high} nine times in ten."
            )
        small = self.estimate.get("small_counts")
        if small:
            low, high = (ratio_as_change(end) for end in (small["low"], small["high"]))
            sentences.append(
                f"With about {words.number(small['mean_count'])} {self.measure.counted} a year, we "
                f"also show a comparison designed for small counts: {words.number(small['observed'])} "
                "after the start where "
                f"{words.number(small['expected'])} were to be expected, a change of "
                f"{ratio_as_change(small['ratio'])} (nine in ten: {low} to {high})."
            )
        hidden = self.estimate.get("hidden_range")
        if hidden:
            sentences.append(
                "Some of this council’s counts are suppressed because they are small. Using the "
                "smallest and largest possible values, the change is between "
                f"{self.change(hidden[0])} and {self.change(hidden[1])}. The finding must be the same "
                "at both ends. We show the figures closest to no change."
            )
        return sentences

    # --- what is usual here ------------------------------------------------------------------------

    @property
    def watching(self) -> WatchingPart | None:
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
        chart: dict[str, Any] = {**(self.watching or {})}
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
            "This chart looks at one council only, so it cannot tell a national change from a local "
            "one. It is not part of the finding.",
            f"It gives false alarms: where nothing had happened, {share} of 100 series about this long showed a signal "
            f"somewhere.",
        ]
        thin = [phase["number"] for phase in self.phases if phase["is_provisional"]]
        if thin:
            rests = " and ".join(f"{count} figures" for count in thin)
            warnings.append(f"Its range is based on {rests}. With fewer than 12, treat it as provisional.")
        lines = chart["lines"]
        if lines:
            low, high = (self.size(end) for end in lines["level_interval"])
            warnings.append(
                f"Straight lines fitted before and after the start show a jump of "
                f"{self.size(lines['level_change'])} "
                f"(95% range {low} to {high}). This method finds a jump in 8 to 12 of 100 series "
                "where nothing happened."
            )
        return warnings

    # --- every choice ------------------------------------------------------------------------------

    choice_columns = ("Choices made", "How")

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
                "a count on 31 March. It reflects earlier years too, so change shows late. We use it "
                "from six months after the start"
                if is_snapshot
                else "what happened in a year. We use it if at least half of the year is after the start",
            ),
            ("Scale", "points" if is_points else "logarithms, so that a change is a share of the earlier level"),
            (
                "Comparison",
                f"{self.estimate['places'] - 1} councils with figures in all these years; no gaps were filled",
            ),
            ("Deliberately left out", f"{len(plan['excluded'])} councils" if plan["excluded"] else "no council"),
            ("Weights", "as equal as a good fit before the start allows (ridge synthetic control with an intercept)"),
            (
                "Correction",
                "we subtract the usual movement of councils at this level (regression on the earlier level)",
            ),
            (
                "Usual variation",
                "estimated across all councils, from how predictable each was and how many people it counts",
            ),
            ("Called unusual", "at most 1 council in 20 moved as much"),
            ("Range", "every size of change that would not be unusual at 1 in 10"),
            (
                "Checks that decide",
                "starting one, two or three years earlier; leaving out each council with more than "
                "10% of the weight; leaving out the region; leaving out 2020 and 2021 (if the two "
                "years before the start remain); leaving out each year after the start; the number "
                "of people must move the same way",
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
