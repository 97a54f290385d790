"""Who is coming, and whom somebody might meet: each suggestion says why, in a sentence. Nobody is ranked."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from cairn.common.dates import show_date
from cairn.events.enums import ChoiceState
from cairn.events.models import Booking, EventSession, MeetingProfile
from cairn.events.presenters.events import get_topics
from cairn.events.queries.meeting import find_place
from cairn.places.models import JourneyPlace, Place

MOST = 12


@dataclass(frozen=True)
class Suggestion:
    name: str
    organisation: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Meeting:
    """What two bookings are compared by."""

    own: Booking
    chosen: list[EventSession]
    sessions: dict[UUID, EventSession]
    places_like: list[Place]
    stages: dict[int, JourneyPlace]

    def find_reasons(self, other: Booking) -> tuple[str, ...]:
        """From what people said of themselves to what happens to be alike."""
        found = (self._find_answers, self._find_sessions, self._find_likeness, self._find_journeys)
        return tuple(reason for find in found for reason in find(other))

    def _find_answers(self, other: Booking) -> Iterator[str]:
        mine, theirs = get_meeting(self.own), get_meeting(other)
        if mine is None or theirs is None:
            return
        first = get_first_name(other)
        for title in name_topics(mine.asks_about, theirs.offers_about):
            yield f"You want to hear about {title}; {first} can help with it{_quote(theirs.offers)}."
        for title in name_topics(mine.offers_about, theirs.asks_about):
            yield f"{first} wants to hear about {title}, and you can help with it{_quote(theirs.asks)}."

    def _find_sessions(self, other: Booking) -> Iterator[str]:
        mine, theirs = self.chosen, _list_chosen(other, self.sessions)
        shared = [one for one in mine if one in theirs]
        for session in shared:
            yield f"You are both in the break-out “{session.title}”."
        topics = {one.topic for one in mine if one not in shared} & {one.topic for one in theirs if one not in shared}
        for title in name_topics([one.topic for one in mine], list(topics)):
            yield f"You both chose break-outs about {title}."

    def _find_likeness(self, other: Booking) -> Iterator[str]:
        mine, theirs = find_place(self.own), find_place(other)
        if mine is None or theirs is None or mine.pk == theirs.pk or mine.is_fictional != theirs.is_fictional:
            return
        if theirs in self.places_like:
            yield f"{theirs.name} is one of the ten councils that government statistics count as most like {mine.name}."
        if mine.region_id and mine.region_id == theirs.region_id and mine.region is not None:
            yield f"You both work in {_write_region(mine.region.name)}."

    def _find_journeys(self, other: Booking) -> Iterator[str]:
        """Each with its day and its source, and no word of better or worse."""
        mine = self.stages.get(self.own.organisation_id or 0)
        theirs = self.stages.get(other.organisation_id or 0)
        if mine is None or theirs is None or mine.stage == theirs.stage:
            return
        if mine.organisation.is_fictional == theirs.organisation.is_fictional:
            stages = " and ".join(_describe_stage(one) for one in (mine, theirs))
            yield f"Your organisations are at different places on their improvement journey: {stages}."


def _describe_stage(stage: JourneyPlace) -> str:
    return f"{stage.organisation.name} at “{stage.get_stage_display()}” ({show_date(stage.on)}, {stage.source})"


def compare(own: Booking, places_like: list[Place], stages: dict[int, JourneyPlace]) -> Meeting:
    sessions = {one.key: one for one in own.event.sessions.all()}
    return Meeting(own, _list_chosen(own, sessions), sessions, places_like, stages)


def suggest(meeting: Meeting, shown: list[Booking]) -> list[Suggestion]:
    """Only people who want to be suggested, and only to somebody who does. Most reasons first, then by name."""
    if not meeting.own.wants_to_meet:
        return []
    others = [one for one in shown if one.wants_to_meet and one.pk != meeting.own.pk]
    found = [Suggestion(one.name, get_organisation(one), meeting.find_reasons(one)) for one in others]
    with_reason = [one for one in found if one.reasons]
    return sorted(with_reason, key=lambda one: (-len(one.reasons), one.name))[:MOST]


def get_meeting(booking: Booking) -> MeetingProfile | None:
    found: MeetingProfile | None = getattr(booking, "meeting", None)
    return found


def get_first_name(booking: Booking) -> str:
    return booking.name.split()[0] if booking.name.split() else booking.name


def get_organisation(booking: Booking) -> str:
    return booking.organisation.name if booking.organisation else booking.organisation_name


def name_topics(one: list[str], other: list[str]) -> list[str]:
    """Titles of the topics in both, to be read in a sentence."""
    return [lower_first(term.title) for term in get_topics() if term.key in one and term.key in other]


def lower_first(title: str) -> str:
    return title[:1].lower() + title[1:]


def _list_chosen(booking: Booking, sessions: dict[UUID, EventSession]) -> list[EventSession]:
    chosen = [one.session for one in booking.choices.all() if one.state == ChoiceState.CONFIRMED]
    return [sessions[key] for key in chosen if key in sessions]


def _quote(words: str) -> str:
    return f": “{words.rstrip('.')}”" if words else ""


def _write_region(name: str) -> str:
    """ "the North East", but "London"."""
    return f"the {name}" if name.startswith(("North", "East", "South", "West")) else name
