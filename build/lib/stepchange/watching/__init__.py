"""Displays for watching a series: they show, they never decide (docs/methods/watching.md: how often they cry wolf)."""

from stepchange.watching.segmented import Segmented, fit_segmented
from stepchange.watching.xmr import Assurance, Direction, Limits, Point, Rebase, Rule, Variation, Xmr, draw_xmr

__all__ = [
    "Assurance",
    "Direction",
    "Limits",
    "Point",
    "Rebase",
    "Rule",
    "Segmented",
    "Variation",
    "Xmr",
    "draw_xmr",
    "fit_segmented",
]
