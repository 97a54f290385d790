"""A result as a report for PDF and Word: what the page says, in its order, for those who were not there."""

import json
from collections.abc import Iterator
from typing import Any

from cairn.common.dates import show_day
from cairn.common.documents import BulletList, Chart, Document, Facts, Heading, Paragraph, Table
from cairn.common.marks import MARKS
from cairn.evaluation.models import Evaluation, EvaluationState
from cairn.evaluation.presenters.plan import PlanView
from cairn.evaluation.presenters.result import ResultView
from cairn.records.presenters.documents import say_origin


def make_report(evaluation: Evaluation) -> Document:
    """The same for every reader: a result is seen by whoever sees its plan."""
    plan = evaluation.plan
    view = PlanView(plan)
    title = f"{view.title}{' (fictional)' if plan.place.is_fictional else ''}"
    if evaluation.state != EvaluationState.DONE:
        return Document(title=title, blocks=(Paragraph(("This result has not been calculated yet.",)),))
    result = ResultView(json.loads(evaluation.document))
    done = evaluation.finished_at
    about = f"Result of a locked plan. Calculated on {show_day(done)}." if done else "Result of a locked plan."
    paths = evaluation.charts.filter(name="paths").first()
    blocks = (
        *_make_verdict(result),
        *((Chart(paths.description, svg=paths.svg),) if paths else ()),
        *_make_figures(result),
        *_make_checks(result),
        *_make_plan(evaluation, view),
        *_make_limits(result),
        *_make_sources(evaluation, result),
        *say_origin(plan),
    )
    return Document(title=title, about=(about,), blocks=blocks)


def _make_verdict(result: ResultView) -> Iterator[Any]:
    yield Heading(f"What the figures show: {result.label}")
    yield Paragraph((result.words.headline,))
    if result.estimate:
        yield Paragraph((f"{result.words.best_guess} {result.words.ruled_out}".strip(),))
    yield Heading("What this does not mean", level=2)
    yield BulletList(tuple((f"{limit} {why}",) for limit, why in result.limits))
    yield Heading("Why", level=2)
    yield BulletList(tuple((reason,) for reason in result.reasons))
    if result.next_steps:
        yield Heading("What you could do next", level=2)
        yield BulletList(tuple((step,) for step in result.next_steps))
    if result.estimate:
        yield Heading("Actual and expected")
        yield Paragraph((result.paths_sentence,))


def _make_figures(result: ResultView) -> Iterator[Any]:
    columns = ("Year", "Figure", "Expected", "More or fewer", "Use") if result.estimate else ("Year", "Figure", "Use")
    rows = []
    for row in result.figures:
        figure = MARKS[row["mark"]].sign if row["mark"] else row["actual"]
        middle = (row["expected"], row["people_gap"]) if result.estimate else ()
        rows.append((str(row["year"]), figure, *middle, row["role"]))
    if rows:
        yield Table(f"{result.measure.title}, {result.place_name}", columns, tuple(rows))
    for mark in sorted(result.marks_used):
        yield Paragraph((f"{MARKS[mark].sign} {MARKS[mark].explanation}",))


def _make_checks(result: ResultView) -> Iterator[Any]:
    if items := result.check_items:
        yield Heading("Checks")
        rows = tuple((item["words"], item["status"], item["note"]) for item in items)
        yield Table("Checks", ("Check", "Result", "What it says"), rows, (40, 20, 40))


def _make_plan(evaluation: Evaluation, view: PlanView) -> Iterator[Any]:
    plan = evaluation.plan
    yield Heading("The plan")
    rows = [
        ("Measure", view.measure.title),
        ("Council", plan.place.name),
        ("Start", f"{plan.start_date:%B %Y}"),
        ("Change that would matter", f"a {view.smallest_change}"),
    ]
    if view.harm_title:
        rows.append(("Would show harm", view.harm_title))
    if plan.locked_at:
        rows.append(("Locked", f"{show_day(plan.locked_at)}"))
    yield Facts((*rows, ("Known beforehand?", view.registration_sentence)))


def _make_limits(result: ResultView) -> Iterator[Any]:
    yield Heading("Limits")
    if result.estimate:
        yield Paragraph(
            (f"The smallest change that this test would have found four times in five: {result.detectable}.",)
        )
    yield BulletList(tuple((sentence,) for sentence in result.does_not_mean))


def _make_sources(evaluation: Evaluation, result: ResultView) -> Iterator[Any]:
    yield Heading("Where the numbers come from")
    if result.source_rows:
        yield Table("Data releases", ("Release", "Used as", "For the years"), tuple(result.source_rows))
    yield Paragraph((f"SHA-256 of the plan: {evaluation.plan.sha256}. Of the result: {evaluation.sha256}.",))
