"""The programme of an event: what is when, break-outs side by side."""

from dataclasses import dataclass
from datetime import time
from itertools import groupby

from cairn.events.models import EventSession
from cairn.events.presenters.events import SessionView
from cairn.events.presenters.when import describe_hours

LATEST = time(23, 59, 59)


@dataclass(frozen=True)
class Slot:
    """One session, or break-outs at the same time."""

    hours: str
    sessions: list[SessionView]

    @property
    def is_parallel(self) -> bool:
        return len(self.sessions) > 1


def list_slots(sessions: list[SessionView]) -> list[Slot]:
    """By time; those without hours stay in the order in which they were written, after the others."""
    ordered = sorted(sessions, key=lambda view: (view.session.starts or LATEST, view.session.position))
    slots = []
    for _, group in groupby(enumerate(ordered), key=lambda pair: _get_group(*pair)):
        together = [view for _, view in group]
        ends = [view.session.ends for view in together if view.session.ends]
        slots.append(Slot(describe_hours(together[0].session.starts, max(ends) if ends else None), together))
    return slots


def _get_group(number: int, view: SessionView) -> object:
    """Break-outs that begin together are parallel; everything else stands alone."""
    session = view.session
    is_parallel = session.kind == EventSession.Kind.BREAKOUT and session.starts is not None
    return session.starts if is_parallel else number
