"""The stones of the posters as SVG: pebble, cairn, scene, gauge and numbered stone.

The same geometry as boards/printing/family.typ; tests/common/test_stones.py compares them. Only presentation
attributes, so that `style-src 'self'` holds. Pictures that mean something have words beside them and are hidden
from screen readers.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from django.utils.safestring import SafeString, mark_safe

COLOURS = ("#34403f", "#0f5257", "#6f2358", "#8f360e", "#164c86", "#40561a")
"""Of the introductory sheet and of the five boards; the same in face.css and family.typ."""
LICHEN = "#f6c445"
WIDTH, HEIGHT = 300, 210

Stone = tuple[float, float, float, float, str]
"""Width, height, shift to the right, where its top is (0 to 1), fill; all but the last two in the cairn's unit."""


def number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def tint(colour: str, share: float) -> str:
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(channel * share + 255 * (1 - share)):02x}" for channel in channels)


def pebble(x: float, y: float, width: float, height: float, lean: float = 0.5) -> str:
    """The path of a stone with a flat foot; `lean` says where its top is."""

    def at(across: float, down: float) -> str:
        return f"{number(x + across * width)} {number(y + down * height)}"

    curves = (
        (at(0, 0.2), at(lean - 0.3, 0), at(lean, 0)),
        (at(lean + 0.3, 0), at(1, 0.16), at(1, 0.56)),
        (at(1, 0.93), at(0.8, 1), at(0.5, 1)),
        (at(0.2, 1), at(0, 0.95), at(0, 0.58)),
    )
    return f"M{at(0, 0.58)}" + "".join(f"C{' '.join(curve)}" for curve in curves) + "Z"


def cairn(x: float, foot: float, unit: float, stones: Iterable[Stone]) -> str:
    """Stones on top of each other, from the lowest."""
    paths = []
    top = foot
    for width, height, shift, lean, fill in stones:
        top -= height * unit
        outline = pebble(x + (shift - width / 2) * unit, top, width * unit, height * unit, lean)
        paths.append(f'<path fill="{fill}" d="{outline}"/>')
        top += 0.06 * unit  # a little overlap, as stones rest in each other
    return "".join(paths)


@cache
def draw_scene(topic: int, colour: int | None = None, *, on_white: bool = False) -> SafeString:
    """The stones of a board (1 to 5) or of the introductory sheet (0), in the tints of `colour`'s topic."""
    base = COLOURS[topic if colour is None else colour]
    pale, light, middle, dim = (
        tint(base, share) for share in ((0.34, 0.52, 0.72, 0.88) if on_white else (0.10, 0.24, 0.40, 0.56))
    )
    foot, unit = 0.97 * HEIGHT, HEIGHT / 10

    def heap(across: float, lift: float, scale: float, stones: Sequence[Stone]) -> str:
        return cairn(across * WIDTH, foot - lift * unit, scale * unit, stones)

    def twin(middle_stone: str) -> Sequence[Stone]:
        return (
            (4.2, 2.1, 0, 0.46, light),
            (3.3, 1.8, 0.15, 0.56, pale),
            (2.7, 1.6, -0.1, 0.45, middle_stone),
            (1.8, 1.3, 0.05, 0.5, light),
        )

    def small(low: str, mid: str, high: str) -> Sequence[Stone]:
        return (
            (3.6, 2.0, 0, 0.46, low),
            (2.8, 1.7, 0.12, 0.56, mid),
            (2.0, 1.4, -0.1, 0.45, high),
            (1.3, 1.1, 0, 0.5, LICHEN),
        )

    heaps: tuple[str, ...]
    match topic:
        case 1:
            heaps = (
                heap(
                    0.55,
                    0,
                    1,
                    (
                        (5.6, 2.5, 0, 0.46, light),
                        (4.5, 2.1, 0.25, 0.56, pale),
                        (3.6, 1.8, -0.2, 0.42, middle),
                        (2.6, 1.5, 0.1, 0.55, light),
                        (1.7, 1.3, -0.05, 0.5, LICHEN),
                    ),
                ),
            )
        case 2:
            heaps = (
                heap(
                    0.16,
                    0.1,
                    1,
                    ((3.1, 1.5, 0, 0.5, middle), (2.6, 1.3, 0.1, 0.5, light), (2.1, 1.1, -0.1, 0.5, pale)),
                ),
                # A long stone over two: a table to work at.
                heap(0.44, 0, 1, ((1.5, 2.4, 0, 0.5, light),)),
                heap(0.62, 0, 1, ((1.5, 2.4, 0, 0.5, pale),)),
                heap(0.53, 2.3, 1, ((5.2, 1.5, 0, 0.45, middle), (1.8, 1.5, 0.4, 0.5, LICHEN))),
                heap(
                    0.88,
                    0.1,
                    1,
                    (
                        (2.0, 2.0, 0, 0.5, light),
                        (1.7, 1.7, 0.1, 0.55, middle),
                        (1.4, 1.4, -0.05, 0.45, pale),
                        (1.1, 1.1, 0, 0.5, light),
                    ),
                ),
            )
        case 3:
            heaps = (heap(0.25, 0, 1, twin(middle)), heap(0.74, 0.3, 1.06, twin(LICHEN)))
        case 4:
            heaps = (
                heap(0.93, 1.3, 0.34, small(dim, middle, dim)),
                heap(0.80, 1.2, 0.48, small(middle, light, middle)),
                heap(0.625, 0.7, 0.68, small(middle, light, middle)),
                heap(0.40, 0.2, 0.95, small(light, pale, middle)),
                heap(0.13, -0.2, 1.2, small(light, pale, middle)),
            )
        case 5:
            heaps = (
                heap(
                    0.52,
                    -0.4,
                    1,
                    (
                        (13.0, 1.5, 0, 0.4, dim),
                        (10.6, 1.4, 0.3, 0.6, middle),
                        (8.0, 1.4, -0.2, 0.45, light),
                        (3.2, 1.6, -0.1, 0.5, pale),
                        (2.5, 1.4, 0.1, 0.55, light),
                        (1.7, 1.3, 0, 0.5, LICHEN),
                    ),
                ),
            )
        case _:
            sizes = ((5.6, 2.5, 0, 0.46), (4.6, 2.1, 0.25, 0.56), (3.7, 1.9, -0.2, 0.42), (2.8, 1.6, 0.1, 0.55))
            stones = (*sizes, (1.9, 1.4, -0.05, 0.5))
            heaps = (heap(0.5, 0, 1, [(*size, tint(COLOURS[5 - at], 0.48)) for at, size in enumerate(stones)]),)
    return mark_safe(  # noqa: S308 - numbers and colours of our own
        f'<svg class="f-stones" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true" focusable="false">'
        f"{''.join(heaps)}</svg>"
    )


