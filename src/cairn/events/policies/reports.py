"""What may happen to the report of an event, and when a speaker's line may be read by others."""

import json
from collections.abc import Iterator
from uuid import UUID

from cairn.accounts.models import Reader, User
from cairn.boards.models.tasks import get_possible_deciders
from cairn.boards.policies import is_editor_now
from cairn.common.canonical import sha256_of
from cairn.events.enums import LineAnswer, Unapproved
from cairn.events.models import EventReportPage, EventSession, EventSpeaker, LearningEvent, SpeakerApproval
from cairn.records.enums import Sharing
from cairn.records.policies import can_edit, check_not_withdrawn


class UnableToReport(Exception):
    """The sentence says why, and what to do instead; `field` is where it is asked for."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)


def can_draft(event: LearningEvent, user: Reader) -> bool:
    """Its hosts, who are those who may change the event, and the editors of the site."""
    return not event.is_withdrawn and (can_edit(event, user) or is_editor_now(user))


def check_can_draft(event: LearningEvent, user: Reader) -> None:
    check_not_withdrawn(event)
    if not can_draft(event, user):
        raise UnableToReport("Only the hosts of this event and the editors of this site can draft its report.")
    check_is_public(event)


def check_is_public(event: LearningEvent | None) -> None:
    """The editors of the site read the draft, and its readers what the event says."""
    if event is None or not event.live or event.sharing != Sharing.PUBLIC:
        raise UnableToReport("Share the event with everyone first. Its report shows what the event says.")


def check_can_submit(page: EventReportPage, by: User | None) -> None:
    for problem in find_problems(page, by):
        raise problem


def find_problems(page: EventReportPage, by: User | None) -> Iterator[UnableToReport]:
    """Everything that is missing, so that whoever asks reads it at once."""
    try:
        check_is_public(page.event)
    except UnableToReport as problem:
        yield problem
    if page.decider_id is None:
        yield UnableToReport("Choose an approver before you submit this report.", "decider")
    elif by is not None and page.decider_id == by.pk:
        yield UnableToReport("You cannot approve your own report. Choose another approver.", "decider")
    elif not get_possible_deciders().filter(pk=page.decider_id).exists():
        yield UnableToReport("The approver is no longer an editor of this site. Choose another approver.", "decider")


# --- Lines of speakers ----------------------------------------------------------------------------


def get_line_words(session: EventSession, speaker: EventSpeaker) -> dict[str, str]:
    """What the report says of somebody who spoke: the words to which they say yes."""
    return {
        "Name": speaker.name,
        "Role": speaker.role,
        "Organisation": speaker.organisation_name,
        "Session": session.title,
        "What was said": session.notes,
    }


def get_line_fingerprint(session: EventSession, speaker: EventSpeaker) -> str:
    return sha256_of(json.dumps(get_line_words(session, speaker), sort_keys=True))


def needs_approval(event: LearningEvent, speaker: EventSpeaker) -> bool:
    """Of people, not of bodies; and not of what a published source says already, as the starter library has it."""
    return bool(speaker.name) and event.starter_key is None


def get_line_state(
    event: LearningEvent, session: EventSession, speaker: EventSpeaker, approval: SpeakerApproval | None
) -> str:
    """What counts of an answer: a yes to other words is none, and a no stays one."""
    if not needs_approval(event, speaker):
        return LineAnswer.APPROVED
    if approval is None:
        return LineAnswer.WAITING
    if approval.answer == LineAnswer.APPROVED and approval.fingerprint != get_line_fingerprint(session, speaker):
        return LineAnswer.WAITING
    return approval.answer


def shows_name(state: str) -> bool:
    return state == LineAnswer.APPROVED


def shows_line(state: str, unapproved: str) -> bool:
    """With the name or without it. Whoever said no is left out, whatever the report says of the others."""
    if state == LineAnswer.REFUSED:
        return False
    return state in (LineAnswer.APPROVED, LineAnswer.NO_NAME) or unapproved == Unapproved.NO_NAME


def find_line(event: LearningEvent, speaker: UUID) -> tuple[EventSession, EventSpeaker]:
    found = next((one for one in event.speakers.all() if one.key == speaker), None)
    session = found and next((one for one in event.sessions.all() if one.key == found.session), None)
    if found is None or session is None or not needs_approval(event, found):
        raise UnableToReport("Choose a speaker from the list.")
    return session, found


def check_can_answer_line(approval: SpeakerApproval, *, fingerprint: str) -> None:
    if approval.event.is_withdrawn:
        raise UnableToReport("This event was withdrawn, so nothing of it is published.")
    if fingerprint != get_line_fingerprint(*find_line(approval.event, approval.speaker)):
        raise UnableToReport("The words have changed since you opened this page. Read them again, then answer.")
