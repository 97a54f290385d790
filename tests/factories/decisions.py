"""Decisions: with nothing in them, or resting on all that one should rest on."""

from datetime import date
from typing import Any

from cairn.decisions.forms import ROWS
from cairn.decisions.models import Decision
from cairn.indicators.definitions import get_definition
from cairn.indicators.queries.linkage import get_links
from cairn.library.services import add_row
from cairn.places.models import Place
from tests.factories.indicators import ReleaseFactory, publish
from tests.factories.places import FictionalCouncilFactory
from tests.factories.records import NOON, make_draft

ROW_KINDS = {kind.name: kind for kind in ROWS}
MEASURE = "cla_rate"
WEIGHED = {
    "you_said": "We want someone to answer at night.",
    "changed_by_view": "changed",
    "influence": "The line stays open until 2 am.",
}


def add(record: Any, kind_name: str, /, **answers: Any) -> None:
    """One row of a list, as its form would hand it over."""
    add_row(record=record, kind=ROW_KINDS[kind_name], answers=answers, by=record.author, at=NOON)


def add_young_people(record: Any, *, took: tuple[str, ...] = ("space", "voice", "audience"), **given: Any) -> None:
    add(record, "took-part", **{"who": "young_people", "group": "The forum", "number": 8, "took": list(took), **given})


def add_figure(record: Any, *, year: int = 2025, place: Place | None = None, measure: str = MEASURE) -> None:
    place = place or FictionalCouncilFactory()
    add(record, "figures-used", measure=measure, place=place, year=year, release=None)


def make_decision(**given: Any) -> Decision:
    return make_draft(Decision, **{"title": "The night line stays open", "made_on": "2026-11", **given})


def make_complete(**given: Any) -> Decision:
    """Rests on young people's view, which changed it, and on a figure for which no newer one is due."""
    record = make_decision(**WEIGHED | given)
    add_young_people(record)
    add_figure(record, year=date.today().year)  # noqa: DTZ011 of the year alone
    return Decision.objects.get(pk=record.pk)


def publish_figures(place: Place, *years: int, fictional: bool = True) -> None:
    """Figures of the measure that these tests use, one release for each year."""
    links = get_links(get_definition(MEASURE), fictional=fictional)
    for year in years:
        release = ReleaseFactory(latest_year=year, is_fictional=fictional, title=f"Looked after {year}")
        for link in (*links["numerator"], *links["denominator"]):
            if link.covers(year + link.year_offset):
                publish(release, link.series, year + link.year_offset, {place: 100.0})
