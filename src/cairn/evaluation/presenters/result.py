"""A stored result as a page shows it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from cairn.common.tables import Column
from cairn.evaluation.models.document import (
    CheckPart,
    EstimatePart,
    FigurePart,
    GapPart,
    ImplausiblePart,
    LeftOutPart,
    ResultDocument,
)
from cairn.evaluation.presenters import reasons, words
from cairn.evaluation.presenters.depth import DepthView
from cairn.evaluation.presenters.findings import FindingWords
from cairn.indicators.definitions import IndicatorDefinition, get_definition
from cairn.indicators.enums import Status
from cairn.library.definitions.programmes import GRADES

SIGNIFICANT = 0.05
CHANCE_IN_CHECKS = 0.10
WEIGHTS_SHOWN = 15
# Bands of the mean gap, as proportions and in points.
GAP_EDGES = {False: (-0.3, -0.2, -0.1, 0.1, 0.2, 0.3), True: (-6.0, -4.0, -2.0, 2.0, 4.0, 6.0)}
SOURCE_ROLES = {"value": "the published figure", "numerator": "what is counted", "denominator": "what it is divided by"}
# Marks of cairn.common.marks by the reason for which a figure is not a number; all other reasons are "missing".
STATUS_MARKS: dict[str, str] = {
    Status.SUPPRESSED: "suppressed",
    Status.NOT_APPLICABLE: "not_applicable",
}


@dataclass(frozen=True)
class ResultView:
    """Everything a result page says, made from the stored document alone."""

    document: ResultDocument

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
    def estimate(self) -> EstimatePart | None:
        return self.document["estimate"]

    @property
    def verdict(self) -> str:
        return words.find_state(self.document["finding"])

    @property
    def label(self) -> str:
        label = words.verdict_label(self.verdict, self.measure, self.document["plan"]["direction"])
        if not self.words.is_too_early or self.document["place"]["closed_on"] or self.is_fictional:
            return label
        due = self.measure.describe_due(self.document["first_year"])
        return f"{label}, due {due}" if due else label

    @property
    def colour(self) -> str:
        # Colours of good and bad only where the measure says which is which.
        is_neutral_step = self.verdict == "step_change" and self.measure.polarity == "none"
        return "blue" if is_neutral_step else words.VERDICT_COLOURS[self.verdict]

    @property
    def smallest_change(self) -> str:
        return words.planned(self.document["plan"]["smallest_change"], self.measure)

    # --- sentences ---------------------------------------------------------------------------

    @cached_property
    def words(self) -> FindingWords:
        after = self.document["sample"]["after"] if self.document["sample"] else []
        finding = self.document["finding"]
        return FindingWords(
            self.measure, self.place_name, finding, self.estimate, after, self.smallest_change, self.implausible
        )

    @property
    def implausible(self) -> list[ImplausiblePart]:
        """Counts of the council that cannot be right; results of earlier rules did not look for them."""
        sample = self.document["sample"]
        return sample.get("implausible", []) if sample else []

    @cached_property
    def reasons(self) -> list[str]:
        return [*self.words.reasons, *self._reasons_about_place]

    @property
    def _reasons_about_place(self) -> list[str]:
        """A council that is younger than the years asked for, and figures that were hidden or never came."""
        sentences = []
        place = self.document["place"]
        if place["opened_on"] and self.estimate is None:
            opened = date.fromisoformat(place["opened_on"])
            sentences.append(
                f"{self.place_name} in its present area has existed since {words.month(opened)}; figures of earlier "
                f"councils cover another area and are not used for it."
            )
        if place["closed_on"] and self.estimate is None:
            closed = date.fromisoformat(place["closed_on"])
            sentences.append(f"{self.place_name} in this area ended in {words.month(closed)}.")
        hidden: dict[str, list[int]] = {}
        for row in self.document["figures"]:
            if row["value"] is None and self.mark(row) != "not_applicable":
                hidden.setdefault(Status(row["status"]).label, []).append(row["year"])
        sentences += [f"No figure for {words.years(years)}: {reason}." for reason, years in hidden.items()]
        sample = self.document["sample"]
        left_out = sample["years_left_out"] if sample else {}
        thin = [int(year) for year, reason in left_out.items() if reason == "too few places have a figure"]
        if thin:
            sentences.append(f"Not used: {words.years(thin)}, because too few councils have a figure.")
        return sentences

    @property
    def next_steps(self) -> list[str]:
        if self.words.is_enough:
            return []
        known = [row["year"] for row in self.document["figures"] if row["value"] is not None]
        last_year, closed = self.document["plan"]["last_year"], self.document["place"]["closed_on"]
        longer = self.document["longer_measure"]
        # A finding takes two years: while there is none after the start, one more would not help.
        next_year = self.document["first_year"] + 1 if self.words.is_too_early else max(known, default=0) + 1
        return reasons.next_steps(
            self.document["finding"]["reasons"][0],
            self.measure,
            next_year=next_year,
            longer=get_definition(longer).title if longer else "",
            can_wait=bool(known) and not last_year and not closed,
            has_last_year=bool(last_year),
            is_closed=bool(closed),
        )

    @property
    def detectable(self) -> str:
        """The smallest change that this test would have found four times in five."""
        is_fall = self.document["plan"]["direction"] < 0
        change = self.estimate["detectable_fall"] if is_fall else self.estimate["detectable_rise"]
        text = f"a {words.direction_word(self.document['plan']['direction'])} of "
        text += words.relative(change["relative"], self.measure)
        if change["people"] is not None:
            text += f", about {words.number(abs(change['people']))} {self.measure.counted} {self.words.each_time}"
        return text

    @property
    def means(self) -> list[str]:
        if self.estimate is None:
            return [
                "The figures cannot answer the question. That says something about the figures, not about the work."
            ]
        sentences = ["It compares: the figure changed, or did not, relative to similar councils in the same years."]
        if self.words.is_enough:
            sentences.append(
                f"If nothing had happened anywhere, a council would look this different by chance in about "
                f"{words.number(self.estimate['rank'])} of {words.number(self.estimate['places'])} cases."
            )
        return sentences

    @property
    def does_not_mean(self) -> list[str]:
        """What every page must say (engine.md, appendix A4)."""
        if self.estimate is None:
            return ["It does not say that nothing changed.", self.measure.polarity_note, self.measure.caution]
        sentences = [
            "It does not say what caused a change. Other things happened in the same years.",
            "It does not outweigh a trial. If the same approach has been tested in a randomised "
            "trial, read that first.",
            "Councils often start something when figures are high or rising, and high figures tend "
            "to come down anyway. The test corrects for the level; the table of methods shows how "
            "much that matters.",
            self._other_programmes,
            self.measure.polarity_note,
            self.measure.caution,
        ]
        if not self.words.is_enough:
            sentences.insert(
                0, "It does not say that nothing changed. For one council, small changes can almost never be shown."
            )
        if words.is_in_pandemic(self.start):
            sentences.append("A start in 2020, 2021 or 2022 cannot be separated from the effects of the pandemic.")
        return sentences

    @property
    def limits(self) -> list[tuple[str, str]]:
        """What is shown with the verdict everywhere: a limit in short, and why. All of them are in `does_not_mean`."""
        if self.estimate is None:
            return [("It does not show that nothing changed.", "The figures cannot answer the question.")]
        found = []
        if not self.words.is_enough:
            found.append(
                (
                    "It does not show that nothing changed.",
                    "For one council, small changes can almost never be detected.",
                )
            )
        since = f"Anything else that changed in {self.place_name} in the same years could have led to this."
        if words.is_in_pandemic(self.start):
            since += " A start in 2020, 2021 or 2022 cannot be separated from the effects of the pandemic."
        found.append(("It does not show the cause.", since))
        found.append(("It does not show that children are better off.", self.measure.polarity_note))
        if self.document["harm"] is not None:
            found.append(("It does not rule out harm.", self._harm_in_short))
        return found

    @property
    def _harm_in_short(self) -> str:
        harm = self.document["harm"]
        title = get_definition(harm["measure"]).title
        if self.harm is None or harm["finding"]["verdict"] == "not_enough_evidence":
            return (
                f"The figures cannot yet show anything about the chosen sign of harm: {title[:1].lower()}{title[1:]}."
            )
        return f"One sign of harm was tested: {title[:1].lower()}{title[1:]}."

    @property
    def best(self) -> tuple[str, str]:
        """The best single estimate as a headline, and the range around it; empty where there is none to show."""
        if self.estimate is None or self.implausible:
            return "", ""
        change, low, high = self.estimate["change"], self.estimate["low"], self.estimate["high"]
        size = words.relative(abs(change["relative"]), self.measure)
        big = "No difference" if not size.strip("0.% points") else f"{size} {_lower_or_higher(change['relative'])}"
        note = ""
        if change["people"] is not None:
            count, more = words.number(abs(change["people"])), "fewer" if change["people"] < 0 else "more"
            note = f"About {count} {more} {self.measure.counted} {self.words.each_time}. "
        span = words.span(
            low["relative"],
            high["relative"],
            lambda value: words.relative(value, self.measure),
            "lower",
            "higher",
        )
        return big, f"{note}90% confidence range: {span.removeprefix('between ').replace(' and ', ' to ')}."

    # --- checks ------------------------------------------------------------------------------

    @property
    def check_items(self) -> list[dict[str, str]]:
        """Each check as a line: a sign, what was done, what came of it, and its state."""
        if self.estimate is None:
            return []
        estimate = self.estimate
        items = [
            {
                "sign": "tick" if estimate["p_value"] <= SIGNIFICANT else "minus",
                "words": "The same test on every other council",
                "note": f"{words.chance(estimate['rank'], estimate['places'])} councils, {self.place_name} included, "
                "moved at least as much",
                "status": "Passed" if estimate["p_value"] <= SIGNIFICANT else "Not unusual",
            }
        ]
        items += self._group_checks(estimate["checks"])
        if self.harm:
            items.append(self._harm_item(self.harm))
        return items

    @property
    def deciding_items(self) -> list[dict[str, str]]:
        return [item for item in self.check_items if item["status"] != FOR_INFORMATION]

    @property
    def informing_items(self) -> list[dict[str, str]]:
        """Checks on which the finding does not depend."""
        return [item for item in self.check_items if item["status"] == FOR_INFORMATION]

    def _harm_item(self, harm: dict[str, str]) -> dict[str, str]:
        is_known = harm["verdict"] != "not_enough_evidence"
        return {
            "sign": "open",
            "words": f"Possible harm: {harm['short_title'][:1].lower()}{harm['short_title'][1:]}",
            "note": harm["sentence"] if is_known else "The figures cannot show this: see how we worked this out",
            "status": "Tested" if is_known else "Not enough evidence",
        }

    def _group_checks(self, checks: list[CheckPart]) -> list[dict[str, str]]:
        """One line for the checks of a kind that came out alike; each of them stands in the files."""
        groups: dict[tuple[str, str, str], list[CheckPart]] = {}
        for check in checks:
            item = self._check_item(check)
            alike = check["kind"] if check["kind"] in GROUPED else f"{check['kind']} {check['detail']} {check['name']}"
            groups.setdefault((alike, item["status"], self._check_result(check)), []).append(check)
        return [
            self._check_item(found[0]) if len(found) == 1 else self._grouped_item(found) for found in groups.values()
        ]

    def _grouped_item(self, checks: list[CheckPart]) -> dict[str, str]:
        item, kind = self._check_item(checks[0]), checks[0]["kind"]
        details = [int(check["detail"]) if check["detail"].isdigit() else 0 for check in checks]
        if kind == "in_time":
            item["words"] = f"If it had begun {words.join([words.number(one) for one in details])} years earlier"
        elif kind == "without_year":
            item["words"] = f"Without each one of these years: {words.years(sorted(details))}"
        else:
            item["words"] = f"Without each one of the {len(checks)} main comparison councils"
        changes = sorted(check["estimate"] for check in checks if check["estimate"] is not None)
        result = self._check_result(checks[0]).removeprefix("Not tested: ")
        ends = list(dict.fromkeys(self._signed_change(one) for one in (changes[0], changes[-1]))) if changes else []
        item["note"] = f"{result[:1].upper()}{result[1:]}" + (f" ({' to '.join(ends)})" if ends else "")
        return item

    def _check_item(self, check: CheckPart) -> dict[str, str]:
        change = self._signed_change(check["estimate"])
        result = self._check_result(check)
        if check["result"] == "not_tested":
            sign, status = "todo", "Not possible"
            result = result.removeprefix("Not tested: ")
        elif self.estimate["p_value"] > SIGNIFICANT and check["kind"] not in ("in_time", "in_people"):
            sign, status = "open", FOR_INFORMATION
        elif check["result"] == "passed":
            sign, status = "tick", "Passed"
        else:
            sign, status = "cross", "Failed" if check["decides"] else FOR_INFORMATION
        note = f"{result[:1].upper()}{result[1:]}" + (f" ({change})" if change else "")
        return {"sign": sign, "words": self._check_words(check), "note": note, "status": status}

    @property
    def checks_sentence(self) -> str:
        """“6 checks passed, 1 was not possible.”"""
        first, *_ = self.check_items
        counts = Counter([first["status"], *(self._check_item(check)["status"] for check in self.estimate["checks"])])
        said = [
            f"{number} {words_for[number > 1]}"
            for status, words_for in CHECK_COUNTS.items()
            if (number := counts[status])
        ]
        return f"{words.join(said)}." if said else ""

    # --- tables ------------------------------------------------------------------------------

    @cached_property
    def expected(self) -> dict[int, float]:
        """The synthetic figure of each year used; empty without an estimate."""
        estimate = self.estimate
        return dict(zip(estimate["years"], estimate["synthetic"], strict=True)) if estimate else {}

    @cached_property
    def people_gaps(self) -> dict[int, float]:
        """People more or fewer than expected in each year after the start; empty where counts are unknown."""
        if self.estimate is None:
            return {}
        return dict(zip(self.document["sample"]["after"], self.estimate["people_gap"] or [], strict=False))

    @property
    def figures(self) -> list[dict[str, Any]]:
        """Year by year: published figure or mark, expected, gap."""
        return [
            {
                "year": row["year"],
                "actual": words.figure(row["value"], self.measure),
                "mark": "" if row["value"] is not None else self.mark(row),
                "count": None if row["count"] is None else words.number(row["count"]),
                "expected": words.figure(self.expected.get(row["year"]), self.measure),
                "people_gap": self._signed(self.people_gaps.get(row["year"])),
                "role": self._role(row["year"]),
            }
            for row in self.document["figures"]
        ]

    def mark(self, row: FigurePart) -> str:
        """Which mark stands for a figure that is not there."""
        return "not_applicable" if self._is_before_council(row["year"]) else STATUS_MARKS.get(row["status"], "missing")

    def _is_before_council(self, year: int) -> bool:
        opened = self.document["place"]["opened_on"]
        return opened is not None and date(year, 3, 31) < date.fromisoformat(opened)

    @property
    def marks_used(self) -> set[str]:
        return {self.mark(row) for row in self.document["figures"] if row["value"] is None}

    def _role(self, year: int) -> str:
        if self._is_before_council(year):
            return "before this council existed"
        years, sample = self.document["years"], self.document["sample"]
        if sample and str(year) in sample["years_left_out"]:
            return f"not used: {sample['years_left_out'][str(year)]}"
        listed = (
            (years["before"], "before the start"),
            (years["transition"], "in between, not used"),
            (years["after"], "after"),
        )
        for used, role in listed:
            if year in used:
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
        return "" if analysis is None else words.change(analysis, self.measure)

    def _check_words(self, check: CheckPart) -> str:
        if check["kind"] == "in_time":
            years = "one year" if check["detail"] == "1" else f"{check['detail']} years"
            return f"If it had begun {years} earlier"
        return {
            "without_donor": f"Without {check['name']} among the comparison councils",
            "without_neighbours": "Without the other councils of the same region",
            "without_pandemic": "Without 2020 and 2021",
            "without_year": f"Without the figure for {check['detail']}",
            "in_people": f"Counted in {self.measure.counted}, all years together",
        }[check["kind"]]

    def _check_result(self, check: CheckPart) -> str:
        if check["result"] == "not_tested":
            return f"Not tested: {NOT_TESTED.get(check['reason'], 'the figures do not allow it')}"
        passed = check["result"] == "passed"
        if check["kind"] == "in_people":
            return "Moved the same way" if passed else "Moved the other way"
        if check["kind"] == "in_time":
            return self._early_result(check) if passed else "Much the same change shows before the start"
        if self.estimate["p_value"] > SIGNIFICANT:
            return "Shown for information: there is no change to confirm"
        text = "The change holds" if passed else "The change does not hold"
        return text if check["decides"] else f"{text} (shown for information)"

    def _early_result(self, check: CheckPart) -> str:
        if check["p_value"] > CHANCE_IN_CHECKS:  # type: ignore[operator]  # a check in time that passed was made
            return "No more than chance before the start"
        if check["estimate"] * self.estimate["change"]["analysis"] < 0:  # type: ignore[operator]  # as above
            return "Moved the other way before the start"
        return "Moved less than half as much before the start"

    @cached_property
    def depth(self) -> DepthView:
        return DepthView(self.document, self.measure)

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

    @property
    def _other_programmes(self) -> str:
        if self.is_fictional:
            return "Real comparison councils have programmes of their own; in this fictional nation we built in a few."
        listed = "Those we know of are listed with the comparison councils; there are probably more."
        none = "We know of none among those with weight here, but there are probably some."
        known = listed if self.document["known_programmes"] else none
        return f"The comparison councils had programmes of their own. {known}"

    @property
    def gap_columns(self) -> tuple[str, Column]:
        return "Mean change against their own comparison", Column("Councils", numeric=True)

    @property
    def gap_rows(self) -> list[tuple[str, int]]:
        """How many councils moved how much; no council is named but this one."""
        own, *others = [words.to_reader(row["z"] * row["scale"], self.measure) for row in self._own_gap_first]
        edges = GAP_EDGES[self.measure.kind == "percentage"]
        rows = []
        for low, high in zip((None, *edges), (*edges, None), strict=True):
            count = sum(self._is_between(gap, low, high) for gap in (own, *others))
            here = f" ({self.place_name} is here)" if self._is_between(own, low, high) else ""
            rows.append((f"{self._band(low, high)}{here}", count))
        return rows

    @property
    def _own_gap_first(self) -> list[GapPart]:
        own = self.document["place"]["code"]
        return sorted(self.estimate["gaps"], key=lambda row: row["code"] != own)

    @staticmethod
    def _is_between(gap: float, low: float | None, high: float | None) -> bool:
        return (low is None or gap >= low) and (high is None or gap < high)

    def _band(self, low: float | None, high: float | None) -> str:
        if low is None:
            return f"fell by more than {words.relative(high, self.measure)}"  # type: ignore[arg-type]  # one end only is open
        if high is None:
            return f"rose by {words.relative(low, self.measure)} or more"
        if low < 0 < high:
            return f"moved by less than {words.relative(high, self.measure)} either way"
        near, far = (words.relative(size, self.measure) for size in sorted((abs(low), abs(high))))
        return f"{'fell' if high <= 0 else 'rose'} by {near} to {far}"

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
        paths = (self.estimate["actual"], self.estimate["synthetic"])
        actual, expected = (sum(path[t] for t in chosen) / len(chosen) for path in paths)
        return (
            f"After the start {self.place_name} averages {words.figure(actual, self.measure)} ({self.measure.unit}); "
            f"similar councils would lead us to expect {words.figure(expected, self.measure)}."
        )

    @property
    def gaps_sentence(self) -> str:
        return (
            f"{words.chance(self.estimate['rank'], self.estimate['places'])} councils, {self.place_name} included, "
            f"moved at least as much, given how much the figures of such councils usually move."
        )

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
    def left_out(self) -> list[LeftOutPart]:
        sample = self.document["sample"]
        return sample["donors_left_out"] if sample else []

    @property
    def harm(self) -> dict[str, str] | None:
        """The measure that would show harm, by the same rules; nothing while it is too early."""
        harm = self.document["harm"]
        if harm is None or self.words.is_too_early:
            return None
        measure = get_definition(harm["measure"])
        size = words.planned(measure.smallest_important_change, measure)
        after = harm["after"]
        implausible = harm.get("implausible", [])
        sentences = FindingWords(measure, self.place_name, harm["finding"], harm["estimate"], after, size, implausible)
        return {
            "title": measure.title,
            "short_title": measure.short_title,
            "verdict": harm["finding"]["verdict"],
            "sentence": sentences.as_harm,
        }


GROUPED = ("in_time", "without_year", "without_donor")
FOR_INFORMATION = "For information"
CHECK_COUNTS = {
    "Passed": ("check passed", "checks passed"),
    "Failed": ("failed", "failed"),
    "Not unusual": ("found nothing unusual", "found nothing unusual"),
    "Not possible": ("was not possible", "were not possible"),
    "Not enough evidence": ("could not give an answer", "could not give an answer"),
}


def _lower_or_higher(change: float) -> str:
    return "lower" if change < 0 else "higher"


NOT_TESTED = {
    "too_few_years_before": "too few years before the start",
    "too_few_years_after": "too few years would be left after the start",
    "no_neighbours_named": "no other council of the region is compared",
    "not_in_the_years_used": "these years are not used",
    "too_few_donors": "too few councils would be left",
    "no_counts": "the counts are not known",
}
