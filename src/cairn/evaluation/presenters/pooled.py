"""A model over all its councils, for its page, its panel and its files."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString

from cairn.common.charts import DrawnChart
from cairn.common.dates import show_day
from cairn.common.tables import Column
from cairn.evaluation.models import ModelResult
from cairn.evaluation.models.specification import ListedSite, ModelSpecification
from cairn.evaluation.presenters import pooled_words, words
from cairn.evaluation.queries.pooled import Shown, ShownMeasure
from cairn.indicators.definitions import IndicatorDefinition, get_definition

MOST_CHANGES = 2
EVENT = "event"  # the name of the chart of all councils together
CHECK_COLUMNS = ("Check", "Result", "Change")
SOURCE_COLUMNS = ("Release", "Publisher", "Edition", "Used as", "Years")
EARLIER_COLUMNS = ("Calculated", "List", "Finding")


def noun(measure: IndicatorDefinition) -> str:
    """'the rate of children in need at 31 March'."""
    opening = {"percentage": "the percentage of", "count": "the number of"}.get(measure.kind, "the rate of")
    first, _, _ = measure.title.partition(", per ")
    return f"{opening} {first[:1].lower()}{first[1:]}"


@dataclass(frozen=True)
class CouncilView:
    """One council's small chart: under its name once its time to reply is over."""

    name: str
    is_own: bool
    change: str
    years: str
    drawing: SafeString


