"""A theory of change, and a system before and after, drawn from their tables: wide for a page and for paper, narrow
as cards below each other. Only presentation attributes; the table beside a picture says all that it says.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.utils.safestring import SafeString, mark_safe

from cairn.common.charts.files import make_file
from cairn.common.charts.specification import Words
from cairn.common.charts.svg import (
    HAIR,
    INK,
    LETTER,
    NARROW,
    QUIET,
    RUST,
    TARN,
    WIDE,
    spread,
    to_text,
    wrap,
    wrap_svg,
    write,
)

LINE, PAD, GAP = 18, 9, 26
SHEET = 1000  # as high as a picture of that width may be on a sheet of A4
PALE = "#e6efef"
LICHEN = "#f6c445"
NO_OUTCOME, NO_MEASURE = "No outcome yet", "No measure yet"


@dataclass(frozen=True)
class TheoryActivity:
    what: str
    inputs: str
    mechanism: str
    outcomes: tuple[int, ...]  # places in the list of outcomes


@dataclass(frozen=True)
class TheoryOutcome:
    title: str
    measure: str  # empty: none yet


@dataclass(frozen=True)
class Theory:
    """What is drawn, and what stands in the table."""

    need: str
    activities: tuple[TheoryActivity, ...]
    outcomes: tuple[TheoryOutcome, ...]
    assumptions: tuple[tuple[str, str], ...]  # what, and who watches it

    @property
    def is_empty(self) -> bool:
        return not (self.activities or self.outcomes)


@dataclass(frozen=True)
class SystemView:
    """Pairs of who and what, before and after."""

    before: tuple[tuple[str, str], ...]
    after: tuple[tuple[str, str], ...]

    @property
    def is_empty(self) -> bool:
        return not (self.before or self.after)


@dataclass(frozen=True)
class Drawing:
    """The same picture for a page, for a phone, and as a file for PDF and Word."""

    words: str
    wide: SafeString
    narrow: SafeString
    files: tuple[str, ...]  # a theory that is too long for a sheet of paper is cut into several


@dataclass(frozen=True)
class Box:
    """Lines of text with a frame. `look`: plain, done (filled), outcome or gap (dashed)."""

    lines: tuple[tuple[str, bool], ...]  # words, and whether they are bold
    look: str = "plain"

    @property
    def height(self) -> float:
        return len(self.lines) * LINE + 2 * PAD

    def draw(self, x: float, y: float, width: float) -> str:
        colour, fill, dashes, thick = {
            "plain": (QUIET, "#fff", "", 1.2),
            "done": (TARN, PALE, "", 1.6),
            "outcome": (TARN, "#fff", "", 2.6),
            "gap": (RUST, "#fff", ' stroke-dasharray="5 4"', 1.6),
        }[self.look]
        half = thick / 2  # a line on the edge of the picture would be cut
        frame = (
            f'<rect x="{to_text(x + half)}" y="{to_text(y + half)}" width="{to_text(width - thick)}" '
            f'height="{to_text(self.height - thick)}" rx="6" fill="{fill}" stroke="{colour}" stroke-width="{thick}"'
            f"{dashes}/>"
        )
        text = "".join(
            write(x + PAD, y + PAD + 13.5 + number * LINE, words, bold=bold)
            for number, (words, bold) in enumerate(self.lines)
        )
        return frame + text


def make_box(label: str, text: str, width: float, *, look: str = "plain", bold: bool = False) -> Box:
    most = int((width - 2 * PAD) / LETTER)
    lines = [(line, bold) for line in _break(text, most)]
    if label:
        lines = [*((line, True) for line in _break(label, most)), *lines]
    return Box(tuple(lines), look)


def _break(text: str, most: int) -> list[str]:
    """In lines that fit; a word that is longer than a line is cut."""
    words = []
    for word in text.split():
        while len(word) > most:
            words.append(word[: most - 1] + "-")
            word = word[most - 1 :]
        words.append(word)
    return wrap(" ".join(words), most)


def draw_theory(theory: Theory) -> Drawing:
    words = describe_theory(theory)
    wide = wrap_svg(*_draw_theory_wide(theory, words))
    narrow = wrap_svg(*_draw_theory_narrow(theory, words))
    files = tuple(_make_file(_draw_theory_wide(part, words)) for part in _cut(theory))
    return Drawing(words, mark_safe(wide), mark_safe(narrow), files)  # noqa: S308 (drawn by us, every text escaped)


def draw_system(system: SystemView) -> Drawing:
    words = describe_system_change(system)
    drawn = _draw_system(system, words, WIDE, side_by_side=True)
    narrow = wrap_svg(*_draw_system(system, words, NARROW, side_by_side=False))
    return Drawing(words, mark_safe(wrap_svg(*drawn)), mark_safe(narrow), (_make_file(drawn),))  # noqa: S308 (likewise)


def _make_file(drawn: tuple[float, float, str, str]) -> str:
    """What is taller than a sheet of paper is shrunk by white beside it."""
    width, height, words, inner = drawn
    shown = wrap_svg(max(width, height * WIDE / SHEET), height, words, inner)
    return make_file(Words(title=words, description=words, unit=""), shown)


def _cut(theory: Theory) -> list[Theory]:
    """In parts that fit on a sheet; each outcome is drawn where an activity leads to it, the rest in the last part."""
    height = _draw_theory_wide(theory, "")[1]
    middle = len(theory.activities) // 2
    if height <= SHEET or middle == 0:
        return [theory]
    first, last = theory.activities[:middle], theory.activities[middle:]
    led_to = {number for activity in first for number in activity.outcomes}
    others = {number for activity in last for number in activity.outcomes}
    rest = [number for number in range(len(theory.outcomes)) if number in others or number not in led_to]
    return [
        *_cut(_pick(theory, first, sorted(led_to), ())),
        *_cut(_pick(replace(theory, need=""), last, rest, theory.assumptions)),
    ]


def _pick(
    theory: Theory,
    activities: tuple[TheoryActivity, ...],
    outcomes: list[int],
    assumptions: tuple[tuple[str, str], ...],
) -> Theory:
    places = {number: place for place, number in enumerate(outcomes)}
    return Theory(
        theory.need,
        tuple(replace(one, outcomes=tuple(places[number] for number in one.outcomes)) for one in activities),
        tuple(theory.outcomes[number] for number in outcomes),
        assumptions,
    )


# --- In words -------------------------------------------------------------------------------------


def describe_theory(theory: Theory) -> str:
    activities, outcomes = len(theory.activities), len(theory.outcomes)
    return (
        f"Theory of change: {_count(activities, 'activity', 'activities')} and "
        f"{_count(outcomes, 'outcome', 'outcomes')}, with arrows from what is needed to what should change. "
        "The table says the same."
    )


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def count_hand_overs(steps: Sequence[tuple[str, str]]) -> int:
    """How often the next step is done by somebody else."""
    agencies = [agency.strip().casefold() for agency, _ in steps]
    return sum(first != second for first, second in pairwise(agencies))


def describe_system_change(system: SystemView) -> str:
    """The change in a sentence, with the number of hand-overs."""
    if not system.before or not system.after:
        missing = "before" if not system.before else "after"
        return f"The steps {missing} are not described yet, so we cannot say what changes."
    counts = [
        (
            _count(len(steps), "step", "steps"),
            _count(len({agency.strip().casefold() for agency, _ in steps}), "agency", "agencies"),
            _count(count_hand_overs(steps), "hand-over", "hand-overs"),
        )
        for steps in (system.before, system.after)
    ]
    (steps, agencies, hand_overs), (steps_after, agencies_after, hand_overs_after) = counts
    return (
        f"Before: {steps}, {agencies} and {hand_overs}. After: {steps_after}, {agencies_after} and {hand_overs_after}."
    )


# --- Theory of change -----------------------------------------------------------------------------


def _draw_theory_wide(theory: Theory, words: str) -> tuple[float, float, str, str]:
    """The need on top; a line for each activity; outcomes at the right, near the activities that lead to them."""
    width = (WIDE - 3 * GAP) / 4
    lefts = [number * (width + GAP) for number in range(4)]
    parts: list[str] = []
    y = 0.0
    if theory.need:
        box = make_box("Need", theory.need, WIDE, look="done")
        parts.append(box.draw(0, y, WIDE))
        y += box.height + GAP
    heads = ("What it needs", "Activity", "How it should work", "Outcome")
    parts += [write(left, y + 12, head, fill=QUIET, bold=True) for left, head in zip(lefts, heads, strict=True)]
    y += 24
    top, middles = y, []
    for activity in theory.activities:
        row, height = _draw_activity(activity, lefts, width, y)
        parts.append(row)
        middles.append(y + height / 2)
        y += height + 14
    boxes = [_make_outcome(outcome, width) for outcome in theory.outcomes]
    left_out = [number for number, activity in enumerate(theory.activities) if not activity.outcomes]
    stubs = [make_box("", NO_OUTCOME, width, look="gap") for _ in left_out]
    wanted = [_find_wanted(number, theory, middles, top) - box.height / 2 for number, box in enumerate(boxes)]
    wanted += [middles[number] - stub.height / 2 for number, stub in zip(left_out, stubs, strict=True)]
    heights = [box.height + 10 for box in (*boxes, *stubs)]
    bottom = max(y, top + sum(heights))
    places = spread(wanted, heights, top, bottom)
    parts += [box.draw(lefts[3], at, width) for box, at in zip((*boxes, *stubs), places, strict=True)]
    for number, activity in enumerate(theory.activities):
        ends = [places[outcome] + boxes[outcome].height / 2 for outcome in activity.outcomes]
        if number in left_out:
            place = len(boxes) + left_out.index(number)
            ends = [places[place] + stubs[left_out.index(number)].height / 2]
        parts += [_draw_arrow(lefts[2] + width, middles[number], lefts[3], end) for end in ends]
    y = max([bottom, *(at + height for at, height in zip(places, heights, strict=True))])
    for box in _make_assumptions(theory, WIDE):
        parts.append(box.draw(0, y, WIDE))
        y += box.height + 8
    return WIDE, y, words, "".join(parts)


def _find_wanted(number: int, theory: Theory, middles: list[float], top: float) -> float:
    """The middle of the activities that lead to an outcome."""
    leading = [middles[one] for one, activity in enumerate(theory.activities) if number in activity.outcomes]
    return sum(leading) / len(leading) if leading else top


def _draw_activity(activity: TheoryActivity, lefts: list[float], width: float, y: float) -> tuple[str, float]:
    boxes = [
        make_box("", activity.inputs or "Not stated", width, look="plain" if activity.inputs else "gap"),
        make_box("", activity.what, width, look="done", bold=True),
        make_box("", activity.mechanism or "Not stated", width, look="plain" if activity.mechanism else "gap"),
    ]
    height = max(box.height for box in boxes)
    middle = y + height / 2
    drawn = [box.draw(left, middle - box.height / 2, width) for box, left in zip(boxes, lefts, strict=False)]
    arrows = [_draw_arrow(left + width, middle, right, middle) for left, right in pairwise(lefts[:3])]
    return "".join((*drawn, *arrows)), height


def _make_outcome(outcome: TheoryOutcome, width: float) -> Box:
    title = make_box(outcome.title, f"Measure: {outcome.measure}" if outcome.measure else NO_MEASURE, width)
    return Box(title.lines, "outcome" if outcome.measure else "gap")


def _make_assumptions(theory: Theory, width: float) -> list[Box]:
    return [
        make_box(
            "Assumption",
            f"{what}. {f'Watched by: {who}' if who else 'No one watches this yet'}",
            width,
            look="plain" if who else "gap",
        )
        for what, who in theory.assumptions
    ]


def _draw_arrow(x: float, y: float, to_x: float, to_y: float) -> str:
    middle = to_text((x + to_x) / 2)
    begin, end = f"{to_text(x)} {to_text(y)}", f"{to_text(to_x - 6)} {to_text(to_y)}"
    path = f"M{begin}C{middle} {to_text(y)} {middle} {to_text(to_y)} {end}"
    return f'<path d="{path}" fill="none" stroke="{QUIET}" stroke-width="1.6"/>{_draw_head(to_x, to_y, 7, 0)}'


def _draw_head(x: float, y: float, long: float, down: float) -> str:
    """The head of an arrow that ends at a point: to the right, or downwards where `down`."""
    to_the_right = ((x, y), (x - long, y - 5), (x - long, y + 5))
    points = ((x, y), (x - 5, y - long), (x + 5, y - long)) if down else to_the_right
    path = "L".join(f"{to_text(one)} {to_text(other)}" for one, other in points)
    return f'<path d="M{path}Z" fill="{QUIET}"/>'


def _draw_theory_narrow(theory: Theory, words: str) -> tuple[float, float, str, str]:
    """Cards below each other: the need, then each activity with what it needs, how it works, and its outcomes."""
    boxes: list[tuple[Box, bool]] = []  # and whether an arrow leads on from it
    if theory.need:
        boxes.append((make_box("Need", theory.need, NARROW, look="done"), True))
    for activity in theory.activities:
        named = [theory.outcomes[number].title for number in activity.outcomes]
        for label, text, look in (
            ("What it needs", activity.inputs, "plain"),
            ("Activity", activity.what, "done"),
            ("How it should work", activity.mechanism, "plain"),
        ):
            boxes.append((make_box(label, text or "Not stated", NARROW, look=look if text else "gap"), True))
        look = "outcome" if named else "gap"
        boxes.append((make_box("Leads to", "; ".join(named) or NO_OUTCOME, NARROW, look=look), False))
    boxes += [(_make_outcome(outcome, NARROW), False) for outcome in theory.outcomes]
    boxes += [(box, False) for box in _make_assumptions(theory, NARROW)]
    parts, y = [], 0.0
    for number, (box, leads_on) in enumerate(boxes):
        parts.append(box.draw(0, y, NARROW))
        y += box.height
        if number == len(boxes) - 1:
            break
        gap = 22 if leads_on else 14
        if leads_on:
            parts.append(_draw_down(NARROW / 2, y, y + gap))
        y += gap
    return NARROW, y + 2, words, "".join(parts)


def _draw_down(x: float, y: float, to_y: float) -> str:
    line = f'<path d="M{to_text(x)} {to_text(y)}V{to_text(to_y - 5)}" stroke="{QUIET}" stroke-width="1.6"/>'
    return line + _draw_head(x, to_y - 1, 7, 1)


# --- The system before and after ------------------------------------------------------------------


def _draw_system(system: SystemView, words: str, width: int, *, side_by_side: bool) -> tuple[float, float, str, str]:
    lane = (width - 2 * GAP) / 2 if side_by_side else float(width)
    parts, y, ends = [], 0.0, []
    for number, (title, steps) in enumerate((("Before", system.before), ("After", system.after))):
        left = number * (lane + 2 * GAP) if side_by_side else 0.0
        drawn, end = _draw_lane(title, steps, left, 0 if side_by_side else y, lane)
        parts.append(drawn)
        ends.append(end)
        y = end + GAP
    if side_by_side:
        middle = width / 2
        line = f"M{to_text(middle)} 0V{to_text(max(ends))}"
        parts.append(f'<path d="{line}" stroke="{HAIR}" stroke-width="1.2"/>')
    return width, max(ends), words, "".join(parts)


def _draw_lane(
    title: str, steps: Sequence[tuple[str, str]], left: float, top: float, width: float
) -> tuple[str, float]:
    hand_overs = count_hand_overs(steps)
    parts = [write(left, top + 15, f"{title}: {_count(hand_overs, 'hand-over', 'hand-overs')}", bold=True)]
    y, before = top + 28, ""
    for number, (agency, what) in enumerate(steps):
        changes = number > 0 and agency.strip().casefold() != before
        if number:
            gap = 34 if changes else 20
            parts.append(_draw_down(left + 24, y, y + gap))
            if changes:
                parts.append(
                    f'<circle cx="{to_text(left + 24)}" cy="{to_text(y + 13)}" r="6" fill="{LICHEN}" stroke="{INK}"/>'
                )
                parts.append(write(left + 38, y + 18, "Hand-over", fill=QUIET))
            y += gap
        box = make_box(agency, what, width, look="done" if title == "After" else "plain")
        parts.append(box.draw(left, y, width))
        y += box.height
        before = agency.strip().casefold()
    if not steps:
        box = make_box("", "Not described yet", width, look="gap")
        parts.append(box.draw(left, y, width))
        y += box.height
    return "".join(parts), y + 2
