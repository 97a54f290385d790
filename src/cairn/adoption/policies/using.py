"""Who may speak of a council's use of a model, and what they may say. Each rule says what to do instead."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from cairn.accounts.models import Reader, User
from cairn.accounts.permissions import Permission
from cairn.adoption.models import Adoption, StartConfirmation, UseProposal
from cairn.adoption.queries import Start, find_overlap, find_start
from cairn.library.models import PracticeModel, Source
from cairn.places.models import Organisation, Place, Team
from cairn.places.policies import has_permission
from cairn.records.models import Record
from cairn.records.queries import get_own_teams

# What is asked besides of a change to a part that must be kept. What the originator says is asked for; that they have
# not answered is an answer too.
ASKED_OF_CORE = {
    "why": "This part must be kept. Say why it was changed",
    "decided_by": "This part must be kept. Choose who took part in the decision",
    "originator_view": "This part must be kept. Choose what those it comes from say, even if they have not answered",
}


class UnableToSpeak(Exception):
    """It is for somebody else to say, or was said before."""


class Voice(StrEnum):
    """As whom somebody speaks of a council's use of a model."""

    COUNCIL = "council"
    ORIGINATOR = "originator"
    MODERATOR = "moderator"


def find_voices(user: Reader, *, model: PracticeModel, place: Place) -> list[Voice]:
    """Those of the council and of the originator who may write there; moderators for what a source says."""
    if not user.is_authenticated:
        return []
    council = find_council(place)
    speaks = {
        Voice.COUNCIL: council is not None and _writes_for(user, council.pk),
        Voice.ORIGINATOR: model.originated_by_id is not None and _writes_for(user, model.originated_by_id),
        Voice.MODERATOR: has_permission(user, Permission.USES_REVIEW),
    }
    return [voice for voice, does in speaks.items() if does]


def find_council(place: Place) -> Organisation | None:
    return Organisation.objects.filter(place=place, kind=Organisation.Kind.COUNCIL).first()


def _writes_for(user: Reader, organisation: int) -> bool:
    return has_permission(user, Permission.RECORD_EDIT, organisation=organisation)


def check_can_propose(user: Reader, *, model: PracticeModel, place: Place, start: Start | None, stop: str = "") -> None:
    """Nothing is said of uses that the proposer may not see."""
    if model.is_fictional and not place.is_fictional:
        raise UnableToSpeak("This model belongs to the demonstration. Choose one of its fictional councils.")
    check_no_overlap(user, model=model, place=place, start=start, stop=stop)
    waiting = UseProposal.objects.waiting().filter(practice_model=model, place=place, by=user.pk)
    if waiting.exists():
        raise UnableToSpeak(f"You have already proposed {place.name}. Your proposal is waiting for review.")


def check_no_overlap(user: Reader, *, model: PracticeModel, place: Place, start: Start | None, stop: str = "") -> None:
    if find_overlap(model=model, place=place, start=start, stop=stop, user=user) is not None:
        raise UnableToSpeak(
            f"{place.name} is already recorded as using {model.title} at that time. Open its page, and use "
            "“Report a mistake” there if something is not right."
        )


def can_review(proposal: UseProposal, user: Reader) -> bool:
    """Nobody reviews what they proposed."""
    if not user.is_authenticated or proposal.by_id == user.pk:
        return False
    return bool(find_voices(user, model=proposal.practice_model, place=proposal.place))


def check_can_decide(proposal: UseProposal, user: User, *, accepts: bool, answer: str, confirms: str) -> None:
    if proposal.by_id == user.pk:
        raise UnableToSpeak("Someone else must review this, because you proposed it.")
    voices = find_voices(user, model=proposal.practice_model, place=proposal.place)
    if not voices:
        raise UnableToSpeak("Only the council, those the model comes from and moderators can review this.")
    if proposal.decision != UseProposal.Decision.WAITING:
        raise UnableToSpeak("This proposal has already been reviewed.")
    if not accepts and not answer.strip():
        raise UnableToSpeak("Say why, so that the person who proposed it can understand.")
    if confirms and not accepts:
        raise UnableToSpeak("Accept the proposal first, then confirm the date.")
    if confirms and not proposal.moved_on:
        raise UnableToSpeak("The proposal gives no date, so there is none to confirm.")
    if confirms and confirms not in voices and Voice.MODERATOR not in voices:
        raise UnableToSpeak("You can confirm the date for your own organisation only.")


def check_can_confirm(use: Adoption, user: User, *, by: str, source: Source | None) -> Start:
    """The start that is confirmed. People speak for themselves; what a source says is for moderators to record."""
    start = find_start(use.moves.all())
    if start is None or start.first is None:
        raise UnableToSpeak("There is no start date to confirm. Add one first.")
    voices = find_voices(user, model=use.practice_model, place=use.place)
    if source is None:
        if by == StartConfirmation.By.EVALUATION or by not in voices:
            raise UnableToSpeak("Only the council or those the model comes from can confirm this without a source.")
    elif Voice.MODERATOR not in voices:
        raise UnableToSpeak("Only a moderator can record that a source confirms the date.")
    if use.start_confirmations.filter(start=start.text, by=by).exists():
        raise UnableToSpeak("This start date has already been confirmed.")
    return start


def check_can_comment(use: Adoption, user: Reader) -> None:
    """Whom the model comes from, on what they can see."""
    seen = Record.objects.visible_to(user).filter(pk=use.pk).exists()
    if not seen or Voice.ORIGINATOR not in find_voices(user, model=use.practice_model, place=use.place):
        raise UnableToSpeak("Only the organisation that the model comes from can comment here.")


def can_take_over(use: Adoption, user: Reader) -> bool:
    """What others said of a council belongs to nobody until the council itself looks after it."""
    if use.organisation_id is not None or use.author_id is not None or use.is_withdrawn:
        return False
    return Voice.COUNCIL in find_voices(user, model=use.practice_model, place=use.place)


def check_can_take_over(use: Adoption, user: User, team: Team) -> None:
    if not can_take_over(use, user):
        raise UnableToSpeak("Only the council itself can look after this page, and only while no team does.")
    if team.organisation.place_id != use.place_id or not get_own_teams(user).filter(pk=team.pk).exists():
        raise UnableToSpeak("Choose one of your own teams in this council.")


def find_missing(*, must_keep: bool, answers: Mapping[str, Any]) -> dict[str, str]:
    """What a change to a part that must be kept leaves out, by field."""
    return {name: words for name, words in ASKED_OF_CORE.items() if must_keep and not answers.get(name)}


def check_change(*, must_keep: bool, answers: Mapping[str, Any]) -> None:
    if missing := find_missing(must_keep=must_keep, answers=answers):
        raise UnableToSpeak(f"{'. '.join(missing.values())}.")
