"""A measure over all councils of today: the map of tiles, how the figures are spread, and the table."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import ceil
from pathlib import Path

import yaml
from django.conf import settings

from cairn.indicators.definitions import IndicatorDefinition
from cairn.indicators.enums import Status
from cairn.indicators.presenters.figures import MARKS, ShownCell, show_value
from cairn.indicators.queries import Latest
from cairn.indicators.queries.linkage import LinkedFigure
from cairn.places.models import Place

SIZE = 17.0  # of a tile, from its middle to a corner
ACROSS, DOWN = SIZE * 3**0.5, SIZE * 1.5
CLASSES = 5
BARS, BAR_WIDTH, BAR_HEIGHT = 12, 48, 120


@dataclass(frozen=True)
class Tile:
    place: Place
    points: str
    x: float
    y: float
    shade: int  # 1 to 5; 0 where there is no number
    text: str  # for whoever points at it or cannot see it
    label: str


@dataclass(frozen=True)
class TileMap:
    tiles: list[Tile]
    width: float
    height: float
    legend: list[tuple[int, str]]


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    height: float
    count: int
    label: str


@cache
def read_tiles(path: Path) -> dict[str, tuple[int, int]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times as quick
    tiles = yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506 both are safe
    return {code: (column, row) for code, (column, row) in tiles.items()}


def make_map(definition: IndicatorDefinition, latest: Latest, councils: Sequence[Place]) -> TileMap:
    """A tile for each council of today; darker is more, and tiles without a number are crossed out."""
    edges = get_edges([figure.value for figure in latest.figures.values() if figure.value is not None])

    def shade(place: Place) -> tuple[int, str]:
        figure = latest.figures.get(place.code)
        cell = show_figure(definition, figure)
        number = 0 if figure is None or figure.value is None else 1 + sum(figure.value > edge for edge in edges)
        return number, f"{place.name}: {cell.text or cell.mark}"

    return lay_tiles(councils, shade, _describe_classes(definition, edges))


def lay_tiles(
    councils: Iterable[Place], shade: Callable[[Place], tuple[int, str]], legend: list[tuple[int, str]]
) -> TileMap:
    """The map of tiles for anything that is told of councils: `shade` gives how dark a tile is, and its words."""
    tiles = read_tiles(Path(settings.DEFINITIONS_DIR) / "places" / "tiles.yaml")
    made = []
    for place in councils:
        if place.code not in tiles:
            continue
        column, row = tiles[place.code]
        x, y = (column + (row % 2) / 2 + 0.6) * ACROSS, (row + 0.8) * DOWN
        number, text = shade(place)
        made.append(Tile(place, _get_corners(x, y), x, y + 3, number, text, place.name[:3]))
    width = max((tile.x for tile in made), default=0) + ACROSS
    height = max((tile.y for tile in made), default=0) + 2 * SIZE
    return TileMap(made, round(width, 1), round(height, 1), legend)


def get_edges(values: Sequence[float]) -> list[float]:
    """Where a fifth of the councils lies below, two fifths, and so on; each once."""
    ordered = sorted(values)
    if not ordered:
        return []
    return sorted({ordered[ceil(len(ordered) * part / CLASSES) - 1] for part in range(1, CLASSES)})


def show_figure(definition: IndicatorDefinition, figure: LinkedFigure | None) -> ShownCell:
    if figure is None:
        return ShownCell("", "missing")
    if figure.value is None:
        return ShownCell("", MARKS.get(Status(figure.status), "missing"))
    return ShownCell(show_value(definition, figure.value))


def _get_corners(x: float, y: float) -> str:
    half, quarter = ACROSS / 2 - 0.8, SIZE / 2
    corners = ((0, -SIZE + 1), (half, -quarter), (half, quarter), (0, SIZE - 1), (-half, quarter), (-half, -quarter))
    return " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)


def _describe_classes(definition: IndicatorDefinition, edges: list[float]) -> list[tuple[int, str]]:
    if not edges:
        return []
    shown = [show_value(definition, edge) for edge in edges]
    classes = [(1, f"up to {shown[0]}")]
    classes += [(index + 1, f"more than {a} and up to {b}") for index, (a, b) in enumerate(pairwise(shown), 1)]
    return [*classes, (len(shown) + 1, f"more than {shown[-1]}")]


def make_bars(definition: IndicatorDefinition, values: Sequence[float]) -> list[Bar]:
    """How many councils have a figure in each of twelve equal steps."""
    if not values or min(values) == max(values):
        return []
    low, step = min(values), (max(values) - min(values)) / BARS
    counts = [0] * BARS
    for value in values:
        counts[min(int((value - low) / step), BARS - 1)] += 1
    most = max(counts)
    return [
        Bar(
            index * BAR_WIDTH,
            round(BAR_HEIGHT * (1 - count / most), 1),
            round(BAR_HEIGHT * count / most, 1),
            count,
            f"{show_value(definition, low + index * step)} to {show_value(definition, low + (index + 1) * step)}",
        )
        for index, count in enumerate(counts)
    ]