@dataclass(frozen=True)
class MeasureView:
    """One measure of a list, from its stored result."""

    document: Mapping[str, Any]

    @cached_property
    def measure(self) -> IndicatorDefinition:
        return get_definition(self.document["measure"]["key"])

    @property
    def verdict(self) -> str:
        return str(self.document["finding"]["verdict"])

    @property
    def label(self) -> str:
        return pooled_words.label(self.verdict, self.measure, self.document["direction"])

    @property
    def colour(self) -> str:
        if self.measure.polarity == "none" and self.verdict in pooled_words.CHANGED:
            return "blue"
        return pooled_words.COLOURS[self.verdict]

    @property
    def estimate(self) -> Mapping[str, Any] | None:
        """None where too few councils are used: the size would be a finding about each of them."""
        return None if self.verdict == "too_few_sites" else self.document["primary"]

    @property
    def listed(self) -> int:
        return len(self.document["account"])

    @property
    def used(self) -> int:
        return sum(row["state"] == "used" for row in self.document["account"])

    @property
    def account(self) -> str:
        return pooled_words.account(self.document["account"])

    @property
    def people(self) -> str:
        return pooled_words.people_range(self.estimate, self.measure) if self.estimate else ""

    @property
    def change(self) -> str:
        return pooled_words.size(self.estimate["change"]["analysis"], self.measure) if self.estimate else ""

    @property
    def range(self) -> str:
        return pooled_words.share_range(self.estimate, self.measure) if self.estimate else ""

    @property
    def reasons(self) -> list[str]:
        """Why; a change needs no reason beside its sentence."""
        if self.verdict in pooled_words.CHANGED:
            return []
        return [pooled_words.reason(code) for code in self.document["finding"]["reasons"]]

    @property
    def sentence(self) -> str:
        """What the figures say of this measure, for somebody who reads no further."""
        what = noun(self.measure)
        if self.estimate is None:
            return f"Too few councils can be used to say anything about {what}."
        change = self.estimate["change"]["analysis"]
        moved = "fell" if change < 0 else "rose"
        size = words.relative(abs(words.to_reader(change, self.measure)), self.measure)
        where = f"In {pooled_words.councils(self.used)}"
        if self.verdict in pooled_words.CHANGED:
            return (
                f"{where}, {what} {moved} by {size} compared with councils that did not use the model "
                f"(90% range {self.range}).{self._pandemic}"
            )
        if self.verdict in ("no_detectable_change", "too_small_to_matter"):
            return f"{where}, {what} did not change by enough to matter (90% range {self.range})."
        return (
            f"There is not enough evidence about {what}. Our best estimate for {pooled_words.councils(self.used)} is "
            f"{self.change}, and the figures allow anything from {self.range}."
        )

    @property
    def _pandemic(self) -> str:
        """Where most of them started in 2020 to 2022, no change may be said without it."""
        started = self.in_pandemic
        if 2 * started <= self.used:
            return ""
        who = "All of them" if started == self.used else f"{pooled_words.count(started).capitalize()} of them"
        return f" {who} started between 2020 and 2022, so this cannot be told apart from the pandemic."

    @property
    def people_sentence(self) -> str:
        return f"All {pooled_words.councils(self.used)} together: {self.people}." if self.people else ""

    @property
    def detectable(self) -> str:
        if self.estimate is None:
            return ""
        fall, rise = (pooled_words.size(sign * self.estimate["detectable"], self.measure) for sign in (-1, 1))
        return f"{fall} or {rise}"

    @property
    def next_council(self) -> str:
        if self.estimate is None or not self.estimate["next_council"]:
            return ""
        low, high = (pooled_words.size(end, self.measure) for end in self.estimate["next_council"])
        return f"The next council to use the model could expect a change between {low} and {high} (95% range)."

    @property
    def event_sentence(self) -> str:
        if self.estimate is None:
            return ""
        outside = [
            year["years_since"]
            for year in self.estimate["path"]
            if year["years_since"] > 0 and not year["usual_low"] <= year["effect"] <= year["usual_high"]
        ]
        total = sum(year["years_since"] > 0 for year in self.estimate["path"])
        return (
            "Each dot is the average gap in one year, counted from each council’s own start; the lines are 90% ranges. "
            f"In {pooled_words.count(len(outside))} of the {pooled_words.count(total)} years after the start, the "
            "average lies outside the shaded range, where as many councils chosen at random usually lie."
        )

    @property
    def event_columns(self) -> list[str | Column]:
        return [
            "Years since the start",
            Column("Average gap", numeric=True),
            "90% range",
            "Range of councils chosen at random",
            Column("Councils", numeric=True),
        ]

    @property
    def event_rows(self) -> list[list[str]]:
        if self.estimate is None:
            return []
        return [
            [
                words.number(year["years_since"]),
                pooled_words.size(year["effect"], self.measure),
                _range(year["low"], year["high"], self.measure),
                _range(year["usual_low"], year["usual_high"], self.measure),
                str(year["sites"]),
            ]
            for year in self.estimate["path"]
        ]

    @property
    def sensitivity_columns(self) -> list[str | Column]:
        return ["Calculation", "Finding", Column("Change", numeric=True), "90% range", Column("Councils", numeric=True)]

    @property
    def sensitivity_rows(self) -> list[list[str]]:
        own = [["Main result", self.label, self.change or "Not shown", self.range or "Not shown", str(self.used)]]
        return own + [self._describe_otherwise(one) for one in self.document["sensitivities"]]

    def _describe_otherwise(self, one: Mapping[str, Any]) -> list[str]:
        estimate = one["estimate"]
        return [
            pooled_words.OTHERWISE[one["kind"]],
            pooled_words.label(one["finding"]["verdict"], self.measure, self.document["direction"]),
            pooled_words.size(estimate["change"]["analysis"], self.measure) if estimate else "Not shown",
            pooled_words.share_range(estimate, self.measure) if estimate else "Not shown",
            str(one["councils"]),
        ]

    @property
    def has_otherwise(self) -> bool:
        return bool(self.document["sensitivities"])

    @property
    def unconfirmed_sentence(self) -> str:
        """Beside too few: what it would be with the others."""
        found = next((one for one in self.document["sensitivities"] if one["kind"] == "with_unconfirmed"), None)
        if found is None or self.verdict != "too_few_sites":
            return ""
        label = pooled_words.label(found["finding"]["verdict"], self.measure, self.document["direction"]).lower()
        text = f"With the councils whose start no one has confirmed, {found['councils']} could be used: {label}"
        if found["estimate"]:
            change = pooled_words.size(found["estimate"]["change"]["analysis"], self.measure)
            text += f" ({change}, 90% range {pooled_words.share_range(found['estimate'], self.measure)})"
        return f"{text}."

    @property
    def depth(self) -> list[str]:
        """How sure we are, by other roads."""
        if self.estimate is None:
            return []
        one = self.estimate
        draws = self.document["plan"]["draws"]
        lines = [
            f"We chose as many councils at random {draws:,} times. A change at least as large came up in "
            f"{one['p_value']:.1%} of these draws (p = {one['p_value']:.4f}).",
            f"A change of {self.detectable}, or more, would have been found four times out of five.",
        ]
        if without := one["without_each"]:
            low, high = (pooled_words.size(without[end], self.measure) for end in ("low", "high"))
            lines.append(
                f"Leaving out one council at a time, the change lies between {low} and {high}, and p between "
                f"{without['lowest_p']:.3f} and {without['highest_p']:.3f}."
            )
        if cross := one["cross_check"]:
            per = " points" if self.measure.kind == "percentage" else "%"
            error = cross["standard_error"] * (1 if self.measure.kind == "percentage" else 100)
            lines.append(
                f"By the method of Callaway and Sant’Anna: {pooled_words.size(cross['effect'], self.measure)} "
                f"(standard error {error:.1f}{per})."
            )
        if between := one["between"]:
            lines.append(
                f"By random effects, allowing the councils to differ: "
                f"{pooled_words.size(between['mean'], self.measure)}. {between['i_squared']:.0%} of the variation is "
                "between councils."
            )
        lines.append(self._describe_fidelity())
        return lines

    def _describe_fidelity(self) -> str:
        slope = self.estimate["by_fidelity"] if self.estimate else None
        if slope is None:
            return (
                "How faithfully the model runs is known in fewer than four of the councils, or is the same in all. "
                "So we cannot say whether it matters."
            )
        change = pooled_words.size(slope["slope"], self.measure)
        low, high = (pooled_words.size(end, self.measure) for end in slope["interval"])
        return (
            f"From none to all of the must-keep parts in place, the change differs by {change} (95% range {low} to "
            f"{high}, p = {slope['p_value']:.3f}). Councils chose how faithful they were, so this is no experiment."
        )

    @property
    def check_rows(self) -> list[list[str]]:
        if self.estimate is None:
            return []
        return [
            [
                pooled_words.CHECKS[one["kind"]].format(
                    detail=one["detail"], year="year" if one["detail"] == "1" else "years"
                ),
                pooled_words.CHECK_RESULTS[one["result"]],
                pooled_words.size(one["estimate"], self.measure) if one["estimate"] is not None else "",
            ]
            for one in self.estimate["checks"]
        ]

    @property
    def in_pandemic(self) -> int:
        return int(self.estimate["in_pandemic"]) if self.estimate else 0

    @property
    def programmes(self) -> list[str]:
        return [f"{one['name']}: {one['programme']}" for one in self.document["known_programmes"]]

    @property
    def source_rows(self) -> list[list[str]]:
        return [
            [row["title"], row["publisher"], row["edition"], row["role"], words.years(row["years"])]
            for row in self.document["data"]
        ]


