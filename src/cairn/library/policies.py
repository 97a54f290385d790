"""What may happen in the library. Each rule raises and says what to do instead."""

from cairn.accounts.models import Reader, User
from cairn.accounts.permissions import Permission
from cairn.library.models import ProjectCoach, ProjectUpdate
from cairn.library.queries.updates import get_needs
from cairn.places.models import Team
from cairn.places.policies import has_permission
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.policies import can_edit
from cairn.records.queries import get_own_teams

SHORT_LISTED = (RecordKind.PRACTICE_MODEL, RecordKind.PROJECT, RecordKind.METHOD)
MOST_KEPT = 20


class UnableToShortList(Exception):
    """This is nothing for a short list, or the list is full."""


def check_can_short_list(record: Record, *, kept: list[Record]) -> None:
    if record.kind not in SHORT_LISTED:
        raise UnableToShortList("Only models, projects and methods can be put on a short list.")
    if sum(one.pk != record.pk for one in kept) >= MOST_KEPT:
        raise UnableToShortList(f"A short list has room for {MOST_KEPT}. Take something off it first.")


class UnableToTell(Exception):
    """An update says nothing, somebody was not asked, or what was needed is not shown any more."""


def check_update(*, moved: str, stuck: str, needs: str, shows_need: bool) -> None:
    if not any(text.strip() for text in (moved, stuck, needs)):
        raise UnableToTell("Write what moved, where it is stuck or what it needs. One of the three is enough.")
    if shows_need and not needs.strip():
        raise UnableToTell("Write what it needs, or do not show it.")


def check_is_asked(coach: ProjectCoach, user: Reader) -> None:
    if coach.user_id != user.pk:
        raise UnableToTell("Only the person who was asked can accept.")


def check_can_offer(update: ProjectUpdate, user: Reader) -> None:
    """Others than the team, as long as what is needed is shown to them."""
    # By what is shown to this person now: the update itself is read by the team and its coach alone.
    if not get_needs(user).filter(pk=update.pk).exists():
        raise UnableToTell("The project does not show this any more. Look at “Help wanted” for what is open.")
    if can_edit(update.project, user):
        raise UnableToTell("This is your own project. Others see what it needs.")


class UnableToTakeIntoCare(Exception):
    """The entry has a team already, or this person may not give it one."""


def can_take_into_care(record: Record, user: Reader) -> bool:
    """An entry of the starter library belongs to nobody until an editor of the site gives it to one of their teams."""
    belongs_to_nobody = getattr(record, "starter_key", None) and record.organisation_id is None
    return bool(belongs_to_nobody and not record.is_withdrawn and has_permission(user, Permission.PAGES_EDIT))


def check_can_take_into_care(record: Record, user: User, team: Team) -> None:
    if not can_take_into_care(record, user):
        raise UnableToTakeIntoCare("Only an editor of the site may do this, and only while the entry has no team.")
    if not get_own_teams(user).filter(pk=team.pk).exists():
        raise UnableToTakeIntoCare("Choose one of your own teams.")
