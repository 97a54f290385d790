"""What all councils of a model show together, as a part of the model's PDF and Word file: for a committee."""

from collections.abc import Iterator
from typing import Any

from cairn.common.dates import show_day
from cairn.common.documents import BulletList, Chart, Heading, Paragraph, Table
from cairn.evaluation.presenters.pooled import EVENT, MeasureView, ModelView
from cairn.evaluation.queries.pooled import Shown, find_shown
from cairn.library.models import PracticeModel

MEASURES = ("Measure", "Finding", "Change (90% range)", "In people, a year", "Councils used")
SITES = ("Council", "Start", "Who confirms it", "Used for the first measure")


def make_model_part(model: PracticeModel) -> Iterator[Any]:
    """Nothing where nothing was calculated. No council's own figures are in it."""
    shown = find_shown(model)
    if shown is None or not shown.measures:
        return
    view = ModelView(shown)
    yield Heading("All its councils together")
    yield Paragraph((f"{view.finding}.",))
    for sentence in (*view.sentences, view.account):
        yield Paragraph((sentence,))
    yield Table("What published figures show", MEASURES, tuple(_describe(one) for one in view.measures))
    yield from _draw(shown, view)
    yield Heading("What this does not mean", level=2)
    yield BulletList(tuple((f"{limit} {why}",) for limit, why in view.limits))
    yield Heading("The list of councils", level=2)
    yield Paragraph(
        (
            f"List {shown.plan.version} was locked on {show_day(shown.plan.locked_at)}, before anything was "
            f"calculated. Its checksum (SHA-256) is {shown.plan.sha256}.",
        )
    )
    yield Table("Councils on the list", SITES, tuple(tuple(row) for row in view.site_rows(view.measures[0])))


def _describe(one: MeasureView) -> tuple[str, ...]:
    change = f"{one.change} ({one.range})" if one.estimate else "Not shown"
    return one.measure.title, one.label, change, one.people or "Not shown", f"{one.used} of {one.listed}"


def _draw(shown: Shown, view: ModelView) -> Iterator[Any]:
    """The years around the starts, of each measure that changed; of the first where none did."""
    wanted = view.changed or view.measures[:1]
    for stored, one in zip(shown.measures, view.measures, strict=True):
        chart = stored.result.charts.filter(name=EVENT).exclude(svg="").first() if one in wanted else None
        if chart is not None:
            yield Heading(f"{one.measure.title}: before and after the start", level=2)
            yield Paragraph((one.event_sentence,))
            yield Chart(chart.description, svg=chart.svg)
