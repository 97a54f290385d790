"""A board as one reader may see it. Whatever it cites is looked up anew; a fixed number of queries does it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.timezone import localdate

from cairn.accounts.models import Reader
from cairn.actions.models import Action
from cairn.adoption.presenters import UseView
from cairn.boards.enums import Side, Went
from cairn.boards.models import BoardPage
from cairn.boards.presenters.examples import ExampleView, show_examples
from cairn.boards.queries import Citations, find_term, get_topic_number, get_topics
from cairn.common.dates import show_day
from cairn.common.privacy.copies import NEUTRAL
from cairn.lessons.presenters import InsightView
from cairn.library.models import Helped, MethodUse, Source
from cairn.library.presenters.claims import cite, describe_address
from cairn.records.models import Record
from cairn.voice.queries import get_published_words


@dataclass(frozen=True)
class MethodView:
    """A method with where it helped and where it did not, as the library has it."""

    method: Record
    uses: list[MethodUse]

    def _get(self, *helped: str) -> list[MethodUse]:
        return [use for use in self.uses if use.helped in helped]

    @property
    def groups(self) -> list[tuple[str, list[MethodUse]]]:
        groups = (
            ("Where it helped", self._get(Helped.HELPED)),
            ("Where it helped in part", self._get(Helped.MIXED)),
            ("Where it did not help", self._get(Helped.DID_NOT_HELP)),
            ("Used, but the source does not say whether it helped", self._get(Helped.NOT_SAID)),
        )
        return [(title, uses) for title, uses in groups if uses]

    @property
    def uses_words(self) -> str:
        """How it went, in a line: “Helped in 1 place, did not help in 1, not said in 2”."""
        counts = (
            ("helped in {}", self._get(Helped.HELPED)),
            ("helped in part in {}", self._get(Helped.MIXED)),
            ("did not help in {}", self._get(Helped.DID_NOT_HELP)),
            ("result not stated in {}", self._get(Helped.NOT_SAID)),
        )
        said = ", ".join(words.format(len(uses)) for words, uses in counts if uses)
        return f"{len(self.uses)} use{'' if len(self.uses) == 1 else 's'}: {said}"

    @property
    def has_failure(self) -> bool:
        return bool(self._get(Helped.DID_NOT_HELP, Helped.MIXED))


@dataclass(frozen=True)
class ConditionView:
    title: str
    meaning: str
    helps: bool
    words: str


@dataclass(frozen=True)
class ReferenceView:
    source: Source

    @property
    def citation(self) -> str:
        return cite(self.source)

    @property
    def is_dead(self) -> bool:
        return self.source.state == Source.State.DEAD

    @property
    def note(self) -> str:
        """About the address: that it is gone, that none was recorded, or when somebody looked last."""
        if said := describe_address(self.source):
            return said
        if self.source.checked_at and self.source.state == Source.State.WORKS:
            return f"link checked on {show_day(self.source.checked_at)}"
        return "address not looked at yet"


@dataclass(frozen=True)
class Done:
    """What came of a board: what people will do, and which councils use the models it names. Never who looked at it."""

    actions: list[Action]
    uses: list[UseView]


@dataclass
class BoardView:
    board: BoardPage
    insights: list[InsightView] = field(default_factory=list)
    examples: list[ExampleView] = field(default_factory=list)
    methods: list[MethodView] = field(default_factory=list)
    conditions: list[ConditionView] = field(default_factory=list)
    references: list[ReferenceView] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    taken_back: frozenset[str] = frozenset()  # kinds of block of which something was taken back
    done: Done = field(default_factory=lambda: Done([], []))

    @property
    def topic_number(self) -> int:
        return get_topic_number(self.board.topic)

    @property
    def topic(self) -> str:
        return dict(get_topics()).get(self.board.topic, "")

    @property
    def has_failure(self) -> bool:
        return any(one.went == Went.BADLY for one in self.examples)

    @property
    def helping(self) -> list[ConditionView]:
        return [one for one in self.conditions if one.helps]

    @property
    def hindering(self) -> list[ConditionView]:
        return [one for one in self.conditions if not one.helps]


def read_board(board: BoardPage, reader: Reader, *, with_done: bool = True) -> BoardView:
    blocks = board.list_blocks()
    cited = Citations(board.cited, reader)
    view = BoardView(
        board,
        insights=show_insights(_values(blocks, "insight"), cited),
        examples=show_examples(_values(blocks, "example"), cited),
        methods=[MethodView(method, uses) for method, uses in cited.get_methods(_values(blocks, "method"))],
        conditions=_show_conditions(_values(blocks, "condition")),
        references=[ReferenceView(source) for source in cited.get_sources(_values(blocks, "reference"))],
        paragraphs=_values(blocks, "paragraph"),
        quotes=_show_quotes(_values(blocks, "quote")),
        taken_back=_find_taken_back(blocks, cited),
    )
    if with_done:
        view.done = _find_done(view, cited)
    return view


def _values(blocks: Iterable[tuple[str, Any]], kind: str) -> list[Any]:
    return [value for name, value in blocks if name == kind and value]


def show_insights(numbers: Iterable[int], cited: Citations) -> list[InsightView]:
    today = localdate()
    return [InsightView(insight, backing, today) for insight, backing in cited.get_insights(numbers)]


def _show_conditions(values: Iterable[dict[str, Any]]) -> list[ConditionView]:
    shown = []
    for value in values:
        if term := find_term(value.get("term", "")):
            shown.append(
                ConditionView(term.title, term.meaning, value.get("side") == Side.HELPS, value.get("words", ""))
            )
    return shown


def _show_quotes(numbers: list[int]) -> list[str]:
    """A board is for everybody, so each stands there as everybody may read it; one phrase for what has gone."""
    words = get_published_words(numbers, day=localdate())
    return [words[number] or NEUTRAL for number in dict.fromkeys(numbers) if number in words]


def _find_taken_back(blocks: Iterable[tuple[str, Any]], cited: Citations) -> frozenset[str]:
    gone = set()
    for kind, value in blocks:
        number = value.get("record") if kind == "example" else value
        if kind in ("insight", "example", "method") and number in cited.taken_back:
            gone.add(kind)
    return frozenset(gone)


def _find_done(view: BoardView, cited: Citations) -> Done:
    actions = cited.get_actions(one.insight for one in view.insights)
    uses = cited.get_uses(one.record for one in view.examples)
    return Done(list(actions), [UseView(one) for one in uses])
