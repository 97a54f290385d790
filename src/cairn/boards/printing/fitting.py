"""Paper has edges: take the largest type that fits, and only then leave things out, and say which."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from cairn.boards.printing.content import BoardOnPaper, CitedOnPaper, InsightOnPaper, SheetOnPaper

MANY = 10_000
Paper = TypeVar("Paper")


@dataclass(frozen=True)
class Limits:
    """At most so many of each; `examples` and `conditions` count each side on its own, `cited` too.

    `letters` is the most that one text may hold; titles and headlines get a third of it. `notes` is the same for what
    is said of a method or a condition.
    """

    body: float
    introduction: int = MANY
    notes: int = MANY
    insights: int = MANY
    cited: int = MANY
    examples: int = MANY
    methods: int = MANY
    conditions: int = MANY
    references: int = MANY
    letters: int = MANY

    @property
    def title_letters(self) -> int:
        return max(60, self.letters // 3)


def cut_down(*, from_body: float, to_body: float, cited: int = 4, steps: int = 24) -> Iterator[Limits]:
    """From nearly everything to hardly anything; all parts shrink together."""
    for step in range(steps):
        share = (1 - step / (steps - 1)) ** 1.5  # large steps first, small ones where little is left
        yield Limits(
            body=to_body + (from_body - to_body) * share,
            insights=max(1, round(14 * share**0.5)),  # they are what the paper is for, and go last
            cited=1 + round((cited - 1) * share),
            examples=1 + round(5 * share),
            methods=1 + round(9 * share),
            conditions=1 + round(9 * share),
            references=round(24 * share),
            letters=90 + round(700 * share),
        )


def choose(levels: Sequence[Limits], fits: Callable[[Limits], bool]) -> Limits:
    """The first level that fits; each asks for less room than the one before it, so halving finds it."""
    low, high = 0, len(levels) - 1
    while low < high:
        middle = (low + high) // 2
        if fits(levels[middle]):
            high = middle
        else:
            low = middle + 1
    return levels[low]


def trim_board(board: BoardOnPaper, limits: Limits) -> BoardOnPaper:
    notes = replace(limits, letters=min(limits.letters, limits.notes))
    return replace(
        board,
        title=shorten(board.title, limits.title_letters * 2),
        introduction=shorten(board.introduction, min(limits.introduction, limits.letters)),
        insights=tuple(_trim_insight(insight, limits) for insight in board.insights[: limits.insights]),
        examples=tuple(
            _trim_texts(example, limits)
            for example in _keep_of_each(board.examples, limits.examples, lambda example: example.went_well)
        ),
        methods=tuple(_trim_texts(method, notes) for method in board.methods[: limits.methods]),
        conditions=tuple(
            _trim_texts(condition, notes)
            for condition in _keep_of_each(board.conditions, limits.conditions, lambda condition: condition.helps)
        ),
        references=tuple(_trim_texts(reference, limits) for reference in board.references[: limits.references]),
        version=shorten(board.version, limits.title_letters),
        address=board.address if len(board.address) <= limits.letters else "",
    )


def trim_sheet(sheet: SheetOnPaper, limits: Limits) -> SheetOnPaper:
    boards = tuple(
        replace(
            _trim_texts(entry, limits),
            insights=tuple(shorten(headline, limits.title_letters) for headline in entry.insights[: limits.insights]),
        )
        for entry in sheet.boards
    )
    return replace(
        sheet,
        title=shorten(sheet.title, limits.title_letters * 2),
        introduction=shorten(sheet.introduction, limits.letters),
        boards=boards,
    )


def _trim_insight(insight: InsightOnPaper, limits: Limits) -> InsightOnPaper:
    return replace(
        insight,
        headline=shorten(insight.headline, limits.title_letters),
        words=shorten(insight.words, limits.letters),
        viewpoints=tuple(shorten(view, limits.title_letters) for view in insight.viewpoints[:10]),
        confidence=shorten(insight.confidence, limits.title_letters),
        supports=_trim_cited(insight.supports, limits),
        contradicts=_trim_cited(insight.contradicts, limits),
    )


def _trim_cited(cited: tuple[CitedOnPaper, ...], limits: Limits) -> tuple[CitedOnPaper, ...]:
    return tuple(_trim_texts(item, limits) for item in cited[: limits.cited])


def _trim_texts(item: Any, limits: Limits) -> Any:
    """Titles and short facts get less room than what happened."""
    long = {"reason", "what_happened", "helped", "did_not", "not_said", "words", "citation", "sentence"}
    return replace(
        item,
        **{
            name: shorten(value, limits.letters if name in long else limits.title_letters)
            for name, value in vars(item).items()
            if isinstance(value, str) and name != "address"
        },
    )


def _keep_of_each(items: Sequence[Any], number: int, side: Callable[[Any], Any]) -> Iterator[Any]:
    """The first few of each side, in their order: failures are not the ones that go first."""
    counted: dict[Any, int] = {}
    for item in items:
        counted[side(item)] = counted.get(side(item), 0) + 1
        if counted[side(item)] <= number:
            yield item


def shorten(text: str, letters: int) -> str:
    """Cut at the end of a sentence, or else at a word with a mark that there was more."""
    if len(text) <= letters:
        return text
    cut = text[: letters - 1]
    sentence = max(cut.rfind(". "), cut.rfind("? ")) + 1
    if sentence > letters // 2:
        return cut[:sentence]
    word = cut.rfind(" ")
    return cut[: word if word > letters // 2 else None].rstrip(" ,;:.") + "…"


def say_what_is_left_out(whole: BoardOnPaper, kept: BoardOnPaper) -> str:
    """For example "2 insights, 4 references and the ends of long texts"; nothing when all is there."""
    parts = [
        f"{number} {noun if number == 1 else noun + 's'}"
        for noun in ("insight", "example", "method", "condition", "reference")
        if (number := len(getattr(whole, f"{noun}s")) - len(getattr(kept, f"{noun}s")))
    ]
    number = sum(
        len(before.supports) + len(before.contradicts) - len(after.supports) - len(after.contradicts)
        for before, after in zip(whole.insights, kept.insights, strict=False)
    )
    if number:
        parts.append(f"{number} {'record' if number == 1 else 'records'} that support or contradict an insight")
    if _get_texts(kept) - _get_texts(whole):
        parts.append("the ends of long texts")
    return _join(parts)


def _get_texts(value: Any) -> set[str]:
    match value:
        case str():
            return {value}
        case tuple():
            return set().union(*map(_get_texts, value))
        case _ if hasattr(value, "__dataclass_fields__"):
            return set().union(*map(_get_texts, vars(value).values()))
    return set()


def _join(parts: list[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
