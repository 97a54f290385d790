"""Everything that is live, as tables for other tools: one row for each figure, and a dictionary of the columns."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from cairn.common.exports import stream_csv, stream_zip
from cairn.indicators.definitions import AREAS, IndicatorDefinition
from cairn.indicators.enums import Status
from cairn.indicators.models import DictionaryEntry, Observation, PublishedYear, Release
from cairn.places.models import Place

FIGURES = [
    "place_code",
    "place",
    "place_kind",
    "series",
    "year",
    "years_pooled",
    "period",
    "value",
    "status",
    "release",
]
RELEASES = ["release", "title", "edition", "publisher", "licence", "file", "sha256", "taken_on", "rows"]
SERIES = ["series", "unit", "title", "publisher_unit", "year_type", "description"]
MEASURES = ["measure", "title", "outcome", "kind", "unit", "year_ends", "polarity", "role", "series", "first", "last"]
COLUMNS = [
    ("figures.csv", "place_code", "3-digit code of a council; 9-character code of a region or of England"),
    ("figures.csv", "place", "its name"),
    ("figures.csv", "place_kind", "council, region or country; never add councils to regions"),
    ("figures.csv", "series", "one published column of figures; see series.csv"),
    ("figures.csv", "year", "the year in which the period ends"),
    ("figures.csv", "years_pooled", "1, or more if the publisher combined several years"),
    ("figures.csv", "period", "the period as published"),
    ("figures.csv", "value", "the number as published; empty where there is none"),
    ("figures.csv", "status", "number, or the reason why there is none; see statuses.csv"),
    ("figures.csv", "release", "the data release; see releases.csv. Pages use the newest release that has the place"),
    ("releases.csv", "edition", "the year it runs to, and the date in its file name"),
    ("releases.csv", "sha256", "checksum of the file as it was taken"),
    ("measures.csv", "role", "value: published as such; numerator and denominator: what Cairn divides"),
    (
        "measures.csv",
        "first, last",
        "the published years used from this series; last is empty if the series continues",
    ),
]


def stream_everything(definitions: Iterable[IndicatorDefinition], *, at: datetime) -> Iterator[bytes]:
    """A zip archive, in parts; its memory does not grow with the number of figures."""
    releases = list(Release.objects.live().in_nation(fictional=False).order_by("pk"))
    members = [
        ("README.txt", [_make_readme(at)]),
        ("columns.csv", stream_csv(["file", "column", "meaning"], COLUMNS)),
        ("statuses.csv", stream_csv(["status", "meaning"], [(one.value, one.label) for one in Status])),
        ("releases.csv", stream_csv(RELEASES, _list_releases(releases))),
        ("series.csv", stream_csv(SERIES, _list_series(releases))),
        ("measures.csv", stream_csv(MEASURES, _list_measures(definitions))),
        ("figures.csv", stream_csv(FIGURES, _list_figures(releases))),
    ]
    return stream_zip(members, at=at)


def _make_readme(at: datetime) -> str:
    return (
        f"Published figures as this site held them on {at.day} {at:%B %Y}.\r\n\r\n"
        "Contains public sector information licensed under the Open Government Licence v3.0. Publishers are named in "
        "releases.csv.\r\nfigures.csv has one row for each published cell; columns.csv says what its columns mean.\r\n"
        "Nothing is rounded, filled in or calculated.\r\n"
    )


def _list_releases(releases: Iterable[Release]) -> Iterator[list[Any]]:
    for one in releases:
        yield [
            one.pk,
            one.title,
            one.edition,
            one.publisher,
            one.licence,
            one.original_name,
            one.sha256,
            f"{one.imported_at:%Y-%m-%d}",
            one.rows,
        ]


def _list_series(releases: Iterable[Release]) -> Iterator[list[Any]]:
    entries = {one.series_key: one for one in DictionaryEntry.objects.filter(release__in=releases).order_by("-pk")}
    used = PublishedYear.objects.filter(release__in=releases).order_by("series__key")
    for key, unit in used.values_list("series__key", "series__unit").distinct():
        entry = entries.get(key)
        about = [entry.title, entry.unit, entry.year_type, entry.description] if entry else [""] * 4
        yield [key, unit, *about]


def _list_measures(definitions: Iterable[IndicatorDefinition]) -> Iterator[list[Any]]:
    for one in definitions:
        start = [one.key, one.title, AREAS[one.area], one.kind, one.unit, one.year_ends, one.polarity]
        for role in ("value", "numerator", "denominator"):
            for link in getattr(one, role):
                yield [*start, role, link.series, link.first, link.last]


def _list_figures(releases: Iterable[Release]) -> Iterator[list[Any]]:
    places = {pk: about for pk, *about in Place.objects.real().values_list("pk", "code", "name", "kind")}
    for release in releases:
        years = {
            pk: about
            for pk, *about in PublishedYear.objects.filter(release=release).values_list(
                "pk", "series__key", "year", "span", "label"
            )
        }
        found = Observation.objects.filter(published_year__release=release).order_by("published_year_id", "place_id")
        cells = found.values_list("published_year_id", "place_id", "value", "status")
        for year, place, value, status in cells.iterator(chunk_size=5000):
            yield [*places[place], *years[year], value, status, release.pk]
