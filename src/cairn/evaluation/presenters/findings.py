"""One finding in sentences: of the measure that was planned, and of the one that would show harm."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cairn.evaluation.models.document import EstimateInShort, FindingPart, ImplausiblePart
from cairn.evaluation.presenters import reasons, words
from cairn.indicators.definitions import IndicatorDefinition

NOT_ENOUGH = "not_enough_evidence"


@dataclass(frozen=True)
class FindingWords:
    """What one test says about one place, from the stored document.

    `size` is the smallest change that would matter, in words; `after` the years used after the start;
    `implausible` the place's counts that cannot be right.
    """

    measure: IndicatorDefinition
    place_name: str
    finding: FindingPart
    estimate: EstimateInShort | None
    after: list[int]
    size: str
    implausible: list[ImplausiblePart] = field(default_factory=list)

    @property
    def is_enough(self) -> bool:
        return self.finding["verdict"] != NOT_ENOUGH

    @property
    def is_too_early(self) -> bool:
        return "no_year_after" in self.finding["reasons"]

    @property
    def headline(self) -> str:
        """What the figures show, in people first; never as a fact where the evidence is not enough."""
        if self.is_too_early:
            return f"It is too early to say whether anything changed in {self.place_name}."
        if self.estimate is None:
            return f"The figures cannot say whether anything changed in {self.place_name}."
        if self.implausible:
            return (
                f"A figure of {self.place_name} cannot be right, so the figures cannot say whether anything changed. "
                f"{self.implausible_sentence}"
            )
        if self.is_enough:
            return f"{self.when}, {self.place_name} {self.had} than similar councils would lead us to expect."
        average = ", on average," if len(self.after) > 1 else ""
        return (
            f"{self.when}, the figures for {self.place_name} fit anything {self.span}{average} than similar councils "
            "would lead us to expect. That is not enough to call it a change."
        )

    @property
    def when(self) -> str:
        """'From 2022 to 2025'; one year by its day or its end."""
        first, last = self.after[0], self.after[-1]
        if len(self.after) == 1:
            return f"On 31 March {last}" if self.measure.period == "snapshot" else f"In the year to March {last}"
        if last - first + 1 == len(self.after):
            return f"From {first} to {last}"
        return f"In {words.years(self.after)}"

    @property
    def had(self) -> str:
        """'had, on average, between 20 and 80 fewer referrals a year'."""
        if len(self.after) == 1:
            return f"had {self.span}"
        counted = self.measure.period == "flow" and self.estimate["change"]["people"] is not None
        return f"had, on average, {self.span}{' a year' if counted else ''}"

    @property
    def each_time(self) -> str:
        """How often a number of people stands: 'on 31 March', 'a year'."""
        return "on 31 March" if self.measure.period == "snapshot" else "a year"

    @cached_property
    def span(self) -> str:
        """The interval in people where they are known, else in per cent or points."""
        low, high = self.estimate["low"], self.estimate["high"]
        if self.estimate["change"]["people"] is None:
            span = words.span(low["relative"], high["relative"], self._relative, "lower", "higher")
            return f"a figure {span}"
        return f"{words.span(low['people'], high['people'], words.number, 'fewer', 'more')} {self.measure.counted}"

    @property
    def implausible_sentence(self) -> str:
        """'In 2024, 0 children were counted, where about 370 would be usual.'; empty where every count may be right."""
        return " ".join(
            f"For {one['year']}, {words.number(one['counted'])} {self.measure.counted} are recorded where about "
            f"{words.number(one['expected'])} would be usual."
            for one in self.implausible
        )

    @property
    def best_guess(self) -> str:
        """The single most likely size, after the range; none where it would rest on a count that cannot be right."""
        if self.implausible:
            return ""
        change = self.estimate["change"]
        size = self._relative(abs(change["relative"]))
        if not size.strip("0.% points"):
            return "Our best single estimate is no difference."
        text = f"Our best single estimate is {size} {'lower' if change['relative'] < 0 else 'higher'}"
        if change["people"] is None:
            return f"{text}."
        count, more = words.number(abs(change["people"])), "fewer" if change["people"] < 0 else "more"
        return f"{text}: about {count} {more} {self.measure.counted} {self.each_time}."

    @property
    def ruled_out(self) -> str:
        """What the interval excludes; where evidence is not enough, only what lies further out than no change."""
        if self.implausible:
            return ""
        low, high = self.estimate["low"]["relative"], self.estimate["high"]["relative"]
        parts = []
        if low is not None and (low < 0 or self.is_enough):
            size = self._relative(abs(low))
            parts.append(f"a fall of more than {size}" if low < 0 else f"anything less than a rise of {size}")
        if high is not None and (high > 0 or self.is_enough):
            size = self._relative(abs(high))
            parts.append(f"a rise of more than {size}" if high > 0 else f"anything less than a fall of {size}")
        if not parts:
            return "The figures rule nothing out."
        return f"With 90% confidence the figures rule out {words.join(parts)}."

    @cached_property
    def reasons(self) -> list[str]:
        estimate: Mapping[str, Any] = self.estimate or {}
        filled = {
            "size": self.size,
            "rank": words.number(estimate.get("rank", 0)),
            "places": words.number(estimate.get("places", 0)),
            "explanation": self.finding["explanation"],
            "name": self.place_name,
            "counted": self.measure.counted,
            "implausible": self.implausible_sentence,
        }
        return [reasons.REASONS[code].format(**filled) for code in self.finding["reasons"]]

    @property
    def as_harm(self) -> str:
        """The same finding where a move for the worse is what is looked for."""
        if self.estimate is None:
            return f"The figures cannot say whether this changed. {' '.join(self.reasons)}"
        if self.implausible:
            return f"Not enough evidence. {' '.join(self.reasons)}"
        if not self.is_enough:
            return f"Not enough evidence. {' '.join(self.reasons)} The figures fit anything {self.span}."
        if self.finding["verdict"] == "no_detectable_change":
            return f"No detectable change. {' '.join(self.reasons)}"
        if self.finding["verdict"] == "too_small_to_matter":
            return f"A change too small to matter. {' '.join(self.reasons)}"
        rose = self.estimate["change"]["relative"] > 0
        if self.measure.polarity == "none":
            opening = f"It {'rose' if rose else 'fell'}, and neither direction is good in itself"
        else:
            opening = "It got better" if rose == (self.measure.polarity == "up") else "It got worse"
        return f"{opening}. {self.when}, {self.place_name} {self.had} than expected."

    def _relative(self, size: float) -> str:
        return words.relative(size, self.measure)
