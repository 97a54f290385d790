"""The report of an event as one reader may see it. What it cites is read from the event and from records each time."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cairn.accounts.models import Reader
from cairn.actions.models import Action
from cairn.boards.enums import Side
from cairn.boards.queries import Citations
from cairn.common.dates import show_date
from cairn.events.enums import LineAnswer, Unapproved
from cairn.events.models import (
    EventEvidence,
    EventReportPage,
    EventSession,
    EventSpeaker,
    LearningEvent,
    SessionNote,
    SpeakerApproval,
)
from cairn.events.policies.reports import get_line_state, shows_line, shows_name
from cairn.events.presenters.events import TakeawayView, show_takeaway
from cairn.events.queries.reports import get_actions_of, get_approvals, get_recorded_notes
from cairn.library.definitions.vocabularies import Term, get_vocabulary
from cairn.records.models import Record

HIDDEN_NAME = "A speaker"
HINDERS, HELPS = "Gets in the way", "Helps"


@dataclass(frozen=True)
class LineView:
    """Somebody who spoke, or a body that did; `state` is what they said to the words about them."""

    speaker: EventSpeaker
    state: str
    about: Record | None
    is_named: bool

    @property
    def words(self) -> str:
        """Without a name the role goes too: it often says as much."""
        if not self.is_named:
            return ", ".join(part for part in (HIDDEN_NAME, self.speaker.organisation_name) if part)
        return str(self.speaker)

    @property
    def waits(self) -> bool:
        return self.state == LineAnswer.WAITING


@dataclass(frozen=True)
class CardView:
    """An insight, a lesson or a question that was said in a session, now a record of its own."""

    label: str
    record: Record


@dataclass(frozen=True)
class SessionPart:
    session: EventSession
    topic: Term | None
    lines: list[LineView]
    about: Record | None
    notes: str
    cards: list[CardView]
    cards_taken_back: bool
    lines_left_out: bool

    @property
    def projects(self) -> list[Record]:
        """What the session was about, and what each speaker told of, each once."""
        found = [self.about, *(line.about for line in self.lines)]
        return list({one.pk: one for one in found if one is not None}.values())


@dataclass
class PartView:
    """One part of the report; only what belongs to its kind is filled."""

    kind: str
    title: str
    words: str = ""
    groups: list[tuple[str, list[SessionPart]]] = field(default_factory=list)  # by theme, where they have one
    helping: list[str] = field(default_factory=list)
    hindering: list[str] = field(default_factory=list)
    takeaways: list[TakeawayView] = field(default_factory=list)
    cards: list[CardView] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        found = (self.words, self.groups, self.helping, self.hindering, self.takeaways, self.cards, self.actions)
        return not any(found)


@dataclass(frozen=True)
class ReportView:
    event: LearningEvent
    title: str
    introduction: str
    facts: list[tuple[str, str]]
    parts: list[PartView]
    waiting: int  # of speakers' lines


def list_hosts(event: LearningEvent) -> list[tuple[str, str]]:
    """One on each line of the event, as "name: what they did"; the words may be missing."""
    lines = (line.partition(": ") for line in event.hosts.splitlines() if line.strip())
    return [(name.strip(), words.strip()) for name, _, words in lines]


def name_hosts(event: LearningEvent) -> str:
    """In a line, as people say it."""
    names = [name for name, _ in list_hosts(event)]
    names[1:] = [f"the {name[4:]}" if name.startswith("The ") else name for name in names[1:]]
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def list_conditions(event: LearningEvent) -> list[tuple[str, list[str]]]:
    """What gets in the way, then what helps, as far as something was said of it."""
    found = sorted(event.conditions.all(), key=lambda one: one.position)
    sides = ((HINDERS, Side.HINDERS), (HELPS, Side.HELPS))
    lists = [(label, [one.title for one in found if one.side == side]) for label, side in sides]
    return [(label, titles) for label, titles in lists if titles]


def list_facts(event: LearningEvent) -> list[tuple[str, str]]:
    """What stands on top: theme, day, place, hosts, who came."""
    hosts = [f"{name}. {words}" if words else name for name, words in list_hosts(event)]
    found = [
        ("Theme", event.theme),
        ("When", show_date(event.held_on)),
        ("Where", event.venue),
        ("Hosts" if len(hosts) > 1 else "Host", "\n".join(hosts)),
        ("Who came", event.audience),
    ]
    return [(name, value) for name, value in found if value]


def make_parts(event: LearningEvent) -> list[dict[str, Any]]:
    """The parts of a first draft, from what the event has."""
    kinds = {one.kind for one in event.sessions.all()}
    sessions = (
        (EventSession.Kind.PLENARY, "Talks"),
        (EventSession.Kind.BREAKOUT, "Break-out sessions"),
        (EventSession.Kind.CLOSING, "The last session"),
    )
    parts: list[tuple[str, dict[str, Any]]] = [("text", {"title": "About the day", "words": event.summary})]
    parts += [
        ("sessions", {"title": title, "words": "", "sessions": kind}) for kind, title in sessions if kind in kinds
    ]
    if event.conditions.all():
        parts.append(("conditions", {"title": "What gets in the way, and what helps", "words": ""}))
    parts.append(("takeaways", {"title": "Takeaways", "words": ""}))
    parts.append(("actions", {"title": "Actions that people took on", "words": ""}))
    if event.outputs:
        parts.append(("text", {"title": "What is next", "words": event.outputs}))
    return [{"type": kind, "value": value} for kind, value in parts]


class ReportReader:
    """Makes the parts of one report for one reader; what they cite is asked for once, however much it is."""

    def __init__(self, event: LearningEvent, reader: Reader, *, unapproved: str, shows_all: bool = False) -> None:
        self.event, self.reader = event, reader
        self.unapproved, self.shows_all = unapproved, shows_all
        self.approvals: dict[UUID, SpeakerApproval] = get_approvals(event)
        self.sessions: list[EventSession] = sorted(event.sessions.all(), key=lambda one: one.position)
        self.speakers: list[EventSpeaker] = sorted(event.speakers.all(), key=lambda one: one.position)
        self.evidence: list[EventEvidence] = sorted(event.evidence.all(), key=lambda one: one.position)
        self.notes: list[SessionNote] = get_recorded_notes(event)
        self.topics = {term.key: term for term in get_vocabulary("boards").terms}
        named = {one.about_id for one in self.sessions} | {one.about_id for one in self.speakers}
        named |= {one.record_id for one in self.evidence} | {one.record_id for one in self.notes}
        self.cited = Citations((number for number in named if number is not None), reader)

    def _find(self, number: int | None) -> Record | None:
        return self.cited.records.get(number) if number else None

    def make_part(self, kind: str, value: dict[str, Any]) -> PartView:
        part = PartView(kind, value.get("title", ""), value.get("words", ""))
        match kind:
            case "sessions":
                part.groups = self._group(value.get("sessions", ""))
            case "conditions":
                found = dict(list_conditions(self.event))
                part.hindering, part.helping = found.get(HINDERS, []), found.get(HELPS, [])
            case "takeaways":
                takeaways = sorted(self.event.takeaways.all(), key=lambda one: one.position)
                part.takeaways = [
                    show_takeaway(one, self.evidence, self.cited.records, self.cited.taken_back) for one in takeaways
                ]
            case "cards":
                part.cards = self._show_cards(self.notes)
            case "actions":
                part.actions = get_actions_of(self.event, self.reader)
        return part

    def _group(self, kind: str) -> list[tuple[str, list[SessionPart]]]:
        """Break-outs by their theme, in the order of the themes; the others as the day had them."""
        shown = [self.show_session(one) for one in self.sessions if one.kind == kind]
        if kind != EventSession.Kind.BREAKOUT:
            return [("", shown)] if shown else []
        groups = [(term.title, [one for one in shown if one.topic == term]) for term in self.topics.values()]
        groups.append(("", [one for one in shown if one.topic is None]))
        return [(title, found) for title, found in groups if found]

    def show_session(self, session: EventSession) -> SessionPart:
        lines = [self.show_line(session, one) for one in self.speakers if one.session == session.key]
        kept = [line for line in lines if self.shows_all or shows_line(line.state, self.unapproved)]
        notes = [one for one in self.notes if one.session == session.key]
        return SessionPart(
            session,
            self.topics.get(session.topic),
            kept,
            self._find(session.about_id),
            session.notes if len(kept) == len(lines) else "",
            self._show_cards(notes),
            any(one.record_id in self.cited.taken_back for one in notes),
            len(kept) < len(lines),
        )

    def show_line(self, session: EventSession, speaker: EventSpeaker) -> LineView:
        state = get_line_state(self.event, session, speaker, self.approvals.get(speaker.key))
        is_named = self.shows_all or shows_name(state)
        return LineView(speaker, state, self._find(speaker.about_id), is_named)

    def _show_cards(self, notes: Iterable[SessionNote]) -> list[CardView]:
        found = ((one, self._find(one.record_id)) for one in notes)
        return [CardView(one.get_kind_display(), record) for one, record in found if record is not None]

    def count_waiting(self) -> int:
        by_key = {one.key: one for one in self.sessions}
        lines = (self.show_line(by_key[one.session], one) for one in self.speakers if one.session in by_key)
        return sum(line.waits for line in lines)


def read_report(
    event: LearningEvent, page: EventReportPage | None, reader: Reader, *, shows_all: bool = False
) -> ReportView:
    """`shows_all`: for its hosts and editors, who see the lines that still wait for their speaker."""
    unapproved = page.unapproved if page else Unapproved.LEFT_OUT
    make = ReportReader(event, reader, unapproved=unapproved, shows_all=shows_all)
    blocks = page.list_parts() if page else [(one["type"], one["value"]) for one in make_parts(event)]
    parts = [make.make_part(kind, value) for kind, value in blocks]
    return ReportView(
        event,
        page.title if page else event.title,
        page.introduction if page else "",
        list_facts(event),
        [part for part in parts if not part.is_empty],
        make.count_waiting(),
    )
