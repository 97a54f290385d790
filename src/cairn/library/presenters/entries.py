"""Models, projects and programmes in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from cairn.common.dates import is_before, show_date
from cairn.library.models import (
    Component,
    Direction,
    EvaluationReport,
    Grade,
    Keep,
    Moved,
    Project,
    ProjectOutcome,
    Rating,
    ReportState,
    Study,
    Topic,
)
from cairn.library.presenters.claims import COMPARATOR_NOT_FOUND, ClaimView
from cairn.library.queries.known import KnownAbout

NO_BASELINE = "We cannot judge: we found no figure from before it began."
NO_RESULT = "We cannot judge yet: we found no later figure."
TRIALS = ("randomised", "randomized", "stepped-wedge")


class HasAges(Protocol):
    age_from: int | None
    age_to: int | None


def describe_ages(entry: HasAges) -> str:
    match entry.age_from, entry.age_to:
        case None, None:
            return ""
        case low, None:
            return f"{low} and older"
        case None, high:
            return f"up to {high}"
        case low, high:
            return f"{low} to {high}"


def describe_report_state(report: EvaluationReport, day: date) -> str:
    """Of an evaluation that is not published: how far it has come, or since when its result is overdue."""
    due = show_date(report.due)
    match report.state:
        case ReportState.PUBLISHED:
            return ""
        case ReportState.STOPPED:
            return str(ReportState.STOPPED.label)
    if not due:
        return f"{ReportState.RUNNING.label}; no date is given"
    # A year or a month is over when its last day is.
    is_past = is_before(report.due, day.isoformat())
    return f"Result overdue since {due}: not found" if is_past else f"{ReportState.RUNNING.label}; due {due}"


KEEP_COLOURS = {Keep.MUST_KEEP: "blue", Keep.MAY_CHANGE: "green"}


@dataclass(frozen=True)
class PartView:
    """A part of a model: what is known of it, and whether it must be kept."""

    part: Component

    @property
    def keep(self) -> tuple[str, str]:
        """Words and colour; both are empty where no source says it."""
        if self.part.keep == Keep.NOT_SAID:
            return "", ""
        return str(Keep(self.part.keep).label), KEEP_COLOURS[Keep(self.part.keep)]

    @property
    def lines(self) -> list[tuple[str, str]]:
        part = self.part
        texts = (
            ("What it is for", part.function),
            ("How it is done", part.form),
            ("What it should change", part.outcome),
        )
        return [(label, text) for label, text in texts if text]


@dataclass(frozen=True)
class Strength:
    """How strong the evidence is: ratings on named scales, and otherwise only what kinds of study there are."""

    ratings: list[Rating]
    lines: list[str]

    @property
    def text(self) -> str:
        """The lines as one paragraph."""
        return " ".join(line if line.endswith(".") else f"{line}." for line in self.lines)


def describe_strength(known: KnownAbout, ratings: Iterable[Rating] = ()) -> Strength:
    results = [claim for claim in known.rated if claim.topic == Topic.OUTCOME and claim.direction != Direction.CONTEXT]
    views = [ClaimView(claim) for claim in results]
    independent = sum(claim.grade == Grade.EVALUATION for claim in results)
    retold = sum(claim.grade == Grade.SECOND_HAND for claim in results)
    of_trial = {report.pk for report in known.reports if _is_trial(report.design)}
    trials = {claim.source_id for claim in results if claim.study == Study.TRIAL or claim.report_id in of_trial}
    missing = sum(view.comparator == COMPARATOR_NOT_FOUND for view in views)
    lines = []
    if results:
        number = len(results)
        lines.append(_describe_independent(independent, retold, number))
        lines.append(_describe_trials(len(trials), number, in_reports=bool(of_trial)))
        if missing:
            lines.append(_describe_uncompared(missing, number))
    return Strength(list(ratings), lines)


def _is_trial(design: str) -> bool:
    return any(word in design.lower() for word in TRIALS)


def _describe_trials(trials: int, number: int, *, in_reports: bool) -> str:
    if trials:
        return f"{trials} randomised trial{'s are' if trials != 1 else ' is'} among the sources."
    if in_reports:
        taken = "this result is not" if number == 1 else "none of these results is"
        return f"A randomised trial is among the evaluation reports, but {taken} taken from it."
    return f"{'It does not come' if number == 1 else 'None of them comes'} from a randomised trial."


def _describe_independent(independent: int, retold: int, number: int) -> str:
    """A second-hand account is no evaluation that was read here, and rests on one all the same."""
    evaluated = "an independent evaluation or from research"
    if number == 1:
        if retold:
            return "The one result about what changed is a second-hand account of an evaluation."
        came = f"comes straight from {evaluated}" if independent else f"does not come from {evaluated}"
        return f"The one result about what changed {came}."
    some = {0: f"None of the {number} results", number: f"All {number} results"}
    who = some.get(independent, f"{independent} of {number} results")
    texts = f"{who} about what changed {'comes' if independent < 2 else 'come'} straight from {evaluated}"
    if not retold:
        return f"{texts}."
    accounts = "1 is a second-hand account" if retold == 1 else f"{retold} are second-hand accounts"
    return f"{texts}; {accounts} of one."


def _describe_uncompared(missing: int, number: int) -> str:
    if number == 1:
        return "It reports no comparison group."
    if missing == number:
        return "None of them reports a comparison group."
    return f"{missing} of them {'reports' if missing == 1 else 'report'} no comparison group."


@dataclass(frozen=True)
class OutcomeView:
    """One outcome that a project wanted to move, and whether anybody can judge it."""

    outcome: ProjectOutcome

    @property
    def verdict(self) -> str:
        outcome = self.outcome
        if not outcome.baseline:
            return NO_BASELINE
        if not outcome.result:
            return NO_RESULT
        return f"From {self.baseline} to {self.result}."

    @property
    def baseline(self) -> str:
        return _with_date(self.outcome.baseline, self.outcome.baseline_on)

    @property
    def result(self) -> str:
        return _with_date(self.outcome.result, self.outcome.result_on)


def _with_date(text: str, when: str) -> str:
    return f"{text} ({show_date(when)})" if text and when else text


def check_set_off(project: Project) -> str:
    """A warning where what set a project off does not come before its start; empty where it does, or none is named."""
    if not project.set_off_on or not project.started:
        return ""
    before = is_before(project.set_off_on, project.started)
    if before:
        return ""
    named = f"{show_date(project.set_off_on)} and the start is {show_date(project.started)}"
    if before is None:
        return f"What prompted it is from {named}: these dates do not show which came first."
    return (
        f"What is said to have prompted it is from {named}, so it does not come before the start. Check "
        "both dates, or remove one."
    )


def describe_status(project: Any) -> str:
    """How a project stands: its stage, and whether it rests or ended. From `queries.with_stage`."""
    words = [str(Moved(key).label) for key in dict.fromkeys((project.stage, project.status)) if key]
    return ", ".join(words) or "Not recorded"


def contrast(project: Project, known: KnownAbout) -> tuple[str, str] | None:
    """What it wanted, as said at the start, beside what came of it."""
    if not project.ambition:
        return None
    return project.ambition, project.result or ("See the results below." if known.has_results else "Not recorded yet.")
