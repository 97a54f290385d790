"""A small map of councils as pebbles: where something is used. The names stand beside it as words."""

from collections.abc import Collection
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cairn.common.presenters.stones import number, pebble
from cairn.indicators.presenters.maps import read_tiles
from cairn.places.models import Place

CELL = 20.0
DOWN = CELL * 0.87
LEANS = (0.44, 0.5, 0.56)


def draw_councils(places: Collection[Place], *, origins: Collection[Place] = ()) -> SafeString:
    """One pebble for each council of England; full where something is used, the top stone's colour where it began.

    Empty where none of them stands on the map: invented councils do not.
    """
    marked = {place.code: "t1" for place in places} | {place.code: "t3" for place in origins}
    tiles = read_tiles(Path(settings.DEFINITIONS_DIR) / "places" / "tiles.yaml")
    if not marked.keys() & tiles.keys():
        return mark_safe("")
    names = sorted({place.name for place in (*places, *origins) if place.code in tiles})
    label = f"Map of England: {', '.join(names)}."
    width, height, stones = _lay(tuple(sorted(tiles.items())))
    drawn = "".join(f'<path class="{marked.get(code, "t0")}" d="{path}"/>' for code, path in stones)
    return format_html(
        '<svg class="f-map" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        number(width),
        number(height),
        label,
        mark_safe(drawn),  # noqa: S308 - codes and shapes of our own
    )


@cache
def _lay(tiles: tuple[tuple[str, tuple[int, int]], ...]) -> tuple[float, float, list[tuple[str, str]]]:
    """Width, height, and the outline of each council's pebble."""
    columns = [column + (row % 2) / 2 for _, (column, row) in tiles]
    rows = [row for _, (_, row) in tiles]
    left, top = min(columns), min(rows)
    stones = [
        (
            code,
            pebble(
                (column + (row % 2) / 2 - left) * CELL + 1,
                (row - top) * DOWN + 1,
                CELL * 0.95,
                DOWN * 0.93,
                LEANS[(column * 7 + row * 3) % 3],
            ),
        )
        for code, (column, row) in tiles
    ]
    return (max(columns) - left + 1) * CELL + 2, (max(rows) - top + 1) * DOWN + 4, stones