def _range(low: float | None, high: float | None, measure: IndicatorDefinition) -> str:
    return f"{pooled_words.size(low, measure)} to {pooled_words.size(high, measure)}"


@dataclass(frozen=True)
class ModelView:
    """All measures of the list that is shown."""

    shown: Shown

    @cached_property
    def plan(self) -> ModelSpecification:
        return ModelSpecification.from_text(self.shown.plan.document)

    @cached_property
    def measures(self) -> list[MeasureView]:
        return [_view(one.result) for one in self.shown.measures]

    @property
    def is_fictional(self) -> bool:
        return self.plan.is_fictional

    @property
    def changed(self) -> list[MeasureView]:
        return [one for one in self.measures if one.verdict in pooled_words.CHANGED]

    @property
    def finding(self) -> str:
        """The whole in a few words."""
        verdicts = {one.verdict for one in self.measures}
        if verdicts == {"too_few_sites"}:
            return "Too few councils"
        if self.changed:
            return f"Changed on {len(self.changed)} of {len(self.measures)} measures"
        return "Not enough evidence" if "not_enough_evidence" in verdicts else "No change large enough to matter"

    @property
    def sentences(self) -> list[str]:
        """What a director reads first: what changed, what did not, and what nobody can say."""
        found = [one.sentence for one in self.changed[:MOST_CHANGES]]
        groups = (
            (("no_detectable_change", "too_small_to_matter"), "There was no change large enough to matter in {}."),
            (("not_enough_evidence",), "There is not enough evidence about {}."),
            (("too_few_sites",), "It takes four councils with a confirmed start, and too few can be used for {}."),
        )
        for verdicts, text in groups:
            if same := [noun(one.measure) for one in self.measures if one.verdict in verdicts]:
                found.append(text.format(words.join(same)))
        return found

    @property
    def account(self) -> str:
        """In one sentence where all measures use the same councils."""
        accounts = {one.account for one in self.measures}
        if len(accounts) == 1:
            return accounts.pop()
        used = [one.used for one in self.measures]
        return (
            f"Between {min(used)} and {max(used)} of the {self.measures[0].listed} councils on the list are used, "
            "depending on the measure. Each measure says why the others are not."
        )

    @property
    def columns(self) -> list[str | Column]:
        return ["Measure", "Finding", "Change", "In people", "Councils used"]

    @property
    def limits(self) -> list[tuple[str, str]]:
        started = max((one.in_pandemic for one in self.measures), default=0)
        rows = [
            (
                "It does not say that the model caused a change.",
                "Councils chose to start, often when their figures were high. We correct for what high figures do on "
                "their own, and for nothing else.",
            ),
            (
                "It is not a finding about any one council.",
                "One council’s line moves by chance. Only the average of all of them is tested.",
            ),
            (
                "Numbers in care and on plans are councils’ decisions.",
                "Thresholds, recording and unaccompanied children affect them. They do not show whether children are "
                "better off.",
            ),
            (
                "The comparison councils did not stand still.",
                "Many had programmes of their own. “How we worked this out” lists those we know.",
            ),
        ]
        if started:
            rows.append(
                (
                    f"{pooled_words.councils(started).capitalize()} started between 2020 and 2022.",
                    "What they started cannot be told apart from the pandemic.",
                )
            )
        return rows

    def find(self, key: str) -> "ShownMeasure":
        """The measure that somebody asked for, or the first."""
        by_key = {one.result.measure: one for one in self.shown.measures}
        return by_key.get(key, self.shown.measures[0])

    def site_rows(self, view: MeasureView) -> list[list[str]]:
        """Every council on the list: when it started and who says so, and whether this measure uses it."""
        states = {row["code"]: row["state"] for row in view.document["account"]}
        return [
            [site.name, _describe_start(site), _describe_confirmed(site), _describe_use(states[site.place])]
            for site in sorted(self.plan.sites, key=lambda one: one.name)
        ]

    site_columns = ("Council", "Started", "Start confirmed by", "Used for this measure")


