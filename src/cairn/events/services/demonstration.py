"""Two learning events of the demonstration, invented: one that was held, with all that followed, and one to come."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import get_current_timezone, localdate

from cairn.accounts.models import User
from cairn.actions.enums import Act
from cairn.boards.enums import Side
from cairn.events.enums import Attends, Audience, BookingState, Keeper, LineAnswer, Met
from cairn.events.models import (
    Booking,
    EventArrangements,
    EventCondition,
    EventEvidence,
    EventFeedback,
    EventSession,
    EventSpeaker,
    EventTakeaway,
    LearningEvent,
)
from cairn.events.policies.reports import find_line, get_line_fingerprint
from cairn.events.queries.reports import find_report
from cairn.events.services import capture, followup, reports
from cairn.lessons.services.demonstration import EDITOR, PANEL, STAYED
from cairn.library.services.demonstration import (
    COLLEAGUE,
    KEY_WORKERS,
    LEAD,
    NIGHT_LINE,
    get_demonstration_people,
    show_to_everybody,
    start_for_demonstration,
)
from cairn.records import services as records
from cairn.records.models import Record
from cairn.rooms.enums import ItemState
from cairn.rooms.models import Item
from cairn.rooms.services import Answer, change_state, close_room, receive_answer

HELD, COMING = "fictional-event-help-at-night", "fictional-event-who-stays"


@dataclass(frozen=True)
class Part:
    """A session of a day; `about` is the address of a project, `speaker` a name, a role and an organisation."""

    title: str
    kind: str = EventSession.Kind.PLENARY
    topic: str = ""
    about: str = ""
    notes: str = ""
    speaker: tuple[str, str, str] | None = None
    starts: time = time(10)
    ends: time = time(11)
    others: dict[str, Any] = field(default_factory=dict)


HELD_TEXTS = {
    "title": "Help at night: what we tried",
    "summary": "Three fictional councils compared what they had tried for families who need help outside office hours.",
    "theme": "Help when families ask for it",
    "venue": "Ottenvale Town Hall",
    "hosts": "Ottenvale Council: offered the hall\nBrindlebridge Council",
    "audience": "Teams that run or plan help at night, and young people with their workers",
    "outputs": "The hosts are planning a second day about workers who stay with one family.",
}
HELD_PARTS = (
    Part(
        "A worker who stays",
        topic="value",
        about=KEY_WORKERS,
        notes="Families called sooner where they knew who would come.",
        speaker=("Mina Orrell", "Team manager", "Ottenvale Council"),
    ),
    Part(
        "Copying a rota",
        EventSession.Kind.BREAKOUT,
        topic="adopting",
        notes="The hours were easy to copy. What made them possible was hard to see from outside.",
        speaker=("Joss Wetherall", "Project lead", "Brindlebridge Council"),
        starts=time(11, 15),
        ends=time(12, 15),
    ),
    Part(
        "Who pays after the grant",
        EventSession.Kind.BREAKOUT,
        topic="scaling",
        about=NIGHT_LINE,
        notes="No table had money for a third year.",
        starts=time(11, 15),
        ends=time(12, 15),
    ),
    Part("What we will do", EventSession.Kind.CLOSING, starts=time(14), ends=time(15)),
)
COMING_TEXTS = {
    "title": "Who stays? Keeping workers with families",
    "summary": "A fictional day about workers who leave, and what families need when they do.",
    "theme": "One worker, one family",
    "venue": "Brindlebridge Library",
    "hosts": "Brindlebridge Council\nOttenvale Council",
    "audience": "Funded projects, teams new to the programme, and young people with their workers",
}
COMING_PARTS = (
    Part("Why workers leave", topic="conditions", starts=time(10), ends=time(11)),
    Part(
        "Handing a family over",
        EventSession.Kind.BREAKOUT,
        topic="methods",
        starts=time(11, 15),
        ends=time(12, 15),
        others={"places": 12, "room_name": "Reading room"},
    ),
    Part(
        "What young people noticed",
        EventSession.Kind.BREAKOUT,
        topic="value",
        starts=time(11, 15),
        ends=time(12, 15),
        others={"places": 12, "room_name": "Garden room", "off_record": True},
    ),
    Part("What we will do", EventSession.Kind.CLOSING, starts=time(14), ends=time(15)),
)
TAKEAWAYS = (
    ("People call a person, not a service", "Where the worker stayed, families asked for help earlier.", STAYED, PANEL),
    (
        "Hours can be copied, time cannot",
        "A rota works where each worker has few families.",
        "",
        "",
    ),
)
CONDITIONS = (
    (Side.HINDERS, "A panel that meets once a week has to approve every night of help"),
    (Side.HELPS, "Workers may approve the first night themselves"),
)
SAID = (  # by the number of the question in a session
    (2, "We told families about the line in a letter. A letter is no help at night."),
    (3, "Who answers when the worker is ill?"),
    (4, "Ask for year three before year one ends."),
)
ACTIONS = (
    ("Put the night number on the fridge card", "Ask three families what the card should say", "Ada Marlow"),
    ("Agree who answers when a worker is ill", "Ring the duty manager", "Ben Sallow"),
    ("Ask the panel to meet twice a week", "Write to its chair", "Cleo Harrowby"),
)
FEEDBACK = (
    *((5, "The fridge card", Met.YES), (4, "Asking earlier about money", Met.YES)),
    *((4, "", Met.NOT_YET), (3, "", Met.NO)),
)


@transaction.atomic
def load_demonstration_events(*, at: datetime) -> None:
    """Told once; what somebody changed or withdrew in the demonstration stays so."""
    if Record.objects.filter(slug=HELD).exists():
        return
    people = get_demonstration_people()
    if LEAD not in people or EDITOR not in people:
        return
    _tell_of_the_one_held(people, at)
    _plan_the_one_to_come(people, at)


def _tell_of_the_one_held(people: dict[str, User], at: datetime) -> None:
    held_on = localdate(at) - timedelta(days=97)
    on_the_day = _at(held_on, time(14))
    event = _write(HELD, HELD_TEXTS, HELD_PARTS, held_on, by=people[LEAD], at=at)
    show_to_everybody(event, by=people[LEAD], colleague=people[COLLEAGUE], at=at)
    event = LearningEvent.objects.get(pk=event.pk)
    _arrange(event, held_on, state="held", places=20)
    _book(event, on_the_day - timedelta(days=20), confirmed=5)
    _capture(event, people, at=on_the_day)
    _act(event, people, at=on_the_day, now=at)
    for useful, will_use, met in FEEDBACK:
        EventFeedback.objects.create(event=event, useful=useful, will_use=will_use, met=met)
    _report(event, people, at=at)


def _plan_the_one_to_come(people: dict[str, User], at: datetime) -> None:
    day = localdate(at) + timedelta(days=40)
    event = _write(COMING, COMING_TEXTS, COMING_PARTS, day, by=people[LEAD], at=at)
    show_to_everybody(event, by=people[LEAD], colleague=people[COLLEAGUE], at=at)
    event = LearningEvent.objects.get(pk=event.pk)
    _arrange(event, day, state="open", places=6, young_places=2, online_places=30)
    _book(event, at - timedelta(days=2), confirmed=4, waiting=2)


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, get_current_timezone())


def _write(
    slug: str, texts: dict[str, str], parts: Sequence[Part], day: date, *, by: User, at: datetime
) -> LearningEvent:
    event: LearningEvent = start_for_demonstration(
        LearningEvent, slug, {**texts, "held_on": day.isoformat()}, by=by, at=at
    )

    def add_rows(draft: LearningEvent) -> None:
        for number, part in enumerate(parts):
            about = Record.objects.filter(slug=part.about).first() if part.about else None
            session = EventSession(
                position=number,
                title=part.title,
                kind=part.kind,
                topic=part.topic,
                about=about,
                notes=part.notes,
                starts=part.starts,
                ends=part.ends,
                **part.others,
            )
            draft.sessions.add(session)
            if part.speaker:
                name, role, organisation = part.speaker
                draft.speakers.add(
                    EventSpeaker(
                        position=number, session=session.key, name=name, role=role, organisation_name=organisation
                    )
                )
        if slug == HELD:
            _add_findings(draft)

    records.change_draft(record=event, by=by, at=at, change=add_rows, what="sessions")
    return event


def _add_findings(draft: LearningEvent) -> None:
    for number, (side, title) in enumerate(CONDITIONS):
        draft.conditions.add(EventCondition(position=number, side=side, title=title))
    known = {one.slug: one for one in Record.objects.filter(slug__in=(STAYED, PANEL))}
    for number, (title, words, supporting, contrary) in enumerate(TAKEAWAYS):
        takeaway = EventTakeaway(position=number, title=title, words=words)
        draft.takeaways.add(takeaway)
        for says, slug in ((EventEvidence.Says.SUPPORTS, supporting), (EventEvidence.Says.CONTRADICTS, contrary)):
            if slug in known:
                position = draft.evidence.count()
                draft.evidence.add(
                    EventEvidence(position=position, takeaway=takeaway.key, record=known[slug], says=says)
                )


def _arrange(event: LearningEvent, day: date, **given: Any) -> None:
    ends_at = _at(day, time(15))
    EventArrangements.objects.create(
        event=event,
        starts_at=_at(day, time(10)),
        ends_at=ends_at,
        address=event.venue,
        access_words="Step-free from the street. A hearing loop in the hall. A quiet room.",
        contact_email="events@ottenvale.example",
        needs_erased_on=day + timedelta(days=14),
        **given,
    )


def _book(event: LearningEvent, at: datetime, *, confirmed: int, waiting: int = 0) -> None:
    for number in range(confirmed + waiting):
        Booking.objects.create(
            event=event,
            name=f"Fictional Guest {number + 1}",
            email=f"guest{number + 1}@{event.slug}.example",
            organisation_name="Brindlebridge Council",
            audience=Audience.NEWCOMER if number % 2 else Audience.FUNDED,
            attends=Attends.ROOM,
            state=BookingState.CONFIRMED if number < confirmed else BookingState.WAITING,
            queued_at=at + timedelta(minutes=number),
            created_at=at,
            updated_at=at,
        )


def _capture(event: LearningEvent, people: dict[str, User], *, at: datetime) -> None:
    """Three answers of a break-out are released and become a lesson, a question and a note; the lesson is shared."""
    by = people[LEAD]
    session = event.sessions.get(position=2)
    opened = capture.open_session_room(
        event=event, session=session, team=event.team, hours=2, has_shared_devices=False, by=by, at=at
    )
    prompts = {prompt.position: prompt for prompt in opened.room.prompts.all()}
    for number, words in SAID:
        receive_answer(room=opened.room, answer=Answer(prompts[number], text=words), key=uuid.uuid4(), at=at)
    items = list(Item.objects.of_room(opened.room).values_list("pk", flat=True))
    change_state(room=opened.room, items=items, state=ItemState.RELEASED, by=by, at=at)
    capture.take_notes(event_room=opened, by=by, at=at)
    close_room(room=opened.room, by=by, at=at + timedelta(minutes=50))
    for note in event.notes.filter(record__kind="question"):
        show_to_everybody(note.record.get_specific(), by=by, colleague=people[COLLEAGUE], at=at)


def _act(event: LearningEvent, people: dict[str, User], *, at: datetime, now: datetime) -> None:
    """One is done, one is late, and one has time; two of them everybody may read."""
    session = event.sessions.get(kind=EventSession.Kind.CLOSING)
    by = people[LEAD]
    opened = capture.open_session_room(
        event=event, session=session, team=event.team, hours=1, has_shared_devices=False, by=by, at=at
    )
    written = []
    for number, (what, first_step, name) in enumerate(ACTIONS):
        one = capture.write_action(
            event_room=opened,
            key=uuid.uuid4(),
            what=what,
            first_step=first_step,
            due=localdate(at) + timedelta(days=(60, 80, 150)[number]),
            name=name,
            organisation="Brindlebridge Council",
            email=f"action{number + 1}@{event.slug}.example",
            keeper=Keeper.LINK,
            at=at,
        )
        if one is not None:
            written.append(one)
    close_room(room=opened.room, by=by, at=at + timedelta(minutes=50))
    for one in written[:2]:
        show_to_everybody(one.action, by=by, colleague=people[COLLEAGUE], at=at)
    followup.answer_action(
        written=written[0],
        act=Act.DONE,
        words="Three families chose the words. The card is in every visit pack.",
        day=None,
        at=now - timedelta(days=30),
    )


def _report(event: LearningEvent, people: dict[str, User], *, at: datetime) -> None:
    """One of two speakers approved their line; the editor of the site published the report."""
    parts = [
        {"type": "text", "value": {"title": "About the day", "words": event.summary}},
        *(
            {"type": "sessions", "value": {"title": title, "words": "", "sessions": kind}}
            for title, kind in (("Talk", "plenary"), ("Break-out sessions", "breakout"))
        ),
        *(
            {"type": kind, "value": {"title": title, "words": ""}}
            for kind, title in (
                ("conditions", "What gets in the way, and what helps"),
                ("takeaways", "Two takeaways"),
                ("actions", "Actions that people took on"),
            )
        ),
        {"type": "text", "value": {"title": "What is next", "words": event.outputs}},
    ]
    by = people[LEAD]
    reports.draft_report(event=event, parts=parts, by=by, at=at)
    for speaker in event.speakers.order_by("position"):
        email = f"{speaker.name.split()[0].lower()}@{event.slug}.example"
        approval = reports.ask_speaker(event=event, speaker=speaker.key, email=email, by=by, at=at)
        if speaker.position == 0:
            words = get_line_fingerprint(*find_line(event, speaker.key))
            reports.answer_line(approval=approval, answer=LineAnswer.APPROVED, comment="", fingerprint=words, at=at)
    draft = find_report(event).get_latest_revision_as_object()  # type: ignore[union-attr]  # made above
    draft.introduction = "What three fictional councils found when they offered help at night."
    draft.decider = people[EDITOR]
    draft.save_revision(user=by, clean=False)
    page = find_report(event)
    assert page is not None  # noqa: S101 (made above)
    page.get_workflow().start(page, by)
    reports.decide_report(page=page, by=people[EDITOR], at=at, approved=True)
