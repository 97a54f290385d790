"""How strong the evidence of something is, and which way its results point: worked out here and nowhere else.

A page, a list, a search result, the gap map, a comparison and a paper all ask `weigh`. Strength says how far a result
can be trusted, never how large it is, and it is never typed in:

0 no outcome result; 1 reported without comparison; 2 an evaluation with a comparison group; 3 a randomised trial; 4 two
or more trials that agree. The strongest study counts; where studies of that strength disagree, it is "mixed".
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from cairn.common.presenters.signs import DIRECTIONS, STRENGTHS
from cairn.library.definitions.vocabularies import Term, get_terms
from cairn.library.models import Change, Claim, Direction, Grade, Study, Topic
from cairn.library.queries.known import KnownAbout

NONE, REPORTED, COMPARED, TRIAL, TRIALS = range(len(STRENGTHS))
EVALUATED = (Grade.EVALUATION, Grade.GOVERNMENT, Grade.SECOND_HAND)  # others report what they do themselves
MOST_SHOWN = 2
ANSWERS = (
    "We cannot tell yet.",
    "Not yet.",
    "Fairly good.",
    "Yes, from a randomised trial.",
    "Yes, from several trials.",
)
MONEY = "money"  # a saving is shown as a cost, and makes no outcome better
NOT_SHOWN = "Not shown"
NUMBERS = {2: "two", 3: "three", 4: "four", 5: "five"}
# For the page that explains the rule: what each level needs, and an example.
LEVELS = (
    (NONE, "No result about an outcome for children, families or staff.", "How many people were trained"),
    (REPORTED, "Someone reports a change, with no comparison group.", "Fewer arrests than the year before"),
    (
        COMPARED,
        "An evaluation compares the people who took part with a similar group.",
        "Families in the service and matched families elsewhere",
    ),
    (TRIAL, "A randomised trial: chance decided who took part.", "Families chosen at random"),
    (TRIALS, "Two or more randomised trials that agree about the same outcome.", "Trials in two countries"),
)


def is_outcome_result(claim: Claim) -> bool:
    """Whether it says what changed, "no clear difference" included; not where it was not shown or not measured."""
    if claim.topic != Topic.OUTCOME or claim.direction == Direction.CONTEXT:
        return False
    return claim.direction != Direction.NOTHING or bool(claim.change)


def rate(claim: Claim) -> int:
    """How strong one result is by itself."""
    if not is_outcome_result(claim):
        return NONE
    if claim.grade in EVALUATED:
        if claim.study == Study.TRIAL:
            return TRIAL
        if claim.study == Study.COMPARISON and claim.comparator:
            return COMPARED
    return REPORTED


@dataclass(frozen=True)
class Way:
    """A direction: the kind of sign, and words. Never a judgement where neither more nor fewer is better by itself."""

    kind: str
    words: str


def find_way(claim: Claim) -> Way:
    """Which way one result went."""
    is_compared = rate(claim) >= COMPARED
    if not is_outcome_result(claim):
        return Way("unknown", NOT_SHOWN)
    if claim.direction == Direction.NOTHING:
        return Way("no_difference", DIRECTIONS["no_difference"])
    terms = _list_terms(claim)
    if terms and all(term.better == "neither" for term in terms):
        return _find_neutral_way(claim, terms, is_compared=is_compared)
    kind = "improved" if claim.direction == Direction.FOR else "worse"
    if not is_compared:
        kind = {"improved": "reported", "worse": "worse_reported"}[kind]
    return Way(kind, DIRECTIONS[kind])


def _find_neutral_way(claim: Claim, terms: list[Term], *, is_compared: bool) -> Way:
    if claim.change not in (Change.MORE, Change.FEWER):
        return Way("unknown", "Changed; which way is not stated")
    words = f"{'More' if claim.change == Change.MORE else 'Fewer'} {terms[0].counted}"
    return Way(claim.change, words) if is_compared else Way(f"{claim.change}_reported", f"{words}, as reported")


def _list_terms(claim: Claim) -> list[Term]:
    terms = get_terms("outcomes", claim.outcome_terms)
    return [term for term in terms if term.key != MONEY] or terms


@dataclass(frozen=True)
class Evidence:
    """Of one record: how strong, which way, and the results of that strength, the most important first."""

    strength: int = NONE
    way: Way = field(default_factory=lambda: Way("unknown", DIRECTIONS["unknown"]))
    leading: tuple[Claim, ...] = ()
    results: tuple[Claim, ...] = ()  # all outcome results

    @property
    def strength_words(self) -> str:
        return STRENGTHS[self.strength]

    @property
    def answer(self) -> str:
        """To "How good is the evidence?", in a word or two."""
        return "It is mixed." if self.is_mixed and self.strength >= COMPARED else ANSWERS[self.strength]

    @property
    def outcome(self) -> str:
        """To "Did it work?": which way the results point, never how good the evidence is."""
        return f"{self.way.words}." if self.results else ANSWERS[NONE]

    @property
    def is_mixed(self) -> bool:
        return self.way.kind == "mixed"

    @cached_property
    def changes(self) -> list[str]:
        """What changed, in the words of the leading results; where they disagree, one of each side."""
        if not self.is_mixed:
            return [claim.title for claim in self.leading[:MOST_SHOWN]]
        sides = {claim.direction: claim.title for claim in reversed(self.leading)}
        found = [sides[side] for side in (Direction.FOR, Direction.AGAINST, Direction.NOTHING) if side in sides]
        return found[:MOST_SHOWN]

    def describe(self) -> str:
        """In one line, for a file or a paper: "Improved. Strength of evidence: 2 of 4, compared with …"."""
        words = self.strength_words
        return f"{self.way.words}. Strength of evidence: {self.strength} of 4, {words[:1].lower()}{words[1:]}"


def weigh_known(known: KnownAbout) -> Evidence:
    """Of one record, from all that is known about it."""
    return weigh(known.rated)


def weigh(claims: Iterable[Claim]) -> Evidence:
    """The most important claims first: among equally strong ones the first tells which way they point."""
    results = tuple(claim for claim in claims if is_outcome_result(claim))
    if not results:
        return Evidence()
    strength = max(rate(claim) for claim in results)
    leading = tuple(claim for claim in results if rate(claim) == strength)
    sides = _group_sides(leading)
    studies = {_name_study(claim) for claim in leading}
    if any(_disagree(told) for told in sides.values()):
        return Evidence(strength, _describe_mixed(strength, len(studies)), leading, results)
    if strength == TRIAL and any(len({study for study, _ in told}) > 1 for told in sides.values()):
        strength = TRIALS
    # Results that found a change say more of what changed than those that found none.
    moved = [claim for claim in leading if claim.direction != Direction.NOTHING]
    ordered = (*moved, *(claim for claim in leading if claim.direction == Direction.NOTHING))
    return Evidence(strength, _find_main_way(ordered), ordered, results)


def _find_main_way(ordered: tuple[Claim, ...]) -> Way:
    """Of the first result; a "for" and an "against" about different outcomes are no agreement."""
    sides = {claim.direction for claim in ordered}
    if {Direction.FOR, Direction.AGAINST} <= sides:
        return Way("mixed", DIRECTIONS["mixed"])
    return find_way(ordered[0])


def _name_study(claim: Claim) -> tuple[str, int]:
    """One study may be told of by several sources; its report tells which it is."""
    return ("report", claim.report_id) if claim.report_id else ("source", claim.source_id)


def _group_sides(claims: Iterable[Claim]) -> dict[str, set[tuple[tuple[str, int], str]]]:
    """By outcome, which study says what."""
    sides = defaultdict(set)
    for claim in claims:
        for term in claim.outcome_terms or [""]:
            sides[term].add((_name_study(claim), claim.direction))
    return sides


def _disagree(told: set[tuple[tuple[str, int], str]]) -> bool:
    """Whether results about one outcome point in different directions; "no difference" only from another study."""
    said = {side for _, side in told}
    if {Direction.FOR, Direction.AGAINST} <= said:
        return True
    silent = {study for study, side in told if side == Direction.NOTHING}
    found = {study for study, side in told if side != Direction.NOTHING}
    return any(one != other for one in silent for other in found)


def _describe_mixed(strength: int, studies: int) -> Way:
    if strength == TRIAL and studies > 1:
        return Way("mixed", f"Mixed: {NUMBERS.get(studies, studies)} trials disagree")
    return Way("mixed", DIRECTIONS["mixed"])