def _view(result: ModelResult) -> MeasureView:
    return MeasureView(json.loads(result.document))


def _describe_start(site: ListedSite) -> str:
    if site.first is None or site.last is None:
        return "No date found"
    if (site.first.year, site.first.month) == (site.last.year, site.last.month):
        text = f"{site.first:%B %Y}"
    elif (site.first.month, site.last.month) == (1, 12):
        text = f"{site.first:%Y}" if site.first.year == site.last.year else f"{site.first:%Y} to {site.last:%Y}"
    else:
        text = f"{site.first:%B %Y} to {site.last:%B %Y}"
    notes = [f"stopped {site.stop:%B %Y}"] if site.stop else []
    notes += ["took parts only"] if site.parts_only else []
    return f"{text} ({'; '.join(notes)})" if notes else text


def _describe_confirmed(site: ListedSite) -> str:
    who = pooled_words.CONFIRMED_BY.get(site.confirmed_by, site.confirmed_by)
    if not who:
        return "No one yet"
    return f"{who}: {site.who_confirms}" if site.who_confirms else who


def _describe_use(state: str) -> str:
    return "Yes" if state == "used" else f"No: it {pooled_words.NOT_USED[state][0]}"


def describe_change(shown: ShownMeasure) -> str:
    """What is different from the result before; empty where there was none."""
    if shown.before is None:
        return ""
    now, before = _view(shown.result), _view(shown.before)
    parts = []
    if shown.before.plan_id != shown.result.plan_id:
        longer = "" if now.listed == before.listed else f": {now.listed} instead of {before.listed}"
        parts.append(f"The list of councils is new{longer}")
    if shown.before.rules != shown.result.rules:
        parts.append("The rules of the test have changed")
    if _releases(now) != _releases(before):
        parts.append("Figures were published or revised")
    opening = f"{'. '.join(parts)}. " if parts else ""
    if now.label == before.label:
        finding = f"The finding is the same: {now.label.lower()}"
    else:
        finding = f"The finding was “{before.label.lower()}” and is now “{now.label.lower()}”"
    sizes = f", {before.change} before and {now.change} now" if now.change and before.change else ""
    used = "" if now.used == before.used else f" {before.used} councils were used before, {now.used} are now."
    return f"{opening}{finding}{sizes}.{used}"


