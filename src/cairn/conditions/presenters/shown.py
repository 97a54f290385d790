"""Rounds with what of them may be shown. The only door to people's answers; `policies.disclosure` keeps it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from cairn.conditions.models import ConditionProfile, ReflectionRound, ReplyToStatement
from cairn.conditions.policies.disclosure import (
    HIDDEN,
    Closing,
    Depth,
    Shown,
    Tally,
    find_depths,
    may_show_words,
    show,
)
from cairn.conditions.queries import Tallies, get_evidence, get_rounds, get_rounds_about_the_same, get_tallies


@dataclass(frozen=True)
class RoundView:
    """A round; `shown` has every statement that it asks, and `answered` how many people answered each."""

    round: ReflectionRound
    depth: Depth
    people: int
    shown: dict[str, Shown] = field(default_factory=dict)
    _answered: dict[str, int] = field(default_factory=dict)

    @property
    def has_counts(self) -> bool:
        return self.depth is Depth.COUNTS

    @property
    def has_views(self) -> bool:
        """Whether it says anything besides how many answered."""
        return self.depth in (Depth.WORDS, Depth.COUNTS)

    def list_words(self, statement: str) -> list[ReplyToStatement]:
        """What people wrote, where that may be read."""
        number = self._answered.get(statement, 0)
        if not may_show_words(self.depth, number, is_promised=self.round.asks_words):
            return []
        return list(get_evidence(self.round, statement))


def read_rounds(profile: ConditionProfile) -> list[RoundView]:
    """The newest first."""
    rounds = get_rounds(profile)
    same = get_rounds_about_the_same(profile).values_list("pk", "closed_at", "people")
    depths = find_depths(Closing(*row) for row in same) if rounds else {}
    tallies = get_tallies(key for key, depth in depths.items() if depth in (Depth.WORDS, Depth.COUNTS))
    return [_make_view(one, depths[one.pk], tallies.get(one.pk, {})) for one in rounds]


def _make_view(round: ReflectionRound, depth: Depth, tallies: Tallies) -> RoundView:
    shown, answered = {}, {}
    for key in round.list_keys():
        by_agency, strongly = tallies.get(key, ({}, Counter()))
        answered[key] = sum(counts.total() for counts in by_agency.values())
        shown[key] = show(Tally(by_agency, strongly), depth) if by_agency else HIDDEN
    people = round.people if round.is_closed else round.replies.count()
    return RoundView(round, depth, people, shown, answered)


def find_newest_shown(views: Sequence[RoundView]) -> RoundView | None:
    """The newest round that says anything; before it, the newest that has closed."""
    closed = [view for view in views if view.round.is_closed]
    return next((view for view in closed if view.has_views), closed[0] if closed else None)
