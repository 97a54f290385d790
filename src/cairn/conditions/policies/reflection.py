"""What may happen in a reflection. Each rule raises and says what to do instead."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from cairn.accounts.models import Reader, User
from cairn.conditions.models import ConditionProfile, ReflectionRound, Respondent
from cairn.records import policies as records
from cairn.records.enums import RecordKind
from cairn.records.models import Record

SUBJECTS = (RecordKind.PROJECT, RecordKind.ADOPTION)
FEWEST_AGENCIES, MOST_AGENCIES, LONGEST_AGENCY = 2, 10, 40
LONGEST = timedelta(days=92)
MOST_INVITED = 60  # to one round


class UnableToReflect(records.UnableToChangeRecord):
    """The sentence says why, and what to do instead."""


def list_subjects() -> tuple[str, ...]:
    return tuple(str(kind) for kind in SUBJECTS)


def check_subject(about: Record | None, user: User) -> None:
    """What it is about; None is the organisation of the team."""
    if about is None:
        return
    if about.kind not in SUBJECTS or not Record.objects.visible_to(user).filter(pk=about.pk).exists():
        raise UnableToReflect("A reflection is about a project, or about a council using a model. Choose one of those.")


def can_run(profile: ConditionProfile, user: Reader) -> bool:
    return records.can_edit(profile, user)


def check_can_run(profile: ConditionProfile, user: User) -> None:
    """Opening and closing rounds, asking people, removing words."""
    records.check_can_edit(profile, user)


def check_can_open(profile: ConditionProfile, user: User, *, reason: str) -> None:
    check_can_run(profile, user)
    rounds = profile.rounds.all()
    if any(not one.is_closed for one in rounds):
        raise UnableToReflect("A round is open already. Close it before you open another one.")
    if profile.team is None:
        raise UnableToReflect(
            "People must know which team will see the result, and this belongs to no team. Ask your coordinator to add "
            "you to one, and start a new reflection."
        )
    if rounds and not reason:
        raise UnableToReflect("Enter why you ask people again. They read it before they answer.")


def check_last_day(day: date, *, at: datetime) -> None:
    today = localdate(at)
    if not today <= day <= today + LONGEST:
        raise UnableToReflect(
            f"{day:%-d %B %Y} is not possible. Choose a day from today until {today + LONGEST:%-d %B %Y}."
        )


def check_agencies(agencies: Sequence[str]) -> None:
    number = len(agencies)
    if not FEWEST_AGENCIES <= number <= MOST_AGENCIES:
        raise UnableToReflect(
            f"You gave {number} agenc{'y' if number == 1 else 'ies'}. Enter {FEWEST_AGENCIES} to {MOST_AGENCIES}, one "
            "on each line."
        )
    if too_long := next((one for one in agencies if len(one) > LONGEST_AGENCY), ""):
        raise UnableToReflect(
            f"“{too_long[:30]}…” has {len(too_long)} characters. Shorten it to {LONGEST_AGENCY} or fewer."
        )
    if len({one.casefold() for one in agencies}) < number:
        raise UnableToReflect("An agency is in the list twice. Delete one of the two lines.")


def check_is_open(round: ReflectionRound, *, at: datetime) -> None:
    if not round.takes_answers(at=at):
        raise UnableToReflect(
            "This round has closed and takes no more answers. If you still want to say something, tell the team that "
            "asked you."
        )


def check_can_answer(round: ReflectionRound, respondent: Respondent | None, *, at: datetime) -> None:
    check_is_open(round, at=at)
    if respondent is not None and respondent.has_answered:
        raise UnableToReflect(
            "You have already answered. Answers cannot be changed, because nothing here says which are yours."
        )
