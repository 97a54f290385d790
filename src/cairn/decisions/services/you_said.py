"""Telling those who gathered answers what was done because of them."""

from datetime import datetime

from cairn.decisions.models import Decision
from cairn.decisions.queries import get_workers
from cairn.notices.services import notify
from cairn.records.enums import Sharing

KIND = "decision.you_said"


def tell_workers(*, decision: Decision, at: datetime) -> int:
    """Once for each of them, as soon as others than the team may read what was done; how many will hear."""
    if not decision.live or decision.sharing == Sharing.TEAM or not decision.we_did.strip():
        return 0
    return notify(users=get_workers(decision), kind=KIND, about=decision.slug, at=at)
