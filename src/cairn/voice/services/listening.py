"""Sessions with young people and families, and what becomes of what they said.

The audit names the session only: an entry with a time for each answer would say which of them belong together.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_variables

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.common.files import CleanedMedia
from cairn.places.models import Team
from cairn.voice import policies
from cairn.voice.enums import Adult, Medium, Purpose, Reason, Source, State
from cairn.voice.models import (
    Consent,
    Contribution,
    ContributionFile,
    ListeningSession,
    PrivateCode,
    SafeguardingConcern,
)
from cairn.voice.models.contributions import LETTERS
from cairn.voice.services.safeguarding import send_concern
from cairn.voice.services.taking_back import delete_words

CODE_LENGTH = 16


@dataclass(frozen=True)
class Agreed:
    """What somebody agreed to, which adult agreed too, and until when."""

    purposes: Collection[Purpose | str]
    adult: str
    until: date


@transaction.atomic
def open_session(
    *,
    team: Team | None,
    title: str,
    question: str,
    held_on: date,
    groups: Collection[str],
    consent_until: date,
    by: User,
    at: datetime,
) -> ListeningSession:
    policies.check_can_open_session(by, team)
    assert team is not None  # noqa: S101 (the rule above)
    session = ListeningSession.objects.create(
        team=team,
        worker=by,
        title=title,
        question=question,
        held_on=held_on,
        groups=list(groups),
        consent_until=consent_until,
        opened_at=at,
    )
    audit.record("listening.opened", target="listening", key=session.key, by=by, at=at)
    return session


@transaction.atomic
def hand_over(*, session: ListeningSession, to: User, by: User, at: datetime) -> None:
    """From now on somebody else reads what was said, and nobody who read it before."""
    policies.check_can_hand_over(by, session, to)
    ListeningSession.objects.filter(pk=session.pk).update(worker=to)
    audit.record("listening.handed_over", target="listening", key=session.key, by=by, at=at, person=to.pk)


@sensitive_variables("words", "code")
@transaction.atomic
def type_in(
    *,
    session: ListeningSession,
    number: int,
    words: str,
    age_band: str,
    source: Source | str,
    agreed: Agreed,
    code: PrivateCode | None,
    by: User,
    at: datetime,
    file: CleanedMedia | None = None,
) -> Contribution:
    """Take in what somebody said. Sent again under the same number it is not doubled."""
    policies.check_can_run(by, session)
    if there := session.contributions.filter(pk=number).first():
        return there
    contribution = Contribution(pk=number, session=session, words=words, age_band=age_band, source=source, code=code)
    _check_consent(contribution, agreed, at)
    _add(contribution, file)
    _save_consents(contribution, agreed)
    audit.record("listening.typed_in", target="listening", key=session.key, by=by, at=at)
    return contribution


# --- On a screen --------------------------------------------------------------------------------------


@transaction.atomic
def open_door(*, session: ListeningSession, hours: int, by: User, at: datetime) -> None:
    """The worker is there, and a lead or deputy is on duty: people can write themselves, for some hours."""
    policies.check_can_run(by, session)
    hours = min(max(hours, 1), policies.LONGEST_HOURS)
    session.door, session.open_until = uuid.uuid4(), at + timedelta(hours=hours)
    policies.check_is_open(session, at=at)
    session.save(update_fields=["door", "open_until"])
    audit.record("listening.door_opened", target="listening", key=session.key, by=by, at=at, hours=hours)


@transaction.atomic
def close_door(*, session: ListeningSession, by: User, at: datetime) -> None:
    policies.check_can_run(by, session)
    ListeningSession.objects.filter(pk=session.pk).update(door=None, open_until=None)
    audit.record("listening.door_closed", target="listening", key=session.key, by=by, at=at)


@sensitive_variables("words")
@transaction.atomic
def receive(
    *,
    session: ListeningSession,
    number: int,
    words: str,
    age_band: str,
    purposes: Collection[str],
    at: datetime,
    file: CleanedMedia | None = None,
) -> None:
    """What somebody wrote on a screen waits for the worker. No audit: it would say when."""
    policies.check_is_open(session, at=at)
    if Contribution.objects.filter(pk=number).exists():
        return
    policies.check_has_room(session)
    contribution = Contribution(pk=number, session=session, words=words, age_band=age_band, source=Source.SCREEN)
    _add(contribution, file)
    _save_consents(contribution, Agreed(purposes, Adult.NONE, session.consent_until))


@sensitive_variables("words", "description")
@transaction.atomic
def change_contribution(
    *,
    contribution: Contribution,
    words: str,
    age_band: str,
    agreed: Agreed,
    by: User,
    at: datetime,
    description: str = "",
    is_checked: bool = False,
) -> None:
    """Make it safe, mend what was typed wrongly, or note another consent. No earlier words are kept.

    `description` and `is_checked` are about its picture or recording.
    """
    found = _lock(contribution, by)
    found.words, found.age_band = words, age_band
    _check_consent(found, agreed, at)
    found.save(update_fields=["words", "age_band"])
    if found.medium != Medium.WORDS:
        found.file.description, found.file.is_checked = description, is_checked
        found.file.save(update_fields=["description", "is_checked"])
        policies.check_files([found] if found.state == State.KEPT else [])
    found.consents.all().delete()
    _save_consents(found, agreed)
    audit.record("listening.changed", target="listening", key=found.session.key, by=by, at=at)


@transaction.atomic
def keep(*, session: ListeningSession, numbers: Collection[int], by: User, at: datetime) -> int:
    """The worker has read these, and they may be used for what was agreed to; how many they were."""
    policies.check_can_run(by, session)
    waiting = session.contributions.filter(pk__in=numbers, state=State.WAITING)
    policies.check_agreed_by_adult(list(waiting.prefetch_related("consents")))
    policies.check_files(list(waiting.exclude(medium=Medium.WORDS).with_files()))
    kept: int = waiting.update(state=State.KEPT)
    audit.record("listening.kept", target="listening", key=session.key, by=by, at=at, number=kept)
    return kept


@transaction.atomic
def reject(*, contribution: Contribution, reason: Reason | str, by: User, at: datetime) -> None:
    """It is not used: its words are deleted at once, for good, and why stays."""
    found = _lock(contribution, by)
    delete_words([found], state=State.REJECTED, reason=reason, at=at)
    audit.record("listening.rejected", target="listening", key=found.session.key, by=by, at=at, reason=str(reason))


@sensitive_variables("words", "contact")
@transaction.atomic
def pass_on_worry(
    *, contribution: Contribution, words: str, contact: str, by: User, at: datetime
) -> SafeguardingConcern:
    """What worries the worker goes to the safeguarding lead, and leaves the answers: it lies in one row, as before.

    So does what was drawn or recorded: the lead sees it, and nobody else any more.
    """
    found = _lock(contribution, by)
    organisation = found.session.team.organisation
    concern = send_concern(organisation=organisation, words=words, contact=contact, by=by, at=at)
    ContributionFile.objects.filter(contribution=found).update(contribution=None, concern=concern)
    delete_words([found], state=State.REJECTED, reason=Reason.SAFETY, at=at)
    return concern


def make_private_code() -> tuple[str, PrivateCode]:
    """What the person gets, which is kept nowhere, and its hash."""
    letters = get_random_string(CODE_LENGTH, LETTERS)
    code = "-".join(letters[start : start + 4] for start in range(0, CODE_LENGTH, 4))
    return code, PrivateCode.objects.create(sha256=hash_code(code))


def find_private_code(code: str) -> PrivateCode | None:
    return PrivateCode.objects.filter(sha256=hash_code(code)).first()


def hash_code(code: str) -> str:
    letters = "".join(letter for letter in code.lower() if letter in LETTERS)
    return sha256(letters.encode()).hexdigest()


def _lock(contribution: Contribution, by: User) -> Contribution:
    """The row as it is now, for the worker of its session."""
    rows = Contribution.objects.select_for_update(of=("self",)).select_related("session__team__organisation")
    found = rows.get(pk=contribution.pk)
    policies.check_can_run(by, found.session)
    policies.check_has_words(found)
    return found


def _check_consent(contribution: Contribution, agreed: Agreed, at: datetime) -> None:
    policies.check_consent(
        age_band=contribution.age_band,
        purposes=agreed.purposes,
        adult=agreed.adult,
        until=agreed.until,
        day=localdate(at),
    )


def _add(contribution: Contribution, file: CleanedMedia | None) -> None:
    """The row, and the one file that may hang on it."""
    if file is not None:
        policies.check_has_room_for_file(contribution.session)
        contribution.medium = Medium.RECORDING if file.seconds else Medium.PICTURE
    contribution.save(force_insert=True)
    if file is not None:
        ContributionFile.objects.create(
            contribution=contribution, content=file.content, content_type=file.content_type, seconds=file.seconds
        )


def _save_consents(contribution: Contribution, agreed: Agreed) -> None:
    Consent.objects.bulk_create(
        Consent(contribution=contribution, purpose=purpose, adult=agreed.adult, until=agreed.until)
        for purpose in agreed.purposes
    )
