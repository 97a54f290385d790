"""The figures of the fictional nation."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction

from cairn.indicators.definitions import get_definition
from cairn.indicators.enums import Status
from cairn.indicators.importers.base import Figure, SeriesKey
from cairn.indicators.models import Release, Series
from cairn.indicators.services.storage import write_figures
from cairn.places.models import Place

SimulatedFigure = tuple[str, str, int, float | None, float | None, str]
SIMULATION = "Cairn simulation"


class UnableToLoadSimulation(ValueError):
    """Figures of the fictional nation that do not fit together."""


@transaction.atomic
def load_simulated(figures: Iterable[SimulatedFigure], *, at: datetime) -> Release:
    """Make these the figures of the fictional nation, in place of earlier simulated ones.

    Each is (measure, code of a fictional place, year, numerator, denominator, status). The denominator is the one to
    divide this numerator by. The same figures again change nothing.
    """
    # Plain Python numbers, so that the same figures have the same checksum wherever they were made.
    rows = sorted(
        (
            (str(key), str(code), int(year), _get_float(numerator), _get_float(denominator), str(status))
            for key, code, year, numerator, denominator, status in figures
        ),
        key=lambda row: row[:3],
    )
    if not rows:
        raise UnableToLoadSimulation("There are no figures to load.")
    digest = hashlib.sha256(json.dumps([list(row) for row in rows]).encode()).hexdigest()
    earlier = Release.objects.live().in_nation(fictional=True)
    release = Release.objects.filter(sha256=digest).first()
    if release is None:
        release = Release.objects.create(
            family="simulation",
            title="Figures of the fictional nation",
            publisher=SIMULATION,
            licence="MIT",
            original_name="simulation",
            sha256=digest,
            is_fictional=True,
            imported_at=at,
        )
        write_figures(release, _get_simulated_figures(rows))
        release.rows = len(rows)
    elif release.state == Release.State.LIVE:
        return release
    earlier.exclude(pk=release.pk).update(state=Release.State.WITHDRAWN)
    release.state = Release.State.LIVE
    release.save()
    return release


def _get_float(number: float | None) -> float | None:
    return None if number is None else float(number)


def _get_simulated_figures(rows: list[SimulatedFigure]) -> Iterator[Figure]:
    ids = dict(Place.objects.fictional().councils().values_list("code", "pk"))
    for key in sorted({row[0] for row in rows}):
        get_definition(key)  # raises when there is no such measure
    count = Series.Unit.COUNT
    for key, code, year, numerator, denominator, status in rows:
        if code not in ids:
            raise UnableToLoadSimulation(f"{code!r} is not a fictional council; load_fictional_places() loads them.")
        if (numerator is None) != (status != Status.NUMBER):
            raise UnableToLoadSimulation(
                f"{key}, {code}, {year}: the status is {status!r} and the figure {numerator}; "
                "a figure has the status 'number' and nothing else has."
            )
        above = SeriesKey(f"simulated.{key}.numerator", count)
        yield Figure(above, year, 1, str(year), ids[code], numerator, Status(status))
        if denominator is not None:
            below = SeriesKey(f"simulated.{key}.denominator", count)
            yield Figure(below, year, 1, str(year), ids[code], denominator, Status.NUMBER)
