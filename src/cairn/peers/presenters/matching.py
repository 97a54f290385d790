"""Matches in a sentence, and why an organisation stayed without one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from cairn.common.dates import show_date
from cairn.peers.definitions import get_title
from cairn.peers.enums import Why
from cairn.peers.models import LEAST_HOURS, Declared, Match, MatchOutcome, MatchRun, PeerAsk, PeerOffer
from cairn.peers.queries.matching import get_declarations, shows_name
from cairn.places.models import Organisation

UNNAMED = "an organisation that stays unnamed until you both agree"


@dataclass(frozen=True)
class MatchView:
    """`shown` are the other's own words, by topic, that it lets matched organisations read."""

    match: Match
    title: str
    sentence: str
    likeness: str
    standings: list[str]
    is_named: bool = True
    shown: list[tuple[str, str]] = field(default_factory=list)

    @property
    def directions(self) -> str:
        return "Both ways" if self.match.is_two_way else "One way"


def show_matches(matches: Sequence[Match]) -> list[MatchView]:
    """With both names, for the matching coordinator."""
    return [
        MatchView(
            one,
            f"{one.first} and {one.second}",
            _describe(one, str(one.first), str(one.second)),
            _describe_likeness(one),
            _describe_standings(one),
        )
        for one in matches
    ]


def show_own_matches(matches: Sequence[Match], organisation: Organisation) -> list[MatchView]:
    """As one of the two sees them: the other is named only where it agreed to that before an introduction."""
    others = {one.second_id if one.first_id == organisation.pk else one.first_id for one in matches}
    asks, offers = get_declarations(PeerAsk, others), get_declarations(PeerOffer, others)
    return [_show_own(one, organisation, asks, offers) for one in matches]


def _show_own(
    match: Match,
    organisation: Organisation,
    asks: dict[tuple[int, str], Declared],
    offers: dict[tuple[int, str], Declared],
) -> MatchView:
    is_first = match.first_id == organisation.pk
    other = match.second if is_first else match.first
    taught, asked = (match.first_learns, match.second_learns) if is_first else (match.second_learns, match.first_learns)
    found = [offers.get((other.pk, taught))] if taught else []
    found += [asks.get((other.pk, asked))] if asked else []
    if not all(map(shows_name, found)):
        own = str(organisation)
        sentence = _describe(match, own, UNNAMED) if is_first else _describe(match, UNNAMED, own)
        title = f"On {' and '.join(get_title(topic).lower() for topic in (taught, asked) if topic)}"
        return MatchView(match, title, sentence, "", [], is_named=False)
    shown = [(get_title(one.topic), one.context) for one in found if one and one.context]
    names = (str(match.first), str(match.second))
    sentence = _describe(match, *names) if is_first or not match.is_two_way else _describe_back(match, *names)
    return MatchView(match, str(other), sentence, _describe_likeness(match), _describe_standings(match), shown=shown)


def _describe(match: Match, first: str, second: str) -> str:
    """The whole match in a sentence."""
    if match.is_two_way:
        return _describe_both(
            (first, match.first_learns, match.first_hours), (second, match.second_learns, match.second_hours)
        )
    learns = f"{first} can learn about {_name(match.first_learns)} from {second} ({match.first_hours} hours a quarter)"
    return _begin(f"{learns}. So far this goes one way: agree together what the other side could learn.")


def _describe_back(match: Match, first: str, second: str) -> str:
    """The same, beginning with the second."""
    return _describe_both(
        (second, match.second_learns, match.second_hours), (first, match.first_learns, match.first_hours)
    )


def _describe_both(one: tuple[str, str, int], other: tuple[str, str, int]) -> str:
    (name, topic, hours), (their_name, their_topic, their_hours) = one, other
    return _begin(
        f"{name} can learn about {_name(topic)} from {their_name} ({hours} hours a quarter), and {their_name} about "
        f"{_name(their_topic)} from {name} ({their_hours} hours a quarter)."
    )


def _begin(sentence: str) -> str:
    return f"{sentence[:1].upper()}{sentence[1:]}"


def _name(topic: str) -> str:
    title = get_title(topic)
    return f"“{title}”"


