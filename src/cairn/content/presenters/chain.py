"""The report from knowing to acting: a sentence, a picture, a table and a file, from one count."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cairn.actions.enums import Stage
from cairn.actions.queries import Chain, Known
from cairn.common.addresses import make_absolute
from cairn.common.charts import DrawnChart, FlowChart, FlowStage, Words, draw_both
from cairn.conditions.policies.disclosure import FEWEST
from cairn.content.policies import STAGES, Shown, mark, show, tally
from cairn.content.queries import Group
from cairn.lessons.models import Insight

HIDDEN = "Hidden"
FILE_HEADER = (
    *("Group", "Known", *(stage.label for stage in STAGES)),
    *(part for stage in STAGES for part in (f"Median days to: {stage.label.lower()}", "Number with both dates")),
)


@dataclass(frozen=True)
class Cell:
    """One number of a table; `days` is said below it."""

    number: str
    days: str = ""


@dataclass(frozen=True)
class Row:
    group: Group
    shown: Shown

    @property
    def cells(self) -> list[Cell]:
        return [Cell(_show_number(number), _say_days(days)) for number, days in _pair(self.shown)]

    def list_cells(self) -> list[str | int]:
        """For a file."""
        numbers = [_show_in_file(number) for number in self.shown.numbers]
        days = [part for one in self.shown.days for part in (one or ("", ""))]
        return [self.group.label, self.shown.known, *numbers, *days]


@dataclass(frozen=True)
class ChainReport:
    rows: list[Row]
    total: Row
    sentence: str
    chart: DrawnChart

    @property
    def has_hidden(self) -> bool:
        return any(None in row.shown.numbers for row in (*self.rows, self.total))

    def list_rows(self) -> Iterator[list[str | int]]:
        yield from (row.list_cells() for row in (*self.rows, self.total))


def make_report(groups: Sequence[Group], chain: Chain, whose: str) -> ChainReport:
    """`whose` begins the sentence: "Your organisation", or nothing for all of them."""
    marks = {key: mark(known) for key, known in chain.items()}
    counted = [tally((chain[key] for key in group.keys), marks) for group in groups]
    rows, total = show(counted, tally(chain.values(), marks))
    sentence = describe(total, whose)
    every = Group("Total", frozenset(chain))
    return ChainReport(
        [Row(group, one) for group, one in zip(groups, rows, strict=True)],
        Row(every, total),
        sentence,
        draw_both(_make_chart(total, sentence)),
    )


def describe(shown: Shown, whose: str) -> str:
    if not shown.known:
        return "No lessons, insights or recommendations yet."
    said = dict(zip(STAGES, shown.numbers, strict=True))
    words = {
        Stage.ACCEPTED: ("led to an action that someone accepted",) * 2,
        Stage.ACTED_ON: ("was acted on", "were acted on"),
        Stage.CHANGED: ("has a recorded result", "have a recorded result"),
    }
    open_ones = [f"{_count(number)} {words[stage][number > 1]}" for stage, number in said.items() if number is not None]
    if not open_ones:
        return f"{shown.known:,} findings. How many were acted on is hidden, because the numbers are small."
    about = f", counting what {whose} did" if whose else ""
    return f"Of {shown.known:,} findings{about}: {_join(open_ones)}."


def _count(number: int) -> str:
    return f"{number:,}" if number else "none"


def _join(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _make_chart(shown: Shown, sentence: str) -> FlowChart:
    stages = [FlowStage(str(Stage.KNOWN.label), shown.known)]
    stages += [
        FlowStage(str(stage.label), number, _say_days(days))
        for stage, (number, days) in zip(STAGES, _pair(shown), strict=True)
    ]
    words = Words(title="From knowing to acting", description=sentence, unit="")
    return FlowChart(words, tuple(stages), stays="not yet")


def _pair(shown: Shown) -> list[tuple[int | None, tuple[int, int] | None]]:
    return list(zip(shown.numbers, shown.days, strict=True))


def _show_number(number: int | None) -> str:
    return HIDDEN if number is None else f"{number:,}"


def _show_in_file(number: int | None) -> str | int:
    return f"hidden (fewer than {FEWEST}, or it would show another that is)" if number is None else number


def _say_days(days: tuple[int, int] | None) -> str:
    """After how long, and of how many that is the median."""
    if days is None:
        return ""
    length, number = days
    return f"{length:,} day{'' if length == 1 else 's'} (n {number:,})"


# --- By insight ---------------------------------------------------------------------------------------


INSIGHT_HEADER = (
    "Insight",
    "Supported by",
    "Furthest stage",
    *(f"Actions: {stage.label.lower()}" for stage in STAGES),
    "Address",
)


@dataclass(frozen=True)
class InsightRow:
    """One insight with the actions that the reader sees; what others keep to themselves is in no number here."""

    insight: Insight
    known: Known

    @property
    def stage(self) -> str:
        return str(self.known.stage.label)

    @property
    def numbers(self) -> list[int]:
        seen = [one.stage for one in self.known.progress if one.is_seen]
        return [sum(stage >= wanted for stage in seen) for wanted in STAGES]

    def list_cells(self) -> list[str | int]:
        address = make_absolute(self.insight.get_absolute_url())
        return [self.insight.title, len(self.known.backing), self.stage, *self.numbers, address]


def describe_insights(insights: Iterable[Insight], chain: Chain) -> list[InsightRow]:
    return [InsightRow(one, chain[one.pk]) for one in insights]
