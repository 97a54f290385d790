"""How many results went one way: a shape for the direction, its size for the number, and the number in it.

Full where they were compared with something, outlined where they were only reported. Words stand beside each.
"""

from math import sqrt

from django.utils.safestring import SafeString, mark_safe

# As --better, --same and --worse of face.css, whose rules do not reach what is drawn by `use`.
BETTER, SAME, WORSE = "#0b5a62", "#4a5453", "#a33b0a"
OUTLINE = f'fill="#fff" stroke="{SAME}" stroke-width="2.2"'
DOWN, UP = "M3 2.5h18v11.5L12 22.5 3 14Z", "M3 21.5h18V10L12 1.5 3 10Z"
SHAPES = {
    "improved": (f'<circle fill="{BETTER}" cx="12" cy="12" r="11.5"/>', ""),
    "reported": (f'<circle fill="#fff" stroke="{BETTER}" stroke-width="2.2" cx="12" cy="12" r="10.5"/>', "kf"),
    "fewer": (f'<path fill="{SAME}" d="{DOWN}"/>', ""),
    "fewer_reported": (f'<path {OUTLINE} d="{DOWN}"/>', "k"),
    "more": (f'<path fill="{SAME}" d="{UP}"/>', ""),
    "more_reported": (f'<path {OUTLINE} d="{UP}"/>', "k"),
    "no_difference": (f'<rect {OUTLINE} x="2.5" y="2.5" width="19" height="19" rx="2"/>', "k"),
    "worse": (f'<path fill="{WORSE}" d="M12 0L24 12 12 24 0 12Z"/>', ""),
    "worse_reported": (
        f'<path fill="#fff" stroke="{WORSE}" stroke-width="2.2" d="M12 1.5L22.5 12 12 22.5 1.5 12Z"/>',
        "k",
    ),
    "unknown": (f'<circle {OUTLINE} stroke-dasharray="3 3" cx="12" cy="12" r="10.5"/>', "k"),
}
SMALLEST, LARGEST = 22.0, 38.0  # pixels; letters have 13 in all of them


def draw_shapes() -> SafeString:
    """Once on a page, for all bubbles on it: there may be hundreds."""
    symbols = "".join(
        f'<symbol id="b-{kind}" viewBox="-.5 -.5 25 25">{shape}</symbol>' for kind, (shape, _) in SHAPES.items()
    )
    return mark_safe(f'<svg width="0" height="0" aria-hidden="true">{symbols}</svg>')  # noqa: S308  # ours


def draw_bubble(kind: str, number: int | None) -> SafeString:
    """`kind` as in `signs.DIRECTIONS`; without a number it is the one of a legend. Needs `draw_shapes` on its page."""
    look = SHAPES[kind][1]
    width = min(LARGEST, SMALLEST + 7 * (sqrt(number or 1) - 1))
    middle = width / 2
    text = f'<text class="{look}" x="{middle:.1f}" y="{middle + 4.6:.1f}" text-anchor="middle">{number}</text>'
    return mark_safe(  # noqa: S308  # of a shape of ours and a number
        f'<svg class="f-bub" width="{width:.1f}" height="{width:.1f}" aria-hidden="true" focusable="false">'
        f'<use href="#b-{kind}" width="{width:.1f}" height="{width:.1f}"/>{text if number else ""}</svg>'
    )