def _describe_likeness(match: Match) -> str:
    """Empty where the site knows of nothing that they have in common."""
    known = match.likeness
    parts = [
        words
        for words, holds in (
            ("are statistical neighbours", known.get("are_neighbours")),
            (f"are both in {known.get('region')}", known.get("region")),
            ("have similar numbers of children", known.get("is_similar_size")),
            ("are at different points of their improvement journey", known.get("are_at_different_points")),
        )
        if holds
    ]
    if not parts:
        return ""
    return f"They {', '.join(parts[:-1])}{' and ' if len(parts) > 1 else ''}{parts[-1]}."


def _describe_standings(match: Match) -> list[str]:
    """Judgements with their dates: where each was at a time, never what it is."""
    pairs = zip((match.first, match.second), match.likeness.get("standings", ()), strict=False)
    return [f"{name}: {one['words']}, {show_date(one['on'])}" for name, one in pairs if one]


def is_unequal(match: Match) -> bool:
    """Whether the two were given different grades, or stages, where both are known."""
    stages = [one["stage"] for one in match.likeness.get("standings", ()) if one]
    return len(set(stages)) > 1


@dataclass(frozen=True)
class OutcomeView:
    outcome: MatchOutcome
    sentence: str
    help: str


def show_outcome(outcome: MatchOutcome) -> OutcomeView:
    """Why an organisation has no match, and what would help."""
    wanted, free = _list(outcome.wanted), _list(outcome.free)
    time_left = f"Other organisations have time left for {free}. You could ask for one of these." if free else ""
    sentence, mend = {
        Why.OFFERS_NOTHING: (
            "You offer nothing yet. Matches go both ways, so only organisations that ask and offer take part.",
            f"Others would like to learn about {wanted}. Offer one of these, or something else." if wanted else "",
        ),
        Why.ASKS_NOTHING: (
            "You ask for nothing yet. Matches go both ways, so only organisations that ask and offer take part.",
            time_left or "Say what you would like to learn.",
        ),
        Why.NOBODY_OFFERS: (
            f"No other organisation offers {wanted}.",
            time_left or "Tell the matching coordinator, who can look for one.",
        ),
        Why.TIME_TAKEN: (
            f"All the time that others offer on {wanted} went to organisations that have waited longer.",
            f"{LEAST_HOURS} more hours a quarter from anyone on one of your topics would help. You come earlier next "
            f"time. {time_left}".strip(),
        ),
        Why.DECLINED: (
            f"Only organisations with which there will be no introduction offer {wanted}.",
            time_left or "Tell the matching coordinator, who can look for another one.",
        ),
        "": ("", ""),
    }[outcome.why]
    return OutcomeView(outcome, sentence, mend)


def _list(topics: Iterable[str]) -> str:
    names = [_name(topic) for topic in topics]
    return f"{', '.join(names[:-1])} or {names[-1]}" if len(names) > 1 else "".join(names)


@dataclass(frozen=True)
class Comparison:
    """What a matching proposes otherwise than the one before it."""

    earlier: MatchRun
    same: int
    new: list[str]
    gone: list[str]
    now_served: list[str]
    no_longer_served: list[str]
    same_inputs: bool


def compare_runs(
    run: MatchRun, earlier: MatchRun, matches: Sequence[Match], old_matches: Sequence[Match]
) -> Comparison:
    now, before = _index(matches), _index(old_matches)
    served, was_served = _get_served(run), _get_served(earlier)
    return Comparison(
        earlier,
        same=len(now.keys() & before.keys()),
        new=sorted(now[key] for key in now.keys() - before.keys()),
        gone=sorted(before[key] for key in before.keys() - now.keys()),
        now_served=sorted(served - was_served),
        no_longer_served=sorted(was_served - served),
        same_inputs=run.inputs_sum == earlier.inputs_sum,
    )


def _index(matches: Iterable[Match]) -> dict[Any, str]:
    """By the two and what each learns, whichever of them comes first."""
    return {
        frozenset(
            ((one.first_id, one.first_learns), (one.second_id, one.second_learns))
        ): f"{one.first} and {one.second}"
        for one in matches
    }


def _get_served(run: MatchRun) -> set[str]:
    return set(run.outcomes.filter(is_served=True).values_list("organisation__name", flat=True))
