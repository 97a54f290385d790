"""A board as one reader may see it. Whatever it cites is looked up anew; a fixed number of queries does it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.timezone import localdate

from cairn.actions.models import Action
from cairn.actions.queries import get_actions_because_of
from cairn.adoption.presenters import UseView
from cairn.adoption.queries import get_uses as get_councils_using
from cairn.boards.enums import KINDS_OF_EXAMPLE, KINDS_OF_INSIGHT, KINDS_OF_METHOD, Side
from cairn.boards.models import BoardPage
from cairn.boards.presenters.examples import ExampleView, show_examples
from cairn.boards.queries import Cited, find_cited, find_term, get_topic_number, get_topics
from cairn.lessons.models import Insight
from cairn.lessons.presenters import InsightView
from cairn.lessons.queries import get_backing
from cairn.library.models import Helped, Method, MethodUse, PracticeModel, Source
from cairn.library.presenters.claims import cite, tell_address
from cairn.library.queries import get_sources
from cairn.records.enums import RecordKind
from cairn.records.models import Record


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
            ("Used, and not said whether it helped", self._get(Helped.NOT_SAID)),
        )
        return [(title, uses) for title, uses in groups if uses]

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
        if said := tell_address(self.source):
            return said
        if self.source.checked_at and self.source.state == Source.State.WORKS:
            return f"address looked at on {self.source.checked_at:%-d %B %Y}"
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
    taken_back: frozenset[str] = frozenset()  # kinds of block of which something was taken back
    done: Done = field(default_factory=lambda: Done([], []))

    @property
    def topic_number(self) -> int:
        return get_topic_number(self.board.topic)

    @property
    def topic(self) -> str:
        return dict(get_topics()).get(self.board.topic, "")

    @property
    def helping(self) -> list[ConditionView]:
        return [one for one in self.conditions if one.helps]

    @property
    def hindering(self) -> list[ConditionView]:
        return [one for one in self.conditions if not one.helps]


def read_board(board: BoardPage, reader: Any, *, with_done: bool = True) -> BoardView:
    blocks = board.list_blocks()
    cited = find_cited(board.cited, reader)
    view = BoardView(
        board,
        insights=show_insights(_values(blocks, "insight"), cited, reader),
        examples=show_examples(_of_kinds(_values(blocks, "example"), cited), cited, reader),
        methods=_show_methods(_values(blocks, "method"), cited, reader),
        conditions=_show_conditions(_values(blocks, "condition")),
        references=_show_references(_values(blocks, "reference"), reader),
        paragraphs=_values(blocks, "paragraph"),
        taken_back=_find_taken_back(blocks, cited),
    )
    if with_done:
        view.done = _find_done(view, reader)
    return view


def _values(blocks: Iterable[tuple[str, Any]], kind: str) -> list[Any]:
    return [value for name, value in blocks if name == kind and value]


def _of_kinds(values: list[Any], cited: Cited) -> list[Any]:
    allowed = cited.of_kind(*KINDS_OF_EXAMPLE)
    return [value for value in values if (found := cited.records.get(value.get("record"))) and found.pk in allowed]


def _pick(numbers: Iterable[int], cited: Cited, kinds: tuple[str, ...]) -> list[Record]:
    """Each record once, in the order of the board."""
    found = [cited.records[number] for number in numbers if number in cited.records]
    return list({record.pk: record for record in found if record.kind in kinds}.values())


def show_insights(numbers: Iterable[int], cited: Cited, reader: Any) -> list[InsightView]:
    records = _pick(numbers, cited, KINDS_OF_INSIGHT)
    insights = Insight.objects.in_bulk([record.pk for record in records])
    backing = get_backing(insights.values(), reader)
    today = localdate()
    return [InsightView(insights[record.pk], backing[record.pk], today) for record in records]


def _show_methods(numbers: Iterable[int], cited: Cited, reader: Any) -> list[MethodView]:
    records = _pick(numbers, cited, KINDS_OF_METHOD)
    methods = Method.objects.in_bulk([record.pk for record in records])
    seen = Record.objects.visible_to(reader).published().values("pk")
    uses = MethodUse.objects.filter(method__in=list(methods), about__in=seen).select_related("about", "source")
    by_method: dict[int, list[MethodUse]] = {}
    for use in uses.order_by("position", "pk"):
        by_method.setdefault(use.method_id, []).append(use)
    return [MethodView(methods[record.pk], by_method.get(record.pk, [])) for record in records]


def _show_conditions(values: Iterable[dict[str, Any]]) -> list[ConditionView]:
    shown = []
    for value in values:
        if term := find_term(value.get("term", "")):
            shown.append(
                ConditionView(term.title, term.meaning, value.get("side") == Side.HELPS, value.get("words", ""))
            )
    return shown


def _show_references(numbers: list[int], reader: Any) -> list[ReferenceView]:
    """A source of results that the reader may not see stands nowhere for them."""
    found = get_sources(reader).in_bulk(numbers) if numbers else {}
    return [ReferenceView(found[number]) for number in dict.fromkeys(numbers) if number in found]


def _find_taken_back(blocks: Iterable[tuple[str, Any]], cited: Cited) -> frozenset[str]:
    gone = set()
    for kind, value in blocks:
        number = value.get("record") if kind == "example" else value
        if kind in ("insight", "example", "method") and number in cited.taken_back:
            gone.add(kind)
    return frozenset(gone)


def _find_done(view: BoardView, reader: Any) -> Done:
    insights = [one.insight.pk for one in view.insights]
    actions = get_actions_because_of(insights, reader)
    models = [one.record for one in view.examples if one.record.kind == RecordKind.PRACTICE_MODEL]
    models = list(PracticeModel.objects.filter(pk__in=[model.pk for model in models]))
    uses = [UseView(one) for one in get_councils_using(models, reader).filter(live=True).order_by("place__name", "pk")]
    return Done(list(actions.order_by("title", "pk")), uses)
