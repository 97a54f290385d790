"""A team's own figures as a page shows them: a sentence, icons with words, a chart, and the same as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from cairn.adoption.analysis.figures import (
    NEEDED_BEFORE,
    NEEDED_SINCE,
    Change,
    Finding,
    OwnChart,
    Phase,
    Shape,
    Shown,
    State,
    Why,
    draw_own_chart,
)
from cairn.adoption.models import OwnFigure, OwnMeasure, OwnPhase
from cairn.adoption.queries.figures import Happened, find_first_day, find_happened, get_own_measures, list_missing
from cairn.common.charts import DrawnChart, Line, LineChart, Mark, Start, Words, draw_both, draw_signal
from cairn.common.marks import MARKS
from cairn.common.tables import Column
from cairn.records.models import Record

SIGNALS = {"improvement": "better", "concern": "worse", "neither": "neither"}
SIGNAL_WORDS = {"improvement": "improvement", "concern": "concern", "neither": "neither better nor worse"}
# Colours of the site and a letter, as in the NHS's icons: the letter and the words say it without the colour.
VARIATION_ICONS = {
    "common_cause": ("–", "#4a5453"),
    "improvement_high": ("H", "#0b5a62"),
    "improvement_low": ("L", "#0b5a62"),
    "concern_high": ("H", "#a33b0a"),
    "concern_low": ("L", "#a33b0a"),
    "neither_high": ("H", "#6f2358"),
    "neither_low": ("L", "#6f2358"),
}
ASSURANCE_ICONS = {"pass": ("P", "#0b5a62"), "fail": ("F", "#a33b0a"), "hit_and_miss": ("?", "#4a5453")}
VARIATION_WORDS = {
    "common_cause": "No signal: the latest figure is within the normal range",
    "improvement_high": "Improvement: the latest figure is unusually high",
    "improvement_low": "Improvement: the latest figure is unusually low",
    "concern_high": "Concern: the latest figure is unusually high",
    "concern_low": "Concern: the latest figure is unusually low",
    "neither_high": "Unusually high, which is neither better nor worse in itself",
    "neither_low": "Unusually low, which is neither better nor worse in itself",
}
ASSURANCE_WORDS = {
    "pass": "Likely to meet the target each {period}, if nothing changes",
    "fail": "Likely to miss the target each {period}, if nothing changes",
    "hit_and_miss": "Will sometimes meet and sometimes miss the target, by chance",
}
RULE_WORDS = {  # of the rules of the engine, in the words of this page
    "outside": "outside the normal range",
    "run": "7 or more in a row on one side of the average",
    "trend": "7 or more in a row that rise, or that fall",
    "two_of_three": "2 of 3 near the same end of the normal range",
}
FINDING_TAGS = {
    Change.BETTER: ("Changed for the better", "green"),
    Change.WORSE: ("Changed for the worse", "red"),
    Change.HIGHER: ("Changed: higher", "blue"),
    Change.LOWER: ("Changed: lower", "blue"),
    Change.NONE: ("No lasting change", "blue"),
    Change.CANNOT_TELL: ("Cannot tell", "grey"),
}
MARK_WORDS = {
    State.HIDDEN: "Hidden, because the number is so small that it could identify a child.",
    State.NOT_COLLECTED: "Nothing was collected. This is not 0.",
    State.NOT_POSSIBLE: "No percentage is possible, because there was no one to count.",
}
SHAPE_WORDS = {
    Shape.STEP: "It changed in a step.",
    Shape.GRADUAL: "It changed gradually.",
    Shape.UNCLEAR: "Whether it was a step is unclear.",
}
HOW_TO_ADD_START = "Add a start date to the record, to the month."


@dataclass(frozen=True)
class Icon:
    drawing: SafeString
    words: str


@dataclass(frozen=True)
class Marked:
    """A number below the chart, and what it is for."""

    sign: str
    when: str
    words: str


@dataclass(frozen=True)
class OwnMeasureView:
    """One measure for one reader: `is_team` sees small numbers, notes and reasons, others do not."""

    measure: OwnMeasure
    figures: Sequence[OwnFigure]
    phases: Sequence[OwnPhase]
    first_day: date | None  # of the start that the record has now
    happened: Sequence[Happened]
    is_team: bool

    @property
    def start(self) -> date | None:
        return self.measure.frozen_before or self.first_day

    @property
    def start_moved(self) -> bool:
        """Whether the record has another start than the one before which the limits are frozen."""
        frozen = self.measure.frozen_before
        return frozen is not None and self.first_day is not None and frozen != self.first_day

    @cached_property
    def chart(self) -> OwnChart:
        return draw_own_chart(self.measure, self.figures, self.phases, start=self.start, hides_small=not self.is_team)

    # --- in words ------------------------------------------------------------------------------------

    @property
    def finding(self) -> Finding:
        return self.chart.finding

    @property
    def finding_tag(self) -> tuple[str, str]:
        return FINDING_TAGS[self.finding.change]

    @property
    def finding_sentence(self) -> str:
        if self.finding.change is Change.CANNOT_TELL:
            return f"Cannot tell yet: {self._describe_why(self.finding)}"
        return self.finding_detail

    @property
    def finding_detail(self) -> str:
        """What stands beside the tag, which says the rest."""
        found = self.finding
        if found.change is Change.CANNOT_TELL:
            why = self._describe_why(found)
            return f"{why[:1].upper()}{why[1:]}"
        if found.since is None or found.mean_before is None or found.mean_since is None:
            return f"No lasting change since the start in {self.start:%B %Y}."
        direction = "Higher" if found.mean_since > found.mean_before else "Lower"
        label = {Change.BETTER: "changed for the better", Change.WORSE: "changed for the worse"}.get(found.change, "")
        since, shape = self.measure.name_period(found.since), SHAPE_WORDS[found.shape or Shape.UNCLEAR]
        return (
            f"{direction} since {since}{f' ({label})' if label else ''}: {self.write(found.mean_since)} on average, "
            f"compared with {self.write(found.mean_before)} before the start. {shape}"
        )

    def _describe_why(self, found: Finding) -> str:
        many = f"{self.measure.period_word}s"
        match found.why:
            case Why.NO_START:
                return f"no start date is recorded. {HOW_TO_ADD_START}"
            case Why.FEW_BEFORE:
                return f"{_count(found.before, 'figure')} from before the start. At least {NEEDED_BEFORE} are needed."
            case Why.FEW_SINCE:
                return f"{_count(found.after, 'figure')} since the start. At least {NEEDED_SINCE} {many} are needed."
            case Why.COUNTED:
                return "since the start it is counted in a different way."
            case _:
                return "small numbers are hidden to protect children, so we show no average and no normal range."

    @property
    def latest(self) -> Shown | None:
        return next((one for one in reversed(self.chart.points) if one.value is not None), None)

    @property
    def latest_sentence(self) -> str:
        if self.latest is None:
            return "No figures yet."
        return f"Latest: {self.write_point(self.latest)} in {self.measure.name_period(self.latest.period)}."

    @property
    def range_sentence(self) -> str:
        """Between which values the figures usually lie, now and before."""
        if not self.chart.phases:
            return ""
        return " ".join(self._describe_range(one) for one in self.chart.phases)

    def _describe_range(self, phase: Phase) -> str:
        ends = f"{self.write(self._cap(phase.lower))} to {self.write(self._cap(phase.upper))}"
        if phase.phase:
            opening = f"From {self.measure.name_period(phase.first)}"
        else:
            opening = f"Going by {self._describe_figures(phase)}"
        return f"{opening}, the normal range is {ends} and the average {self.write(phase.mean)}."

    def _describe_figures(self, phase: Phase) -> str:
        if self.chart.is_frozen and self.start and self.start > phase.first:
            return f"the {phase.points} figures before the start"
        return f"{'all' if phase.points == len(self._known) else 'the first'} {phase.points} figures"

    @property
    def _known(self) -> list[Shown]:
        return [one for one in self.chart.points if one.value is not None]

    @property
    def chart_sentence(self) -> str:
        return " ".join(filter(None, (self.range_sentence, self._signals_sentence)))

    @property
    def _signals_sentence(self) -> str:
        found = self.chart.signals
        if not self.chart.phases:
            return ""
        if not found:
            return f"No {self.measure.period_word} is outside the normal range."
        rules = list(dict.fromkeys(rule for point in found for rule in point.rules))
        number = len(found)
        return (
            f"{_count(number, self.measure.period_word).capitalize()} {'stands' if number == 1 else 'stand'} out: "
            f"{'; '.join(RULE_WORDS[rule] for rule in rules)}."
        )

    @property
    def warnings(self) -> list[str]:
        found = [
            "The chart shows one team’s figures only. It cannot tell a local change from a national one.",
            "It sometimes signals a change where there is none: of 100 series in which nothing happened, we would "
            "say “changed” of 1 or 2 where months are unrelated, and of up to 13 where each month resembles the last.",
        ]
        thin = [phase.points for phase in self.chart.phases if phase.is_provisional]
        if thin:
            found.append(
                f"A normal range here is based on {' and '.join(map(str, thin))} figures. With fewer than 12, treat it "
                "as provisional."
            )
        if any(phase.mean < NEEDED_SINCE and not self.measure.is_percentage for phase in self.chart.phases):
            found.append("The numbers are small, so the limits are rough. A longer period, such as a quarter, helps.")
        return found

    @property
    def missing(self) -> list[str]:
        """Periods that the last figure has left behind."""
        return [self.measure.name_period(one) for one in self._missing_periods]

    @cached_property
    def _missing_periods(self) -> list[date]:
        return list_missing(self.measure, day=localdate()) if self.figures else []

    # --- icons ---------------------------------------------------------------------------------------

    @property
    def icons(self) -> list[Icon]:
        found = []
        if self.chart.variation:
            letter, colour = VARIATION_ICONS[self.chart.variation]
            found.append(Icon(_draw_icon(letter, colour), VARIATION_WORDS[self.chart.variation]))
        if self.chart.assurance in ASSURANCE_ICONS:
            letter, colour = ASSURANCE_ICONS[self.chart.assurance]
            words = ASSURANCE_WORDS[self.chart.assurance].format(period=self.measure.period_word)
            found.append(Icon(_draw_icon(letter, colour, square=True), words))
        return found

    # --- the chart -----------------------------------------------------------------------------------

    @cached_property
    def marks(self) -> list[Marked]:
        return [one for _, one in self._placed_marks]

    @cached_property
    def _placed_marks(self) -> list[tuple[int, Marked]]:
        """What happened in one of the periods of the chart, numbered in their order; notes are for the team."""
        periods = [one.period for one in self.figures]
        found: list[tuple[int, str, str]] = []
        for one in self.happened:
            if one.days is None or self.measure.get_period(one.days[0]) != self.measure.get_period(one.days[1]):
                continue  # a year says no month
            period = self.measure.get_period(one.days[0])
            if period in periods:
                found.append((periods.index(period), one.when, one.words))
        if self.is_team:
            found += [
                (index, self.measure.name_period(figure.period), figure.note)
                for index, figure in enumerate(self.figures)
                if figure.note
            ]
        found.sort(key=lambda one: one[0])
        signs: dict[int, str] = {}
        placed = []
        for index, when, words in found:
            sign = signs.setdefault(index, f"{len(signs) + 1}")
            placed.append((index, Marked(sign, when, words)))
        return placed

    @property
    def unplaced(self) -> list[Happened]:
        """Changes and moves of which the day is known too roughly, or which lie outside the figures."""
        placed = {(one.when, one.words) for _, one in self._placed_marks}
        return [one for one in self.happened if (one.when, one.words) not in placed]

    @property
    def specification(self) -> LineChart | None:
        points = self.chart.points
        if len(points) < 2 or not self._known:
            return None
        own = Line(
            tuple(one.value for one in points),
            "own",
            self.measure.title,
            "Figure",
            signals=tuple((index, SIGNALS[_kind(one)]) for index, one in enumerate(points) if one.rules),
        )
        lines = [line for phase in self.chart.phases for line in self._draw_limits(phase)]
        if self.measure.target is not None:
            target = float(self.measure.target)
            lines.append(Line((target,) * len(points), "target", "Target", "Target"))
        numbered = {index: one.sign for index, one in self._placed_marks}
        return LineChart(
            words=self._words,
            years=tuple(range(len(points))),
            lines=(*lines, own),
            start=self._start,
            from_zero=True,
            gaps=tuple((index, MARKS[one.state].sign) for index, one in enumerate(points) if one.state in MARKS),
            names=tuple(self.measure.name_in_short(one.period) for one in points),
            marks=tuple(Mark(index, sign) for index, sign in numbered.items()),
        )

    @property
    def legend(self) -> list[Icon]:
        """The shapes of signals that the chart has."""
        kinds = {_kind(point) for point in self.chart.signals}
        return [
            Icon(draw_signal(SIGNALS[kind]), f"Signal of {words}" if kind != "neither" else f"Signal: {words}")
            for kind, words in SIGNAL_WORDS.items()
            if kind in kinds
        ]

    @property
    def drawn(self) -> DrawnChart | None:
        chart = self.specification
        return draw_both(chart) if chart else None

    def _draw_limits(self, phase: Phase) -> list[Line]:
        is_last = phase is self.chart.phases[-1]
        lines = []
        for value, look, label, short in (
            (phase.mean, "mean", "Average", "Average"),
            (self._cap(phase.upper), "limit", "Upper end of normal range", "Upper end"),
            (self._cap(phase.lower), "limit", "Lower end of normal range", "Lower end"),
        ):
            values = tuple(value if phase.first <= one.period <= phase.last else None for one in self.chart.points)
            name = f"{label}, from {self.measure.name_in_short(phase.first)}"
            lines.append(Line(values, look, label if is_last else "", short if is_last else "", name))
        return lines

    @property
    def _start(self) -> Start | None:
        periods = [one.period for one in self.chart.points]
        if self.start is None or self.measure.get_period(self.start) not in periods:
            return None
        index = periods.index(self.measure.get_period(self.start))
        return Start(index, "Start", "Start")

    @property
    def _words(self) -> Words:
        unit = "Per cent" if self.measure.is_percentage else f"Number in each {self.measure.period_word}"
        description = (
            f"Line chart of {self.measure.title}, {self.measure.name_period(self.chart.points[0].period)} to "
            f"{self.measure.name_period(self.chart.points[-1].period)}. {self.chart_sentence} "
            "The figures are in the table."
        )
        return Words(self.measure.title, description, unit, unit, heading=self.measure.title)

    def _cap(self, value: float) -> float:
        """A limit that no figure can pass."""
        return min(max(value, 0.0), 100.0) if self.measure.is_percentage else max(value, 0.0)

    # --- tables --------------------------------------------------------------------------------------

    def write(self, value: float) -> str:
        text = f"{value:,.1f}".removesuffix(".0")
        return f"{text}%" if self.measure.is_percentage else text

    def write_point(self, point: Shown) -> str:
        if point.value is None:
            return MARKS[point.state].sign
        if point.out_of is not None:
            return f"{self.write(point.value)} ({point.number:,} of {point.out_of:,})"
        return f"{point.number:,}"

    @property
    def columns(self) -> list[Column]:
        """For the page and the table that leaves it alike."""
        found = [Column("Month" if self.measure.months == 1 else "Quarter"), Column("Number", numeric=True)]
        if self.measure.is_percentage:
            found += [Column("Out of", numeric=True), Column("Percentage", numeric=True)]
        found.append(Column("Signal"))
        return [*found, Column("Note")] if self.is_team else found

    @property
    def rows(self) -> list[list[Any]]:
        found = []
        for point, figure in zip(self.chart.points, self.figures, strict=True):
            row: list[Any] = [self.measure.name_period(point.period), self._write_part(point, point.number)]
            if self.measure.is_percentage:
                row += [
                    self._write_part(point, point.out_of),
                    self.write(point.value) if point.value is not None else MARKS[point.state].sign,
                ]
            row.append(_describe_signal(point))
            found.append([*row, figure.note or figure.why_none] if self.is_team else row)
        return found

    @staticmethod
    def _write_part(point: Shown, part: int | None) -> str:
        return MARKS[point.state].sign if part is None else f"{part:,}"

    @property
    def mark_notes(self) -> list[tuple[str, str]]:
        """Signs that the table holds, each with what it says here."""
        states = {point.state for point in self.chart.points}
        return [(MARKS[state].sign, words) for state, words in MARK_WORDS.items() if state in states]

    @property
    def file_header(self) -> list[str]:
        columns = [column.label for column in self.columns if column.label not in ("Signal", "Note", "Percentage")]
        columns += ["Nothing collected because", "Note"] if self.is_team else []
        return [*columns, *(["Percentage"] if self.measure.is_percentage else []), *WORKED_OUT_TITLES]

    @property
    def file_rows(self) -> list[list[Any]]:
        """Our own download can be uploaded again by the team."""
        found = []
        for point, figure in zip(self.chart.points, self.figures, strict=True):
            sign = MARKS[point.state].sign if point.state in MARKS else ""
            gap = "" if self.is_team and figure.number is None else sign
            row: list[Any] = [f"{point.period:%Y-%m}", gap if point.number is None else point.number]
            if self.measure.is_percentage:
                row.append(gap if point.out_of is None else point.out_of)
            row += [figure.why_none, figure.note] if self.is_team else []
            if self.measure.is_percentage:
                row.append(sign if point.value is None else round(point.value, 4))
            phase = next((one for one in self.chart.phases if one.first <= point.period <= one.last), None)
            limits = [phase.mean, self._cap(phase.lower), self._cap(phase.upper)] if phase else [None] * 3
            found.append([*row, _describe_signal(point), *(None if one is None else round(one, 4) for one in limits)])
        return found


WORKED_OUT_TITLES = ("Signal", "Mean", "Lower limit", "Upper limit")


def _kind(point: Shown) -> str:
    return point.variation.value.split("_")[0]


def _describe_signal(point: Shown) -> str:
    """In words, as no colour says it."""
    if not point.rules:
        return ""
    return f"{SIGNAL_WORDS[_kind(point)].capitalize()}: {'; '.join(RULE_WORDS[rule] for rule in point.rules)}"


def _count(number: int, word: str) -> str:
    names = {0: "no", 1: "one"}
    return f"{names.get(number, number)} {word}{'' if number == 1 else 's'}"


def _draw_icon(letter: str, colour: str, *, square: bool = False) -> SafeString:
    """A ring with its letter, or for assurance a rounded square."""
    shape = '<rect x="2" y="2" width="36" height="36" rx="6"' if square else '<circle cx="20" cy="20" r="18"'
    return mark_safe(  # noqa: S308 - shapes of our own
        '<svg class="f-own-icon" viewBox="0 0 40 40" width="40" height="40" aria-hidden="true" focusable="false">'
        f'{shape} fill="#fff" stroke="{colour}" stroke-width="3"/>'
        f'<text x="20" y="27" text-anchor="middle" font-size="20" font-weight="700" fill="{colour}">{escape(letter)}'
        "</text></svg>"
    )


# --- For pages -------------------------------------------------------------------------------------------


def view_measure(measure: OwnMeasure, *, is_team: bool) -> OwnMeasureView:
    record = measure.record
    return _make_view(measure, find_first_day(record), _find_happened(record, is_team=is_team), is_team=is_team)


def list_own_measures(record: Record, *, is_team: bool) -> list[OwnMeasureView]:
    """What a reader may see of the figures of a record: all of them for its team, shared ones for others."""
    measures = list(get_own_measures(record, is_team=is_team))
    if not measures:
        return []
    first_day, happened = find_first_day(record), _find_happened(record, is_team=is_team)
    return [_make_view(measure, first_day, happened, is_team=is_team) for measure in measures]


def _find_happened(record: Record, *, is_team: bool) -> list[Happened]:
    """For the team: words of a change may still be a draft."""
    return find_happened(record) if is_team else []


def _make_view(
    measure: OwnMeasure, first_day: date | None, happened: Sequence[Happened], *, is_team: bool
) -> OwnMeasureView:
    phases = getattr(measure, "phases_that_count", None)
    return OwnMeasureView(
        measure,
        list(measure.figures.all()),
        list(measure.phases.filter(undone_at__isnull=True)) if phases is None else phases,
        first_day,
        happened,
        is_team,
    )
