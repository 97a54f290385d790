"""What each paper holds, as plain words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SessionOnPaper:
    title: str
    kind: str = ""  # "Break-out", where it is one
    room: str = ""
    topic: str = ""
    topic_number: int = 0  # 1 to 5, for its colour
    speakers: tuple[str, ...] = ()
    notes: str = ""
    off_record: bool = False


@dataclass(frozen=True)
class SlotOnPaper:
    """One session, or break-outs at the same time."""

    hours: str
    sessions: tuple[SessionOnPaper, ...]


@dataclass(frozen=True)
class ProgrammeOnPaper:
    """What everybody may read: nothing of how to join, nobody who comes."""

    title: str
    summary: str
    when: str
    place: str
    theme: str
    hosts: str
    access: str
    contact: str
    address: str  # of its page
    slots: tuple[SlotOnPaper, ...]


@dataclass(frozen=True)
class Guest:
    """Somebody at the door, or the young people or family whom a worker booked: they have no name here."""

    name: str
    organisation: str
    places: int = 1
    is_group: bool = False
    sessions: tuple[str, ...] = ()


@dataclass(frozen=True)
class BadgesOnPaper:
    title: str
    when: str
    guests: tuple[Guest, ...]


@dataclass(frozen=True)
class RoomList:
    """Who is in one break-out."""

    title: str
    hours: str
    room: str
    off_record: bool
    guests: tuple[Guest, ...]


@dataclass(frozen=True)
class DoorSheetOnPaper:
    title: str
    when: str
    place: str
    made_on: str
    in_room: tuple[Guest, ...]
    online: tuple[Guest, ...]
    off_record: tuple[str, ...]  # sessions of which nothing may be written down
    rooms: tuple[RoomList, ...]
    erased_on: str
