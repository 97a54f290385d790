"""What may happen in the library. Each rule raises and says what to do instead."""

from collections.abc import Callable

from cairn.accounts.models import Reader, User
from cairn.accounts.permissions import Permission
from cairn.library.models import Guidance, Project, ProjectCoach, ProjectUpdate, Recommendation, SelfCheck
from cairn.library.queries.updates import get_needs
from cairn.places.models import Team
from cairn.places.policies import has_permission
from cairn.records.enums import RecordKind, Sharing
from cairn.records.models import Record
from cairn.records.policies import UnableToChangeRecord, can_edit
from cairn.records.queries import get_own_teams


class UnableToMove(UnableToChangeRecord):
    """A project is not ready for this stage; the sentence says what it still needs."""


StageRule = Callable[[Project, str], None]
_stage_rules: list[StageRule] = []


def register_stage_rule(rule: StageRule) -> None:
    """Called from `ready()` of an app above: what a project needs before a stage. It raises UnableToMove."""
    if rule not in _stage_rules:
        _stage_rules.append(rule)


def check_can_move(project: Project, move: str) -> None:
    for rule in _stage_rules:
        rule(project, move)


SHORT_LISTED = (RecordKind.PRACTICE_MODEL, RecordKind.PROJECT, RecordKind.METHOD)
MOST_KEPT = 20


class UnableToShortList(Exception):
    """This is nothing for a short list, or the list is full."""


def check_can_short_list(record: Record, *, kept: list[Record]) -> None:
    if record.kind not in SHORT_LISTED:
        raise UnableToShortList("Only models, projects and methods can be put on a short list.")
    if sum(one.pk != record.pk for one in kept) >= MOST_KEPT:
        raise UnableToShortList(f"A short list can hold {MOST_KEPT}. Remove something first.")


class UnableToTell(Exception):
    """An update says nothing, somebody was not asked, or what was needed is not shown any more."""


def check_update(*, moved: str, stuck: str, needs: str, shows_need: bool) -> None:
    if not any(text.strip() for text in (moved, stuck, needs)):
        raise UnableToTell("Enter what has moved, where you are stuck or what you need. One of the three is enough.")
    if shows_need and not needs.strip():
        raise UnableToTell("Enter what you need, or untick the box.")


def check_is_asked(coach: ProjectCoach, user: Reader) -> None:
    if coach.user_id != user.pk:
        raise UnableToTell("Only the person you invited can accept.")


def check_can_offer(update: ProjectUpdate, user: Reader) -> None:
    """Others than the team, as long as what is needed is shown to them."""
    # By what is shown to this person now: the update itself is read by the team and its coach alone.
    if not get_needs(user).filter(pk=update.pk).exists():
        raise UnableToTell("The project no longer asks for this. See “Help wanted” for open requests.")
    if can_edit(update.project, user):
        raise UnableToTell("This is your own project, so you cannot offer to help.")


class UnableToTakeIntoCare(Exception):
    """The entry has a team already, or this person may not give it one."""


def can_take_into_care(record: Record, user: Reader) -> bool:
    """An entry of the starter library belongs to nobody until an editor of the site gives it to one of their teams."""
    belongs_to_nobody = getattr(record, "starter_key", None) and record.organisation_id is None
    return bool(belongs_to_nobody and not record.is_withdrawn and has_permission(user, Permission.PAGES_EDIT))


def check_can_take_into_care(record: Record, user: User, team: Team) -> None:
    if not can_take_into_care(record, user):
        raise UnableToTakeIntoCare("Only an editor of the site can do this, and only while the entry has no team.")
    if not get_own_teams(user).filter(pk=team.pk).exists():
        raise UnableToTakeIntoCare("Choose one of your own teams.")


class UnableToSelfCheck(Exception):
    """The document cannot be seen, or says nothing that could be answered."""


def check_can_self_check(guidance: Guidance, user: User) -> None:
    if not Guidance.objects.visible_to(user).filter(pk=guidance.pk).exists():
        raise UnableToSelfCheck("Only people who can see the document can check themselves against it.")
    if not Recommendation.objects.visible_to(user).filter(guidance=guidance.pk).exists():
        raise UnableToSelfCheck("This document has no recommendations yet. Add the first one.")


def warn_before_sharing_a_check(check: SelfCheck, user: Reader) -> list[str]:
    """A frank answer helps only those who wrote it for themselves."""
    return [
        "Everyone you share this with can read every answer and note, including “Not yet”. Check the notes first: they "
        "must not identify a child or a family."
    ]


class UnableToCheckFact(Exception):
    """This person may not say of the fact that it still holds, or there is no such fact."""


def can_check_fact(record: Record, user: Reader) -> bool:
    """Those who may change a record, and for what everybody can read the editors of the site."""
    if record.is_withdrawn or not user.is_authenticated:
        return False
    if can_edit(record, user):
        return True
    is_public = record.live and record.sharing == Sharing.PUBLIC
    return is_public and has_permission(user, Permission.PAGES_EDIT)


def check_can_check_fact(record: Record, user: Reader) -> None:
    if not can_check_fact(record, user):
        raise UnableToCheckFact("Only the people who wrote this, or an editor of the site, can mark it as checked.")


class UnableToTakeSources(Exception):
    """Only editors bring in sources for everybody."""


def can_take_sources(user: Reader) -> bool:
    return user.is_authenticated and has_permission(user, Permission.PAGES_EDIT)


def check_can_take_sources(user: Reader) -> None:
    if not can_take_sources(user):
        raise UnableToTakeSources("Only an editor of the site can import sources.")


class UnableToNameOriginator(Exception):
    """Only a moderator may say for which organisation people speak."""


def can_name_originator(user: Reader) -> bool:
    return has_permission(user, Permission.USES_REVIEW)


def check_can_name_originator(user: Reader) -> None:
    if not can_name_originator(user):
        raise UnableToNameOriginator("Only a moderator can record which organisation a model comes from.")
