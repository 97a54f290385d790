"""Writing figures in batches under a release that is not yet live."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection, transaction

from cairn.common.site_version import raise_version
from cairn.indicators.enums import Status
from cairn.indicators.importers.base import (
    AreaRow,
    DictionaryRow,
    Figure,
    InspectionRow,
    Item,
    NeighbourRow,
    Notes,
    ReportRow,
)
from cairn.indicators.models import (
    DictionaryEntry,
    Inspection,
    InspectionReport,
    Judgement,
    Neighbour,
    Observation,
    PublishedYear,
    Release,
    Series,
    SharedFigure,
)
from cairn.places.models import Place
from cairn.places.services import add_parts, remove_parts

BATCH = 20_000  # about a tenth of a second of writing: other writers never wait long
COLUMNS = ("published_year_id", "place_id", "value", "status")


def write_figures(release: Release, figures: Iterable[Figure]) -> None:
    """Store every figure, and on the release what was stored; one transaction per batch."""
    published: dict[tuple[str, int, int], int] = {}
    counts: Counter[str] = Counter()
    latest = 0
    for batch in _batched(figures):
        with transaction.atomic():
            _add_published_years(release, batch, published)
            _insert((published[f.series.key, f.year, f.span], f.place_id, f.value, f.status.value) for f in batch)
        counts.update(figure.status.value for figure in batch)
        latest = max(latest, *(figure.year for figure in batch if figure.status == Status.NUMBER), 0)
    release.counts = dict(sorted(counts.items()))
    release.latest_year = latest or None


@transaction.atomic
def write_items(release: Release, items: Iterable[Item]) -> int:
    """Store what is not figures: at most a few thousand rows, in one transaction; returns how many."""
    written = 0
    names: list[tuple[int, str]] = []
    for item in items:
        written += 1
        match item:
            case InspectionRow():
                _add_inspection(release, item)
            case ReportRow():
                inspection = _add_inspection(release, item.inspection)
                InspectionReport.objects.create(release=release, inspection=inspection, text=item.text)
            case NeighbourRow():
                Neighbour.objects.create(release=release, **item._asdict())
            case DictionaryRow():
                DictionaryEntry.objects.create(release=release, series_key=item.series_key, **item.fields)
            case AreaRow():
                names.append((item.place_id, item.name))
    add_parts(names, source=release.sha256)
    return written


def write_shared(release: Release, notes: Notes) -> None:
    """Which figures stand for several councils, with the names of those a council shares them with."""
    ids = {place_id for places in notes.shared.values() for place_id in places}
    names = dict(Place.objects.filter(pk__in=ids).values_list("pk", "name"))
    SharedFigure.objects.bulk_create(
        SharedFigure(
            release=release,
            place_id=place_id,
            year=year,
            others=" and ".join(names[other] for other in places if other != place_id),
        )
        for (place_id, year), places in notes.shared.items()
    )


def _add_inspection(release: Release, row: InspectionRow) -> Inspection:
    fields = {name: value for name, value in row._asdict().items() if name != "grades"}
    inspection = Inspection.objects.create(release=release, **fields)
    Judgement.objects.bulk_create(
        Judgement(inspection=inspection, area=area, grade=grade) for area, grade in row.grades.items()
    )
    return inspection


def remove_releases(releases: Iterable[Release]) -> None:
    """Take releases away with everything that came with them, the kept file included."""
    for release in releases:
        if release.raw_file:
            release.raw_file.storage.delete(release.raw_file.name)  # type: ignore[arg-type]  # what is stored has a name
        years = list(release.published_years.values_list("pk", flat=True))
        Observation.objects.filter(published_year__in=years).delete()
        remove_parts(source=release.sha256)
        release.delete()


def _batched(figures: Iterable[Figure]) -> Iterator[list[Figure]]:
    iterator = iter(figures)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _add_published_years(release: Release, batch: list[Figure], published: dict[tuple[str, int, int], int]) -> None:
    new = {(f.series.key, f.year, f.span): f for f in batch if (f.series.key, f.year, f.span) not in published}
    if not new:
        return
    series = [Series(key=figure.series.key, unit=figure.series.unit) for figure in new.values()]
    Series.objects.bulk_create({one.key: one for one in series}.values(), ignore_conflicts=True)
    ids = dict(Series.objects.filter(key__in={one.key for one in series}).values_list("key", "pk"))
    years = [
        PublishedYear(release=release, series_id=ids[key], year=year, span=span, label=figure.label)
        for (key, year, span), figure in new.items()
    ]
    PublishedYear.objects.bulk_create(years)
    published.update(zip(new, (year.pk for year in years), strict=True))


def _insert(rows: Iterable[tuple[Any, ...]]) -> None:
    """Half a million rows: below the ORM, by COPY on PostgreSQL and by one prepared statement on SQLite."""
    table, columns = connection.ops.quote_name(Observation._meta.db_table), ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            raise_version()  # COPY goes past what watches statements
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(COLUMNS))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(rows))  # noqa: S608 our names
