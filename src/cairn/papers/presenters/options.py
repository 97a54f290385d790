"""The options side by side, each cell with who says it and its source."""

from collections.abc import Callable, Iterator, Sequence

from cairn.common.documents import BulletList, Table
from cairn.library.models import Claim, Direction, Method, Topic
from cairn.library.presenters.claims import ClaimView
from cairn.papers.presenters.wording import (
    AN_OPTION_WITHDRAWN,
    Notes,
    cite_record,
    cite_source,
    join_words,
    shorten,
)
from cairn.papers.queries import Material, Option

SIDE_BY_SIDE = 3  # options in one table
MOST_RESULTS = 2  # of an option, in favour and against
LONGEST_RESULT = 170


def make_options(material: Material, notes: Notes) -> Iterator[BulletList | Table]:
    """Tables of at most three; what fictional councils did never stands in one with what real ones did.

    Of one that was withdrawn only its letter stays, for the words of the paper may use it.
    """
    if material.withdrawn_options:
        yield BulletList(tuple((f"{letter}: {AN_OPTION_WITHDRAWN}.",) for letter in material.withdrawn_options))
    for is_fictional in (False, True):
        options = [option for option in material.options if option.is_fictional is is_fictional]
        for start in range(0, len(options), SIDE_BY_SIDE):
            yield _make_table(options[start : start + SIDE_BY_SIDE], notes, is_fictional=is_fictional)


def _make_table(options: list[Option], notes: Notes, *, is_fictional: bool) -> Table:
    own = [notes.cite(cite_record(option.record)) for option in options]
    letters = join_words([option.letter for option in options])
    rows = [
        _row("What it is", options, lambda option: shorten(option.record.summary), own),
        _row("In favour", options, lambda option: _describe_results(option, notes, Direction.FOR)),
        _row("Against, or no difference", options, lambda option: _describe_against(option, notes)),
        _row("Cost or saving", options, lambda option: _describe_costs(option, notes)),
        _row("What it takes", options, _describe_conditions, own),
        _row("Not known", options, lambda option: shorten(getattr(option.record, "not_known", "")), own),
        _row("Whom to ask", options, lambda option: shorten(getattr(option.record, "who_to_ask", "")), own),
    ]
    return Table(
        caption=f"Options {letters} side by side{' (fictional councils)' if is_fictional else ''}",
        columns=("Option", *(f"{option.letter}: {option.record.title}" for option in options)),
        rows=tuple(rows),
        widths=(4, *([11] * len(options))),
    )


NOTHING = {
    "In favour": "Nothing recorded.",
    "Against, or no difference": "Nothing recorded. That is no proof that nothing went wrong.",
    "Cost or saving": "No cost was found.",
    "Whom to ask": "Nobody is named.",
}


def _row(
    title: str, options: list[Option], tell: Callable[[Option], str], sources: Sequence[str] = ()
) -> tuple[str, ...]:
    cells = [tell(option) for option in options]
    if sources:
        cells = [cell and f"{cell} {source}" for cell, source in zip(cells, sources, strict=True)]
    return (title, *(cell or NOTHING.get(title, "Not recorded.") for cell in cells))


def _describe_results(option: Option, notes: Notes, *directions: Direction) -> str:
    """What changed before how it went, the best source first; and how many more there are."""
    wanted = (Topic.OUTCOME, Topic.DELIVERY)
    found = [one for one in option.claims if one.direction in directions and one.topic in wanted]
    found.sort(key=lambda one: one.topic != Topic.OUTCOME)
    return _describe_claims(found, notes)


def _describe_against(option: Option, notes: Notes) -> str:
    return _describe_results(option, notes, Direction.AGAINST, Direction.NOTHING)


def _describe_costs(option: Option, notes: Notes) -> str:
    return _describe_claims([one for one in option.claims if one.topic == Topic.COST], notes)


def _describe_claims(claims: Sequence[Claim], notes: Notes) -> str:
    lines = [f"• {_describe_claim(claim, notes)}" for claim in claims[:MOST_RESULTS]]
    if len(claims) > MOST_RESULTS:
        lines.append("• More stands on its page.")
    return "\n".join(lines)


WHO = {
    "E": "independent evaluation or research",
    "G": "government",
    "C": "the council or who delivers it",
    "N": "press",
    "S": "second-hand account",
}


def _describe_claim(claim: Claim, notes: Notes) -> str:
    view = ClaimView(claim)
    compared = f"compared with {claim.comparator}" if claim.comparator else view.comparator
    said = "; ".join(filter(None, (WHO[claim.grade], compared)))
    return f"{claim.title} ({shorten(said, LONGEST_RESULT)}) {notes.cite(cite_source(claim))}"


def _describe_conditions(option: Option) -> str:
    record = option.record
    if isinstance(record, Method):
        return shorten(record.how)
    takes = getattr(record, "takes", "") or record.helps
    texts = [shorten(takes), shorten(record.hinders) and f"In the way: {shorten(record.hinders)}"]
    return "\n".join(filter(None, texts))
