"""Answers of needs and challenges in words, what was tried for a challenge, and who is told of worries."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cairn.indicators.definitions import IndicatorDefinition, get_definitions
from cairn.library.models import Claim, Topic
from cairn.library.presenters.claims import ClaimView, is_contested
from cairn.library.presenters.known import KnownView
from cairn.places.models import Organisation, Place
from cairn.voice.models import Challenge, Need, SafetyPost, Viewpoint
from cairn.voice.queries import Tried

RESULTS_SHOWN = 3
WAITS_FOR_ANOTHER = "named themselves, and waits for somebody else’s yes"


def get_viewpoints(record: Need | Challenge) -> list[str]:
    return [str(Viewpoint(name).label) for name in record.viewpoints if name in Viewpoint.values]


def get_measures(challenge: Challenge) -> list[IndicatorDefinition]:
    """Measures that were chosen and still exist."""
    return [measure for measure in get_definitions() if measure.key in challenge.measures]


@dataclass(frozen=True)
class TriedView:
    """Something that was tried: what speaks for it and what does not, side by side."""

    tried: Tried
    joined: set[int]  # keys of councils from which somebody is here

    @cached_property
    def known(self) -> KnownView:
        return KnownView(self.tried.known)

    @property
    def worked(self) -> list[ClaimView]:
        return self._show(self.tried.known.favourable)

    @property
    def did_not(self) -> list[ClaimView]:
        """Results against it, and those that found no difference."""
        return self._show(self.tried.known.unfavourable)

    @property
    def changes(self) -> list[str]:
        return self.known.changes[:RESULTS_SHOWN]

    @property
    def has_results(self) -> bool:
        return bool(self.worked or self.did_not)

    @property
    def is_contested(self) -> bool:
        return is_contested(self.tried.known.claims)

    @property
    def not_here(self) -> list[Place]:
        """Councils of today that could tell about it, and from which nobody is here yet."""
        return [place for place in self.tried.places if place.is_current and place.pk not in self.joined]

    def _show(self, claims: list[Claim]) -> list[ClaimView]:
        """What changed is told before how it went, and the best source first."""
        found = sorted(claims, key=lambda one: one.topic != Topic.OUTCOME)
        return self.known.show(found[:RESULTS_SHOWN])


def list_posts(organisation: Organisation, *, day: date) -> list[tuple[SafetyPost, str]]:
    """The lead before the deputy, each with how it stands."""
    posts = SafetyPost.objects.filter(organisation=organisation).select_related("membership__user", "organisation")
    return [
        (post, _describe_state(post, day)) for post in sorted(posts, key=lambda post: post.role != SafetyPost.Role.LEAD)
    ]


def _describe_state(post: SafetyPost, day: date) -> str:
    if post.agreed_at is None:
        return WAITS_FOR_ANOTHER if post.is_self_named else "asked, has not said yes"
    if post.is_away(day=day):
        return f"away until {post.away_until:%-d %B %Y}"
    return "on duty" if post.membership.user.is_active else "cannot sign in"
