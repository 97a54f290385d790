"""Answers of needs and challenges in words, what was tried for a challenge, and who is told of worries."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.text import Truncator

from cairn.common.dates import get_year
from cairn.indicators.definitions import IndicatorDefinition, get_definitions
from cairn.library.models import Claim, PracticeModel, Project, Topic
from cairn.library.presenters.claims import ClaimView, is_contested
from cairn.library.presenters.facts import Facts
from cairn.library.presenters.known import NO_CONTACT, KnownView
from cairn.library.presenters.lists import count
from cairn.library.presenters.strength import COMPARED, NONE
from cairn.places.models import Organisation, Place
from cairn.voice.models import Challenge, Need, SafetyPost, Viewpoint
from cairn.voice.queries import Tried

ASKED = {Viewpoint.YOUNG_PEOPLE, Viewpoint.FAMILIES, Viewpoint.CARE_EXPERIENCED}
RESULTS_SHOWN, PROBLEMS_SHOWN = 3, 1
SINCE = re.compile(r",?(?: from)?(?: [A-Z][a-z]+)? \d{4}$")  # ", from April 2015" after who it comes from
WAITS_FOR_ANOTHER = "named themselves, waiting for confirmation"


def get_viewpoints(record: Need | Challenge) -> list[str]:
    return [str(Viewpoint(name).label) for name in record.viewpoints if name in Viewpoint.values]


def has_view(record: Need | Challenge) -> bool:
    """Whether those whom it is about were asked, and their words are here."""
    return bool(record.whose_words) and bool(ASKED & set(record.viewpoints))


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

    @cached_property
    def facts(self) -> Facts:
        return Facts(self.known)

    @property
    def where(self) -> str:
        """The councils of a project and its year; of a model where it comes from."""
        record = self.tried.record
        if isinstance(record, PracticeModel):
            return f"Model from {record.originator}" if record.originator else "Model"
        names = ", ".join(place.name for place in self.tried.places) or "Council not stated"
        year = get_year(record.started)
        return f"{names}, from {year}" if year else names

    @property
    def problems(self) -> list[str]:
        """What went wrong, else what got in the way, else what is not known; it is never left out."""
        own = [
            view.claim.title for view in self.did_not if not view.origin or isinstance(self.tried.record, PracticeModel)
        ]
        found = own or [text for name in ("hinders", "not_known") if (text := getattr(self.tried.record, name))]
        return [Truncator(text).words(24) for text in found[:PROBLEMS_SHOWN]] or [self.known.no_unfavourable]

    @property
    def who_to_ask(self) -> str:
        """Somebody with a name, in a few words; what they can be asked is on the page of the option."""
        record = self.tried.record
        return getattr(record, "led_by", "") or SINCE.sub("", getattr(record, "originator", "")) or NO_CONTACT

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


def list_options(views: Sequence[TriedView]) -> list[TriedView]:
    """Those that have a row of their own, the strongest evidence first.

    A project is left to the row of its model where the model comes from it and it has no outcome results of its own.
    """
    models = {view.tried.record.pk for view in views if isinstance(view.tried.record, PracticeModel)}
    found = [view for view in views if not _is_told_by_model(view, models)]
    return sorted(found, key=lambda view: (-view.facts.evidence.strength, not view.has_results))


def _is_told_by_model(view: TriedView, models: set[int]) -> bool:
    project = view.tried.record
    used = list(project.models_used.all()) if isinstance(project, Project) else []
    if len(used) != 1 or used[0].pk not in models or view.facts.evidence.results:
        return False
    return any(place.name in used[0].originator for place in view.tried.places)


def summarise(views: Sequence[TriedView]) -> tuple[str, str]:
    """How many tried something, and how many of them were compared with anything; the second sentence matters most."""
    compared = sum(view.facts.evidence.strength >= COMPARED for view in views)
    without = sum(view.facts.evidence.strength == NONE for view in views)
    number = f"{count(len(views), capital=True)} option{'' if len(views) == 1 else 's'} recorded."
    if not compared:
        said = "None has been compared with a similar group"
    else:
        said = (
            f"{count(compared, capital=True)} {'has' if compared == 1 else 'have'} been compared with a similar group"
        )
    have = "has" if without == 1 else "have"
    rest = f", and {count(without)} {have} no outcome results that we could find" if without else ""
    return number, f"{said}{rest}."


def find_strongest(views: Sequence[TriedView]) -> TriedView | None:
    """The option with the strongest evidence; none where nothing has a result."""
    best = max(views, key=lambda view: view.facts.evidence.strength, default=None)
    return best if best and best.facts.evidence.strength else None


def list_posts(organisation: Organisation, *, day: date) -> list[tuple[SafetyPost, str]]:
    """The lead before the deputy, each with how it stands."""
    posts = SafetyPost.objects.filter(organisation=organisation).select_related("membership__user", "organisation")
    return [
        (post, _describe_state(post, day)) for post in sorted(posts, key=lambda post: post.role != SafetyPost.Role.LEAD)
    ]


def _describe_state(post: SafetyPost, day: date) -> str:
    if post.agreed_at is None:
        return WAITS_FOR_ANOTHER if post.is_self_named else "asked, not accepted yet"
    if post.is_away(day=day):
        return f"away until {post.away_until:%-d %B %Y}"
    return "on duty" if post.membership.user.is_active else "cannot sign in"
