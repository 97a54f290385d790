"""A learning event in words: sessions with their speakers, topics without a session, takeaways with both sides."""

import uuid
from collections.abc import Collection, Iterable
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
    """One takeaway; `hides` where records are linked that the reader may not see, `taken_back` where one has gone."""

    number: int
    takeaway: EventTakeaway
    supporting: list[Linked]
    contrary: list[Linked]
    hides: bool
    taken_back: bool = False

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
    return [show_takeaway(one, evidence, seen) for one in takeaways]


def show_takeaway(
    takeaway: EventTakeaway,
    evidence: Iterable[EventEvidence],
    seen: dict[int, Record],
    taken_back: Collection[int] = (),
) -> TakeawayView:
    """Of the evidence of its event that is about it; what was taken back is told apart from what is hidden."""
    rows = [one for one in evidence if one.takeaway == takeaway.key and one.record_id]

    def pick(says: str) -> list[Linked]:
        return [(seen[one.record_id], one.reason) for one in rows if one.says == says and one.record_id in seen]

    return TakeawayView(
        takeaway.position + 1,
        takeaway,
        pick(EventEvidence.Says.SUPPORTS),
        pick(EventEvidence.Says.CONTRADICTS),
        any(one.record_id not in seen and one.record_id not in taken_back for one in rows),
        any(one.record_id in taken_back for one in rows),
    )
