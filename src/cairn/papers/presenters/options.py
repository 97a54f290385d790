"""The options side by side, each cell with who says it and its source."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from cairn.common.dates import show_date
from cairn.common.documents import BulletList, Table
from cairn.library.models import Award, Claim, Method, Topic
from cairn.library.presenters.entries import describe_ages
from cairn.library.presenters.known import NO_CONTACT, KnownView
from cairn.library.presenters.strength import weigh_known
from cairn.papers.presenters.wording import (
    AN_OPTION_WITHDRAWN,
    Notes,
    cite_in_full,
    cite_record,
    cite_source,
    join_words,
    shorten,
)
from cairn.papers.queries import Material, Option

SIDE_BY_SIDE = 3  # options in one table
MOST_RESULTS = 2  # of an option, in favour and against
MOST_INHERITED = 1  # where none of them is its own
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
    cells = [_Cells(option, notes) for option in options]
    rows = [
        _row("What it is", cells, lambda cell: cell.what),
        _row("How strong is the evidence?", cells, lambda cell: cell.strength),
        _row("In favour", cells, lambda cell: cell.favourable),
        _row("Against, or no difference", cells, lambda cell: cell.unfavourable),
        *([_row(CHANGES, cells, lambda cell: cell.changes)] if any(option.now.outcomes for option in options) else []),
        _row("Cost or saving", cells, lambda cell: cell.costs),
        _row("What it takes", cells, lambda cell: cell.conditions),
        _row("Not known", cells, lambda cell: cell.from_page(shorten(" ".join(cell.known.say("not_known"))))),
        _row("Who to contact", cells, lambda cell: cell.contacts),
    ]
    letters = join_words([option.letter for option in options])
    return Table(
        caption=f"Options {letters} side by side{' (fictional councils)' if is_fictional else ''}",
        columns=("Option", *(f"{option.letter}: {option.record.title}" for option in options)),
        rows=tuple(rows),
        widths=(4, *([11] * len(options))),
    )


CHANGES = "Changes in outcomes, as reported"
NOT_RECORDED = "Not recorded."
NEWER = "Recorded since this paper’s figures were taken: update them to include it."


def _row(title: str, cells: Sequence["_Cells"], describe: Callable[["_Cells"], str]) -> tuple[str, ...]:
    return (title, *(describe(cell) or NOT_RECORDED for cell in cells))


class _Cells:
    """What the table says of one option. That something is not there is said by `KnownView` alone."""

    def __init__(self, option: Option, notes: Notes) -> None:
        self.option, self.notes = option, notes
        self.known, self.now = KnownView(option.known), KnownView(option.now)
        self.own = notes.cite(cite_record(option.record))

    def from_page(self, text: str) -> str:
        return text and f"{text} {self.own}"

    @property
    def what(self) -> str:
        """With the ages it is for, where they are known."""
        record = self.option.record
        ages = "" if isinstance(record, Method) else describe_ages(record)
        return self.from_page(f"{shorten(record.summary)}{f' Ages {ages}.' if ages else ''}".strip())

    @property
    def strength(self) -> str:
        """What changed and how far that can be trusted, worked out from the results of the time of the paper."""
        if isinstance(self.option.record, Method):
            return ""
        return self.from_page(f"{weigh_known(self.option.known).describe()}.")

    @property
    def favourable(self) -> str:
        return self._describe_results(self.option.known.favourable, self.known.no_favourable, self.now.no_favourable)

    @property
    def unfavourable(self) -> str:
        return self._describe_results(
            self.option.known.unfavourable, self.known.no_unfavourable, self.now.no_unfavourable
        )

    @property
    def changes(self) -> str:
        lines = [partial("{} {}".format, shorten(change), self.own) for change in self.known.changes]
        return self._list(lines, "None recorded.", "" if self.now.changes else "None recorded.")

    @property
    def costs(self) -> str:
        """What it costs, results about cost, then money that was given."""
        prices = [partial("{} {}".format, words, self.own) for words in self.known.prices]
        costs = [partial(self._describe_claim, claim) for claim in self.option.known.costs]
        money = [partial(self._describe_award, words, award) for words, award in self.known.other_money]
        return self._list(
            [*prices, *costs[: MOST_RESULTS - bool(money)], *money], self.known.no_costs, self.now.no_costs
        )

    @property
    def conditions(self) -> str:
        if isinstance(self.option.record, Method):
            return self.from_page(shorten(self.option.record.how))
        takes = [shorten(text) for text in self.known.say("takes", "helps")]
        hinders = [f"Barriers: {shorten(text)}" for text in self.known.say("hinders")]
        words = "\n".join([*takes, *hinders])
        return words and f"{words} {self.own}"

    @property
    def contacts(self) -> str:
        texts = [f"For {of}: {shorten(words)}" if of else shorten(words) for of, words in self.known.contacts]
        return f"{' '.join(texts[:MOST_RESULTS]) or NO_CONTACT} {self.own}"

    def _describe_results(self, claims: Sequence[Claim], absent: str, absent_now: str) -> str:
        """What changed before how it went, the best source first; and that there are more."""
        found = sorted(claims, key=lambda one: one.topic != Topic.OUTCOME)
        is_own = any(claim.pk not in self.option.known.origins for claim in found)
        lines = [partial(self._describe_claim, claim) for claim in found]
        return self._list(lines, absent, absent_now, most=MOST_RESULTS if is_own else MOST_INHERITED)

    def _list(
        self, lines: Sequence[Callable[[], str]], absent: str, absent_now: str, *, most: int = MOST_RESULTS
    ) -> str:
        """What is not in the paper and is on the site today is newer than the paper, and not absent.

        Only lines that are shown are written, so that no source is listed that nothing cites.
        """
        if not lines:
            return absent if absent_now else NEWER
        texts = [f"• {describe()}" for describe in lines[:most]]
        if len(lines) > most:
            texts.append("• More on its page.")
        return "\n".join(texts)

    def _describe_claim(self, claim: Claim) -> str:
        (view,) = self.known.show([claim])
        compared = f"compared with {claim.comparator}" if claim.comparator else view.comparator
        said = "; ".join(filter(None, (view.reported_for, WHO[claim.grade], compared)))
        return f"{claim.title} ({shorten(said, LONGEST_RESULT)}) {self.notes.cite(cite_source(claim))}"

    def _describe_award(self, words: str, award: Award) -> str:
        said = "; ".join(filter(None, (show_date(award.given_on), WHO.get(award.grade, ""))))
        source = self.notes.cite(cite_in_full(award.source)) if award.source else self.own
        return f"Funding: {words}{f' ({said})' if said else ''} {source}"


WHO = {
    "E": "independent evaluation or research",
    "G": "government",
    "C": "the council or an organisation involved",
    "N": "press",
    "S": "second-hand account",
}