GAUGES = {4: (38, ((30, 0.46), (25, 0.56), (20, 0.5), (14, 0.5))), 3: (30, ((30, 0.46), (23, 0.56), (16, 0.5)))}
"""Height and stones (width, lean) of a gauge, by how many stones it has."""


@cache
def draw_gauge(filled: int, of: int = 4) -> SafeString:
    """A small cairn of `of` stones, the lowest `filled` of them full. Words must stand beside it."""
    height = GAUGES[of][0] + 3
    return mark_safe(  # noqa: S308 - numbers of our own
        f'<svg class="f-gauge" viewBox="0 0 34 {height}" width="34" height="{height}" aria-hidden="true" '
        f'focusable="false">{_draw_gauge_stones(filled, of, "class", ("on", "off"))}</svg>'
    )


def draw_gauge_picture(filled: int, of: int = 4) -> str:
    """The same with its colours, for a page and for a file, which has no style sheet."""
    height = GAUGES[of][0] + 3
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="f-gauge" viewBox="0 0 34 {height}" width="34" '
        f'height="{height}" aria-hidden="true" focusable="false" '
        f'stroke="{COLOURS[1]}" stroke-width="1.4">{_draw_gauge_stones(filled, of, "fill", (COLOURS[1], "#fff"))}</svg>'
    )


def _draw_gauge_stones(filled: int, of: int, attribute: str, looks: tuple[str, str]) -> str:
    """From the lowest; the first look is that of a full stone."""
    if not 0 <= filled <= of:
        raise ValueError(f"a gauge of {of} stones cannot have {filled} filled")
    height, stones = GAUGES[of]
    each = height / of
    return "".join(
        f'<path {attribute}="{looks[at >= filled]}" '
        f'd="{pebble(17 - width / 2, height + 1 - (at + 1) * each, width, each * 1.02, lean)}"/>'
        for at, (width, lean) in enumerate(stones)
    )


@cache
def draw_progress(done: int, of: int) -> SafeString:
    """A row of `of` stones, the first `done` of them full. Words must stand beside it."""
    if not 0 <= done <= of:
        raise ValueError(f"a row of {of} stones cannot have {done} filled")
    paths = (f'<path class="{"on" if at < done else "off"}" d="{pebble(2 + 30 * at, 2, 25, 18)}"/>' for at in range(of))
    return mark_safe(  # noqa: S308 - numbers of our own
        f'<svg class="f-progress" viewBox="0 0 {30 * of} 22" preserveAspectRatio="xMinYMid meet" aria-hidden="true" '
        f'focusable="false">{"".join(paths)}</svg>'
    )


def draw_number(value: int) -> SafeString:
    """A stone with a number on it."""
    return mark_safe(  # noqa: S308 - a number of our own
        '<svg class="f-number" viewBox="0 0 40 35" width="40" height="35" aria-hidden="true" focusable="false">'
        f'<path class="d-topic" d="{pebble(0, 0, 40, 34.4, 0.47)}"/>'
        f'<text x="20" y="24.5" text-anchor="middle">{int(value)}</text></svg>'
    )


@cache
def draw_swatch(look: str) -> SafeString:
    """The stone of a map's legend. look: "t0" to "t3", as on the map."""
    return mark_safe(  # noqa: S308 - a class of our own
        '<svg class="f-swatch" viewBox="0 0 22 18" width="22" height="18" aria-hidden="true" focusable="false">'
        f'<path class="{look}" d="{pebble(1, 1, 20, 16)}"/></svg>'
    )
