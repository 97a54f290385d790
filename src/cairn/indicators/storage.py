"""Writing figures in batches under a release that is not yet live."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection, transaction

from cairn.indicators.enums import Status
from cairn.indicators.importers.base import Figure
from cairn.indicators.models import Observation, PublishedYear, Release, Series

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


def remove_releases(releases: Iterable[Release]) -> None:
    """Take releases away with everything that came with them, the kept file included."""
    for release in releases:
        if release.raw_file:
            release.raw_file.storage.delete(release.raw_file.name)
        years = list(release.published_years.values_list("pk", flat=True))
        Observation.objects.filter(published_year__in=years).delete()
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


def _insert(rows: Iterable[tuple]) -> None:
    """Half a million rows: below the ORM, by COPY on PostgreSQL and by one prepared statement on SQLite."""
    table, columns = connection.ops.quote_name(Observation._meta.db_table), ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(COLUMNS))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(rows))  # noqa: S608 our names
