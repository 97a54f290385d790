"""Releases and figures for tests."""

import hashlib
from datetime import UTC, date, datetime

import factory

from cairn.indicators.enums import Status
from cairn.indicators.models import Observation, PublishedYear, Release, Series
from cairn.places.models import Place

NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


class ReleaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Release

    family = "ees.cla"
    title = "Children looked after: numbers and rates"
    publisher = "Department for Education"
    licence = "Open Government Licence v3.0"
    original_name = "cla.csv"
    sha256 = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    latest_year = 2025
    state = Release.State.LIVE
    imported_at = NOON


def publish(release: Release, series: str, year: int, figures: dict[Place, float | Status], *, span: int = 1) -> None:
    """Figures of one series and year in a release; a status stands for a cell that is not a number."""
    key, _ = Series.objects.get_or_create(key=series, defaults={"unit": Series.Unit.COUNT})
    published = PublishedYear.objects.create(release=release, series=key, year=year, span=span, label=str(year))
    Observation.objects.bulk_create(
        Observation(published_year=published, place=place, value=None, status=given)
        if isinstance(given, Status)
        else Observation(published_year=published, place=place, value=given, status=Status.NUMBER)
        for place, given in figures.items()
    )


def make_dated_release(year: int, month: int, day: int, **fields) -> Release:
    return ReleaseFactory(file_date=date(year, month, day), **fields)
