"""What somebody outside the site says about an action of theirs, by a private link that an app above gave them."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from cairn.actions import policies
from cairn.actions.enums import Act
from cairn.actions.models import Action
from cairn.actions.services.acting import lock, note, write_outcome

ASKED = {
    Act.STUCK: "Say what you are stuck on.",
    Act.DATE_MOVED: "Say why the date changes.",
    Act.DROPPED: "Say why it will not be done.",
    Act.DONE: "Record what changed, even if nothing did.",
}


@transaction.atomic
def act_from_outside(*, action: Action, act: Act, words: str, at: datetime, day: date | None = None) -> None:
    """Started, stuck, done, not to be done, or a new date. The link is the proof; nobody of the site did it."""
    action = lock(action)
    policies.check_can_act_from_outside(action, act)
    if act in ASKED:
        policies.check_reason(words, ASKED[act])
    if act == Act.DONE:
        shown = write_outcome(action, {"outcome": words}, by=None, at=at)
        note(action, act, by=None, at=at, facts={"done_date": localdate(at), **shown})
    elif act == Act.DATE_MOVED:
        to = policies.check_new_date(action, day, today=localdate(at))
        note(action, act, words=words, by=None, at=at, old_day=action.due_date, new_day=to, facts={"due_date": to})
    else:
        note(action, act, words=words, by=None, at=at)
