"""The pieces of a drawn chart. Looks are attributes and not classes: a stored drawing needs no style sheet."""

import math
from collections.abc import Callable, Iterable, Sequence
from html import escape

WIDE, NARROW = 760, 343  # the column of a page, and a phone
FONT = "Atkinson Hyperlegible Next, Atkinson Hyperlegible, Arial, Liberation Sans, sans-serif"
SIZE = 14
LETTER = 7.3  # about as wide as a letter of our font is at that size, and a little more for bold
INK, QUIET, HAIR, TARN, RUST, HEATHER = "#1b2323", "#4a5453", "#c9cfcd", "#0f5257", "#a33b0a", "#6f2358"
COLOURS = (TARN, RUST, "#164c86", HEATHER, "#40561a", "#4a5453", "#8f360e", "#1b2323")
DASHES = ("", "7 5", "2 5", "10 3 2 3", "12 4", "4 4", "1 4", "8 2")
# Look of a line: colour, width, dashes. Colour is never the only difference.
LOOKS: dict[str, tuple[str, float, str]] = {
    "own": (TARN, 3.6, ""),
    "expected": (RUST, 2.6, "7 6"),
    "england": (INK, 2.4, "2 6"),
    "neighbours": ("#4a5453", 2, "8 4"),
    "region": (HEATHER, 2, "10 3 2 3"),
    "other": ("#9aa5a1", 1.2, ""),
    "mean": (QUIET, 1.8, ""),
    "limit": (QUIET, 1.5, "5 4"),
    "target": (INK, 2, "2 6"),
    **{f"chosen-{index}": (colour, 2.6, DASHES[index]) for index, colour in enumerate(COLOURS)},
}
WITH_POINTS = ("own", *(f"chosen-{index}" for index in range(len(COLOURS))))


def to_text(value: float) -> str:
    """A coordinate: one decimal at most, no minus zero."""
    return f"{value:.1f}".rstrip("0").rstrip(".") if round(value, 1) else "0"


def to_label(value: float) -> str:
    """A number on a scale: thousands with commas, a true minus sign."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.replace("-", "\N{MINUS SIGN}")


def make_scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """From figures to places between `start` and `end`."""
    span = (high - low) or 1.0
    return lambda value: start + (value - low) / span * (end - start)


def find_ticks(low: float, high: float, *, most: int) -> list[float]:
    """Round numbers from below the lowest to above the highest figure."""
    span = (high - low) or abs(high) or 1.0
    power = 10.0 ** math.floor(math.log10(span / most))
    step = next(power * size for size in (1, 2, 2.5, 5, 10) if power * size * most >= span)
    first = math.floor(low / step + 1e-9)
    last = max(math.ceil(high / step - 1e-9), first + 1)
    return [round(index * step, 9) for index in range(first, last + 1)]


def spread(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Places for labels near to where they are wanted, none over another, all between top and bottom."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = dict(enumerate(wanted))
    floor = top
    for index in order:
        placed[index] = max(placed[index], floor)
        floor = placed[index] + heights[index]
    ceiling = bottom
    for index in reversed(order):
        placed[index] = min(placed[index], ceiling - heights[index])
        ceiling = placed[index]
    return [placed[index] for index in range(len(wanted))]


def wrap(text: str, most: int) -> list[str]:
    """In lines of about so many letters."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(joined) > most:
            lines.append(word)
        else:
            lines[-1] = joined
    return lines


def write(x: float, y: float, text: str, *, anchor: str = "", fill: str = "", bold: bool = False) -> str:
    attributes = f'x="{to_text(x)}" y="{to_text(y)}"'
    attributes += f' text-anchor="{anchor}"' if anchor else ""
    attributes += f' fill="{fill}"' if fill else ""
    attributes += ' font-weight="700"' if bold else ""
    return f"<text {attributes}>{escape(text)}</text>"


def draw_line(points: Iterable[tuple[float, float] | None]) -> tuple[str, list[tuple[float, float]]]:
    """The path through runs of points, and the points that stand alone, which a path would not show."""
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    path = "".join("M" + "L".join(f"{to_text(x)} {to_text(y)}" for x, y in run) for run in runs if len(run) > 1)
    return path, [run[0] for run in runs if len(run) == 1]


def stroke(look: str) -> str:
    colour, width, dashes = LOOKS[look]
    return f'stroke="{colour}" stroke-width="{width:g}"' + (f' stroke-dasharray="{dashes}"' if dashes else "")


def wrap_svg(width: float, height: float, title: str, inner: str, *, extra: str = "") -> str:
    """On a page: the words for those who do not see it are its label."""
    return (
        f'<svg class="f-chart" viewBox="0 0 {to_text(width)} {to_text(height)}" role="img" '
        f'aria-label="{escape(title)}" font-family="{FONT}" font-size="{SIZE}" fill="{INK}"{extra}>{inner}</svg>'
    )