def _releases(view: MeasureView) -> set[str]:
    return {row["sha256"] for row in view.document["data"]}


def earlier_rows(shown: ShownMeasure, view: MeasureView) -> list[list[str]]:
    """Results before, the newest first, from their rows alone."""
    direction = view.document["direction"]
    return [
        [
            f"{show_day(row.worked_out_at)}",
            f"List {row.plan.version}",
            pooled_words.label(row.verdict, view.measure, direction),
        ]
        for row in shown.earlier
    ]


def shuffle(view: MeasureView) -> list[Mapping[str, Any]]:
    """In an order that says nothing: neither by name, which would give unnamed ones away, nor by size, a ranking."""
    key = view.document["plan_sha256"] + view.measure.key
    return sorted(get_part(view, "sites"), key=lambda site: hashlib.sha256(f"{key}{site['code']}".encode()).hexdigest())


def get_part(view: MeasureView, name: str) -> list[Any]:
    """A list of the estimate; empty where too few councils are used."""
    return list(view.estimate[name]) if view.estimate else []


def to_reader(gap: float, measure: IndicatorDefinition) -> float:
    """Per cent or points."""
    return gap if measure.kind == "percentage" else words.to_reader(gap, measure) * 100


def to_reader_end(gap: float | None, measure: IndicatorDefinition) -> float | None:
    return None if gap is None else to_reader(gap, measure)


def get_own_change(site: Mapping[str, Any], measure: IndicatorDefinition) -> str:
    return words.relative(site["change"], measure, signed=True)


def get_unit(measure: IndicatorDefinition) -> str:
    return "points" if measure.kind == "percentage" else "per cent"


def show_event(charts: Iterable[Any]) -> DrawnChart | None:
    """The chart of all councils together, as it was stored."""
    found = next((chart for chart in charts if chart.name == EVENT), None)
    if found is None:
        return None
    return DrawnChart(found.description, SafeString(found.wide), SafeString(found.narrow))


def show_councils(view: MeasureView, charts: Iterable[Any], *, named: set[str], own: set[str]) -> list[CouncilView]:
    """Those with a name in its order first, then the others in the order in which they were stored."""
    sites = {site["code"]: site for site in get_part(view, "sites")}
    shown = []
    for chart in charts:
        if chart.place is None:
            continue
        site = sites[chart.place.code]
        is_own = chart.place.code in own
        name = chart.place.name if is_own or chart.place.code in named else ""
        years = f"{len(site['before'])} years before, {len(site['after'])} after"
        shown.append(CouncilView(name, is_own, get_own_change(site, view.measure), years, SafeString(chart.wide)))
    return sorted(shown, key=lambda one: (not one.is_own, not one.name, one.name))


def measure_to_plain_text(document: Mapping[str, Any]) -> str:
    """One measure for a terminal."""
    view = MeasureView(document)
    lines = [f"{view.measure.title}: {view.label}", view.sentence, view.people_sentence, view.account, *view.reasons]
    lines += [view.unconfirmed_sentence, view.next_council]
    lines += [f"- {line}" for line in view.depth]
    lines += [f"- {' | '.join(row)}" for row in view.sensitivity_rows]
    return "\n".join(line for line in lines if line)
