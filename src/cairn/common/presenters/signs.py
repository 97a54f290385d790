"""Small signs: the direction of a result, and the state of a check, a task or a lesson. Words stand beside each."""

from functools import cache

from django.utils.safestring import SafeString, mark_safe

RING = '<circle class="d-ring" cx="12" cy="12" r="10"/>'
DISC = '<circle class="d-topic" cx="12" cy="12" r="11"/>'
REPORTED = '<circle class="d-forr" cx="12" cy="12" r="10"/>'
NEUTRAL = '<circle class="d-same" cx="12" cy="12" r="11"/>'
NEUTRAL_RING = '<circle class="d-nothing" cx="12" cy="12" r="10"/>'
DOTS = "M7.5 12h.1M12 12h.1M16.5 12h.1"
DOWN, UP = "M12 6.5v11M7.5 13l4.5 4.5 4.5-4.5", "M12 17.5v-11M7.5 11L12 6.5l4.5 4.5"

SHAPES = {
    # Direction of a result. Full: compared with something. Outlined: only reported.
    "improved": '<circle class="d-for" cx="12" cy="12" r="11"/><path class="w" d="M12 6.5v11M6.5 12h11"/>',
    "reported": REPORTED + '<path class="d-fline" d="M12 7v10M7 12h10"/>',
    "no_difference": NEUTRAL_RING + '<path class="d-line" d="M7 10h10M7 14h10"/>',
    "worse": '<path class="d-against" d="M12 .5L23.5 12 12 23.5.5 12Z"/><path class="w" d="M7 12h10"/>',
    "worse_reported": '<path class="d-againstr" d="M12 2l10 10-10 10L2 12Z"/><path class="d-aline" d="M8 12h8"/>',
    "mixed": NEUTRAL_RING + '<path class="d-for" d="M12 2a10 10 0 0 0 0 20Z"/>',
    "unknown": f'<circle class="d-none" cx="12" cy="12" r="10"/><path class="d-dots" d="{DOTS}"/>',
    # Where neither more nor fewer is good by itself: an arrow that does not judge.
    "fewer": NEUTRAL + f'<path class="w" d="{DOWN}"/>',
    "more": NEUTRAL + f'<path class="w" d="{UP}"/>',
    "fewer_reported": NEUTRAL_RING + f'<path class="d-line" d="{DOWN}"/>',
    "more_reported": NEUTRAL_RING + f'<path class="d-line" d="{UP}"/>',
    # States.
    "tick": DISC + '<path class="w" d="M7 12.7l3.6 3.8L17 8.4"/>',
    "cross": RING + '<path class="d-tline" d="M8 8l8 8M16 8l-8 8"/>',
    "plus": DISC + '<path class="w" d="M12 6.5v11M6.5 12h11"/>',
    "minus": RING + '<path class="d-tline" d="M7 12h10"/>',
    "open": RING + f'<path class="d-tdots" d="{DOTS}"/>',
    "wait": RING + '<path class="d-tline" d="M12 6.5V12l3.8 2.4"/>',
    "todo": RING,
}

VIEWPOINTS = {
    "project": "M4 20v-3a4 4 0 0 1 4-4h8a4 4 0 0 1 4 4v3M12 10a4 4 0 1 0 0-8a4 4 0 0 0 0 8Z",
    "evaluator": "M10 17a7 7 0 1 0 0-14a7 7 0 0 0 0 14ZM15.2 15.2L21 21",
    "practitioner": "M5 3h14v18H5ZM9 3v3h6V3M9 17h6M12 13.5a2 2 0 1 0 0-4a2 2 0 0 0 0 4Z",
    "young_person": "M12 9a3.5 3.5 0 1 0 0-7a3.5 3.5 0 0 0 0 7ZM7 22l1.5-10h7L17 22",
    "family": "M8 9a3 3 0 1 0 0-6a3 3 0 0 0 0 6ZM2 20v-3a4 4 0 0 1 4-4h4a4 4 0 0 1 4 4v3M18 14a2.4 2.4 0 1 0 0-4.8"
    "M17 20h5v-1a3 3 0 0 0-4-2.8",
    "partner": "M9 16a5.5 5.5 0 1 1 0-11a5.5 5.5 0 0 1 0 11ZM15 19a5.5 5.5 0 1 0 0-11a5.5 5.5 0 0 0 0 11Z",
    "funder": "M3 9l9-6 9 6ZM5 9v9M10 9v9M14 9v9M19 9v9M3 21h18",
    "researcher": "M4 4h7a2 2 0 0 1 1 2v14a3 3 0 0 0-2-1H4ZM20 4h-7a2 2 0 0 0-1 2v14a3 3 0 0 1 2-1h6Z",
}
"""Whose view something is: an outline beside the words. The keys of lessons.enums.Viewpoint."""

DIRECTIONS = {
    "improved": "Improved",
    "reported": "Improved, as reported",
    "no_difference": "No clear difference",
    "worse": "Worse",
    "worse_reported": "Worse, as reported",
    "mixed": "Mixed",
    "unknown": "Not known",
    "fewer": "Fewer",
    "more": "More",
    "fewer_reported": "Fewer, as reported",
    "more_reported": "More, as reported",
}
"""The words of each direction when a page says nothing more exact."""

STRENGTHS = (
    "No outcome results",
    "Reported, not compared",
    "Compared with a similar group",
    "Tested in a randomised trial",
    "Several trials agree",
)
"""How strong evidence is, from 0 to 4 stones."""


@cache
def draw_sign(kind: str, size: int = 22) -> SafeString:
    return mark_safe(  # noqa: S308 - shapes of our own
        f'<svg class="f-sign" viewBox="0 0 24 24" width="{size}" height="{size}" aria-hidden="true" '
        f'focusable="false">{SHAPES[kind]}</svg>'
    )


@cache
def draw_viewpoint(name: str, size: int = 20) -> SafeString:
    return mark_safe(  # noqa: S308 - shapes of our own
        f'<svg viewBox="0 0 24 24" width="{size}" height="{size}" aria-hidden="true" focusable="false">'
        f'<path d="{VIEWPOINTS[name]}"/></svg>'
    )
