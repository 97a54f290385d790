"""A small map of councils as pebbles: where something is used. The names stand beside it as words."""

from collections.abc import Collection, Mapping
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
    tiles = dict(_read_tiles())
    if not marked.keys() & tiles.keys():
        return mark_safe("")
    names = sorted({place.name for place in (*places, *origins) if place.code in tiles})
    return draw_map(marked, f"Map of England: {', '.join(names)}.")


def draw_map(looks: Mapping[str, str], label: str, *, ground: str = "", again: bool = False) -> SafeString:
    """England with a look ("t1" to "t4") for the stones of some councils, by code.

    A page with several maps draws the stones of all councils once, under the id `ground`, and then `again` from there.
    """
    width, height, stones = _lay(_read_tiles())
    if again:
        under = f'<use class="t0" href="#{ground}"/>'
    elif ground:
        under = f'<path id="{ground}" class="t0" d="{"".join(path for _, path in stones)}"/>'
    else:  # nobody sees a stone under another of the same shape
        under = f'<path class="t0" d="{"".join(path for code, path in stones if code not in looks)}"/>'
    by_look = {look: [path for code, path in stones if looks.get(code) == look] for look in sorted(set(looks.values()))}
    marked = "".join(f'<path class="{look}" d="{"".join(paths)}"/>' for look, paths in by_look.items() if paths)
    return format_html(
        '<svg class="f-map" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        number(width),
        number(height),
        label,
        mark_safe(under + marked),  # noqa: S308 - codes and shapes of our own
    )


def is_on_map(place: Place) -> bool:
    """Invented councils, and those of the past, are not."""
    return place.code in dict(_read_tiles())


def _read_tiles() -> tuple[tuple[str, tuple[int, int]], ...]:
    return tuple(sorted(read_tiles(Path(settings.DEFINITIONS_DIR) / "places" / "tiles.yaml").items()))


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
