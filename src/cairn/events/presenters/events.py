"""A learning event in words: sessions with their speakers, topics without a session, takeaways with both sides."""

import uuid
from dataclasses import dataclass

from cairn.events.models import EventEvidence, EventSession, EventSpeaker, EventTakeaway, LearningEvent
from cairn.library.definitions.vocabularies import Term, get_vocabulary
from cairn.records.models import Record

Linked = tuple[Record, str]  # a record, and why it stands here


@dataclass(frozen=True)
class SessionView:
    session: EventSession
    topic: Term | None
    about: Record | None
    speakers: list[EventSpeaker]

    @property
    def topic_number(self) -> int:
        """1 to 5, for its colour; 0 without one."""
        return number_topic(self.topic)


@dataclass(frozen=True)
class TakeawayView:
    """One takeaway; `hides` where records are linked that the reader may not see."""

    number: int
    takeaway: EventTakeaway
    supporting: list[Linked]
    contrary: list[Linked]
    hides: bool

    @property
    def sides(self) -> list[tuple[str, list[Linked], str]]:
        """Heading, records, and what to say where there is none: for and against stand side by side."""
        return [
            ("What supports it", self.supporting, "No linked record supports it."),
            ("What contradicts it", self.contrary, "No linked record contradicts it."),
        ]


def get_topics() -> tuple[Term, ...]:
    return get_vocabulary("boards").terms


def number_topic(topic: Term | None) -> int:
    return get_topics().index(topic) + 1 if topic in get_topics() else 0


def list_sessions(event: LearningEvent, seen: dict[int, Record]) -> list[SessionView]:
    topics = {term.key: term for term in get_topics()}
    sessions = sorted(event.sessions.all(), key=lambda one: one.position)
    speakers = list_speakers(event)
    return [
        SessionView(one, topics.get(one.topic), seen.get(one.about_id), speakers.get(one.key, [])) for one in sessions
    ]


def list_speakers(event: LearningEvent) -> dict[uuid.UUID, list[EventSpeaker]]:
    """By the key of their session, in their order."""
    found: dict[uuid.UUID, list[EventSpeaker]] = {}
    for one in sorted(event.speakers.all(), key=lambda one: one.position):
        found.setdefault(one.session, []).append(one)
    return found


def cover_topics(sessions: list[SessionView]) -> list[tuple[Term, list[SessionView]]]:
    """Every topic of the boards with its sessions; none is a gap."""
    return [(term, [one for one in sessions if one.topic == term]) for term in get_topics()]


def list_takeaways(event: LearningEvent, seen: dict[int, Record]) -> list[TakeawayView]:
    evidence = sorted(event.evidence.all(), key=lambda one: one.position)
    takeaways = sorted(event.takeaways.all(), key=lambda one: one.position)
    return [_view(one, [row for row in evidence if row.takeaway == one.key], seen) for one in takeaways]


def _view(takeaway: EventTakeaway, evidence: list[EventEvidence], seen: dict[int, Record]) -> TakeawayView:
    def pick(says: str) -> list[Linked]:
        return [(seen[one.record_id], one.reason) for one in evidence if one.says == says and one.record_id in seen]

    return TakeawayView(
        takeaway.position + 1,
        takeaway,
        pick(EventEvidence.Says.SUPPORTS),
        pick(EventEvidence.Says.CONTRADICTS),
        any(one.record_id and one.record_id not in seen for one in evidence),
    )
