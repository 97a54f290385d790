"""Ways to scale: what paid for one, how it went, who says so; and several side by side."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cairn.adoption.models import ScalingFunding, ScalingMove, ScalingStrategy
from cairn.adoption.models.scaling import PLANNED_ONLY
from cairn.adoption.services.scaling import BETWEEN
from cairn.common.dates import show_date
from cairn.common.facets import Facet
from cairn.library.services import fingerprint
from cairn.records.models import Record

NOT_FOUND = "Not found"
Step = ScalingMove.Step
FinancialModel = ScalingFunding.FinancialModel
Geography = ScalingStrategy.Geography

# How it stands after a step; reaching or losing places changes nothing in that.
STATES = {
    "running": ("No end recorded", (Step.STARTED, Step.RESUMED)),
    "paused": ("Paused", (Step.PAUSED,)),
    "ending": ("Notice given", (Step.NOTICE,)),
    "ended": ("Ended", (Step.EXIT, Step.CLOSED)),
    "succeeded": ("Continued by a successor", (Step.SUCCESSOR,)),
}
STATE_AFTER: dict[str, str] = {step: state for state, (_, steps) in STATES.items() for step in steps}


@dataclass(frozen=True)
class Said:
    """Some words, and the row that says who says them; none where a team wrote them itself."""

    words: str
    row: Any = None

    @property
    def line(self) -> str:
        return f"{self.words} ({self.row.get_grade_display()})" if self.row and self.row.grade else self.words


class WayView:
    """One way to scale; `links` are the model and the project it is about, as far as the reader may see them."""

    def __init__(self, strategy: ScalingStrategy, links: Sequence[Record] = ()) -> None:
        self.strategy, self.links = strategy, links

    @property
    def funding(self) -> list[tuple[str, Said]]:
        """Kind of money with when it was there, and the words."""
        return [(describe_funding(row), Said(row.words, row)) for row in _in_order(self.strategy.funding)]

    @property
    def moves(self) -> list[tuple[str, ScalingMove]]:
        return [(show_date(row.moved_on), row) for row in _in_order(self.strategy.moves)]

    @property
    def state(self) -> str:
        steps = [STATE_AFTER[row.step] for _, row in self.moves if row.step in STATE_AFTER]
        return steps[-1] if steps else ""

    @property
    def state_words(self) -> str:
        return STATES[self.state][0] if self.state else "Not stated"

    @property
    def money(self) -> list[str]:
        """Kinds of money, each once, in the order in which they came; those that were only planned too."""
        return list(dict.fromkeys(row.financial_model for row in _in_order(self.strategy.funding)))

    @property
    def money_words(self) -> str:
        words = dict.fromkeys(_name_money(row).lower() for row in _in_order(self.strategy.funding))
        return ", ".join(words).capitalize() or NOT_FOUND

    @property
    def geography(self) -> str:
        return str(Geography(self.strategy.geography).label)

    def say(self, name: str) -> list[Said]:
        """The sentences of a text with who says each. Where a team has edited the words, they are the team's."""
        text = getattr(self.strategy, name)
        if not text:
            return []
        rows = [row for row in _in_order(self.strategy.sources) if row.text == name]
        sentences = text.split(BETWEEN)
        if self.is_as_loaded and len(rows) == len(sentences):
            return [Said(words, row) for words, row in zip(sentences, rows, strict=True)]
        return [Said(text)]

    @property
    def is_as_loaded(self) -> bool:
        return bool(self.strategy.starter_sha256) and fingerprint(self.strategy) == self.strategy.starter_sha256

    @property
    def sections(self) -> list[tuple[str, str, list[Said]]]:
        """Name, title and sentences of the texts about how it is done; empty ones too, because a gap is shown."""
        names = ("vehicle", "where", "demand", "capacity")
        return [(name, ScalingStrategy.TEXTS[name], self.say(name)) for name in names]


def describe_funding(row: ScalingFunding) -> str:
    """Which money, and from when to when: "Grant, 2015 to September 2018"."""
    since, until = show_date(row.since), show_date(row.until)
    when = f"{since} to {until}" if since and until else f"from {since}" if since else f"until {until}" if until else ""
    return ", ".join(filter(None, (_name_money(row), when)))


def _name_money(row: ScalingFunding) -> str:
    return f"{FinancialModel(row.financial_model).label}{PLANNED_ONLY if row.was_planned_only else ''}"


def _in_order(rows: Any) -> list[Any]:
    return sorted(rows.all(), key=lambda row: row.position)


def find_links(strategies: Iterable[ScalingStrategy], readable: Any) -> Mapping[int, list[Record]]:
    """The model and the project of each, by its key, of those that may be read; asked for once."""
    every = list(strategies)
    keys = {key for one in every for key in (one.practice_model_id, one.of_project_id) if key}
    found = {one.pk: one for one in readable.filter(pk__in=keys)}
    return {one.pk: [found[key] for key in (one.practice_model_id, one.of_project_id) if key in found] for one in every}


def get_facets() -> tuple[Facet, ...]:
    states = [(key, words) for key, (words, _) in STATES.items()]
    return (
        Facet("money", "What pays for it", FinancialModel.choices, lambda view: view.money),
        Facet("geography", "Geography", Geography.choices, lambda view: {view.strategy.geography}),
        Facet("status", "Status", states, lambda view: {view.state}),
    )


Row = tuple[str, list[list[str]]]


def compare(views: Sequence[WayView]) -> list[Row]:
    """A row for each thing that can be compared, with the lines of each; what no source gives is said to be missing."""
    texts = ScalingStrategy.TEXTS
    rows: list[Row] = [
        ("About", [[link.title for link in view.links] for view in views]),
        ("Money", [[f"{label}: {said.line}" for label, said in view.funding] for view in views]),
        ("Geography", [[view.geography] for view in views]),
        *((texts[name], _say_all(views, name)) for name in ("where", "vehicle", "demand", "capacity")),
        ("Status", [[view.state_words] for view in views]),
        ("Life cycle", [[describe_move(when, row) for when, row in view.moves] for view in views]),
        *((texts[name], _say_all(views, name)) for name in ("outcome", "failed", "not_known")),
    ]
    return [(title, [lines or [NOT_FOUND] for lines in cells]) for title, cells in rows]


def _say_all(views: Iterable[WayView], name: str) -> list[list[str]]:
    return [[said.line for said in view.say(name)] for view in views]


def describe_move(when: str, row: ScalingMove) -> str:
    """ "September 2018: Closed. The unit closes when its funding ends."."""
    return f"{when or 'No date'}: {row.get_step_display()}{f'. {row.note}' if row.note else ''}"


COLUMNS = ("Title", "Summary", "About", "Money", "Geography", "Status", "Outcome", "What did not work", "Page")


def make_table_rows(views: Iterable[WayView], addresses: Callable[[str], str]) -> list[tuple[str, ...]]:
    """A row of the file for each; `addresses` makes the whole address of a page."""
    return [
        (
            view.strategy.title,
            view.strategy.summary,
            "; ".join(link.title for link in view.links),
            "; ".join(f"{label}: {said.words}" for label, said in view.funding),
            view.geography,
            view.state_words,
            " ".join(said.line for said in view.say("outcome")),
            " ".join(said.line for said in view.say("failed")),
            addresses(view.strategy.get_absolute_url()),
        )
        for view in views
    ]
