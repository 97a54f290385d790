"""The options: in a strip for the first page, and one by one with who says what and its source."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from cairn.common.dates import show_date
from cairn.common.documents import BulletList, Gauge, Heading, Table
from cairn.common.documents import Facts as FactRows
from cairn.common.presenters.signs import STRENGTHS
from cairn.common.presenters.stones import draw_gauge_picture
from cairn.library.models import Award, Claim, Cost, Method, Topic
from cairn.library.presenters.entries import describe_ages
from cairn.library.presenters.facts import Facts
from cairn.library.presenters.known import KnownView
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

MOST_RESULTS = 4  # of an option, in favour and against
MOST_INHERITED = 2  # where none of them is its own
LONGEST_RESULT = 170
MOST_STONES = len(STRENGTHS) - 1
LONGEST_TEXT = 400
FEW = 3  # options, up to which there is room for more words in a strip
LONGEST_TITLE, LONGEST_IN_STRIP = {True: 60, False: 40}, {True: 150, False: 70}  # whether there are few


def make_strip(material: Material, notes: Notes) -> Iterator[BulletList | Table]:
    """The options in a few words: what changed, how strong the evidence is, and the cost.

    What fictional councils did never stands in one table with what real ones did. Of an option that was withdrawn only
    its letter stays, for the words of the paper may use it.
    """
    for is_fictional in (False, True):
        options = [option for option in material.options if option.is_fictional is is_fictional]
        if options:
            letters = join_words([option.letter for option in options])
            yield Table(
                caption=f"Option{'' if len(options) == 1 else 's'} {letters}{FICTIONAL * is_fictional}",
                columns=("Option", "What changed", "Strength of evidence", "Cost"),
                rows=tuple(_make_strip_row(option, notes, has_room=len(material.options) <= FEW) for option in options),
                widths=(20, 32, 22, 26),
            )
    if material.withdrawn_options:
        yield BulletList(tuple((f"{letter}: {AN_OPTION_WITHDRAWN}.",) for letter in material.withdrawn_options))


def _make_strip_row(option: Option, notes: Notes, *, has_room: bool) -> tuple[str | Gauge, ...]:
    cells, most = _Cells(option, notes), LONGEST_IN_STRIP[has_room]
    return f"{option.letter}: {shorten(option.record.title, LONGEST_TITLE[has_room])}", *cells.in_brief(most)


def make_gauge(strength: int) -> Gauge:
    return Gauge(f"{strength} of {MOST_STONES}", STRENGTHS[strength], draw_gauge_picture(strength, MOST_STONES))


def make_options(material: Material, notes: Notes) -> Iterator[Heading | FactRows]:
    """One by one, each with who says what and the source of it."""
    for option in material.options:
        cells = _Cells(option, notes)
        rows = (
            ("What it is", cells.what),
            ("How strong is the evidence?", cells.strength),
            ("In favour", cells.favourable),
            ("Against, or no difference", cells.unfavourable),
            *(((CHANGES, cells.changes),) if option.now.outcomes else ()),
            ("Cost or saving", cells.costs),
            ("What it takes", cells.conditions),
            ("Not known", cells.from_page(shorten(" ".join(cells.known.say("not_known")), LONGEST_TEXT))),
        )
        yield Heading(f"{option.letter}: {option.record.title}{FICTIONAL * option.is_fictional}", level=2)
        yield FactRows(tuple((title, words or NOT_RECORDED) for title, words in rows))


NOT_OF_A_METHOD = "Results are recorded for projects, not for a method."
FICTIONAL = " (fictional councils)"
CHANGES = "Changes in outcomes, as reported"
NOT_RECORDED = "Not recorded."
NEWER = "Recorded since this paper’s figures were taken: update them to include it."


class _Cells:
    """What is said of one option. That something is not there is said by `KnownView` alone."""

    def __init__(self, option: Option, notes: Notes) -> None:
        self.option, self.notes = option, notes
        self.known, self.now = KnownView(option.known), KnownView(option.now)
        self.own = notes.cite(cite_record(option.record))

    def from_page(self, text: str) -> str:
        return text and f"{text} {self.own}"

    def in_brief(self, most: int) -> tuple[str | Gauge, ...]:
        """What changed, how strong, and the cost, in about so many letters each."""
        if isinstance(self.option.record, Method):
            return NOT_OF_A_METHOD, "Not rated", self._brief_cost(most)
        evidence = weigh_known(self.option.known)
        if evidence.results:
            words = f"{evidence.way.words}: {evidence.changes[0]}"
        else:
            words = self.known.no_outcomes if KnownView(self.option.now).no_outcomes else NEWER
        changed = self.from_page(shorten(words, most))
        return changed, make_gauge(evidence.strength), self._brief_cost(most)

    def _brief_cost(self, most: int) -> str:
        """The best that is known, as on every page: the amount, what it covers, and when."""
        facts = Facts(self.known)
        if self.option.known.prices:
            words, price = self.known.price_rows[0]
            return self._describe_price(shorten(words, most), price)
        if self.option.known.awards:
            source = self.option.known.awards[0].source
            note = self.notes.cite(cite_in_full(source)) if source else self.own
            return f"{shorten(f'{facts.cost}: {facts.cost_note}', most)} {note}"
        if facts.cost:
            claim = next(claim for claim in self.option.known.costs if claim.title == facts.cost)
            who = WHO[claim.grade] if most == LONGEST_IN_STRIP[True] else ""
            said = ", ".join(filter(None, (claim.source.year, who)))
            return f"{shorten(claim.title, most)}{f' ({said})' if said else ''} {self.notes.cite(cite_source(claim))}"
        if self.option.known.costs:
            return "No cost of its own found. The details say what is reported."
        return self.known.no_costs if self.now.no_costs else NEWER

    @property
    def what(self) -> str:
        """With the ages it is for, where they are known."""
        record = self.option.record
        ages = "" if isinstance(record, Method) else describe_ages(record)
        return self.from_page(f"{shorten(record.summary, LONGEST_TEXT)}{f' Ages {ages}.' if ages else ''}".strip())

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
        return self._list(self._list_costs(), self.known.no_costs, self.now.no_costs)

    def _list_costs(self) -> list[Callable[[], str]]:
        prices = [partial(self._describe_price, words, price) for words, price in self.known.price_rows]
        costs = [partial(self._describe_claim, claim) for claim in self.option.known.costs]
        money = [partial(self._describe_award, words, award) for words, award in self.known.other_money]
        return [*prices, *costs[: MOST_RESULTS - bool(money)], *money]

    @property
    def conditions(self) -> str:
        if isinstance(self.option.record, Method):
            return self.from_page(shorten(self.option.record.how, LONGEST_TEXT))
        takes = [shorten(text, LONGEST_TEXT) for text in self.known.say("takes", "helps")]
        hinders = [f"Barriers: {shorten(text, LONGEST_TEXT)}" for text in self.known.say("hinders")]
        words = "\n".join([*takes, *hinders])
        return words and f"{words} {self.own}"

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
            texts.append(f"• More on its page {self.own}")
        return "\n".join(texts)

    def _describe_price(self, words: str, price: Cost) -> str:
        return f"{words} {self.notes.cite(cite_in_full(price.source)) if price.source else self.own}"

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
