"""A council's right to reply: who must ask for one, who may give it, and when it is over."""

from datetime import date

from django.utils.timezone import localdate

from cairn.accounts.models import Reader
from cairn.accounts.permissions import Permission
from cairn.common.working_days import add_working_days
from cairn.evaluation.models import EvaluationPlan, EvaluationState, RightOfReply
from cairn.evaluation.queries.replies import get_present_right
from cairn.places.models import Circle, Organisation
from cairn.places.policies import has_permission
from cairn.places.queries.belonging import get_belonging
from cairn.records.enums import Sharing
from cairn.records.policies import UnableToShareRecord

WORKING_DAYS = 20
NARROW = (Sharing.TEAM, Sharing.ORGANISATION)


class UnableToReply(Exception):
    """Somebody else's to do, too early or too late."""


def get_last_day(told_on: date) -> date:
    return add_working_days(told_on, WORKING_DAYS)


def is_by_council(plan: EvaluationPlan) -> bool:
    """What a council finds out about itself is its own to publish."""
    return Organisation.objects.filter(pk=plan.organisation_id, place=plan.place_id).exists()


def needs_reply(plan: EvaluationPlan) -> bool:
    return not plan.place.is_fictional and not is_by_council(plan)


def check_sharing(plan: EvaluationPlan, sharing: str, circle: Circle | None = None, *, day: date | None = None) -> None:
    """Others read what outsiders found of a council once that council had its twenty working days to reply."""
    if not plan.is_locked:
        raise UnableToShareRecord("Lock the plan first. A draft stays with your team.")
    if sharing in NARROW or not needs_reply(plan):
        return
    right = get_present_right(plan)
    name = plan.place.name
    if right is None:
        raise UnableToShareRecord(
            f"{name} has a right to reply before others read this. Ask for its reply on the page of the result. "
            "You can share it beyond your organisation after 20 working days."
        )
    if right.ends_on is None:
        raise UnableToShareRecord(
            f"No one at {name} uses this site, so a moderator has to contact the council first. Its 20 working days "
            "start then."
        )
    if not right.is_over(day=day or localdate()):
        raise UnableToShareRecord(
            f"{name} has until {right.ends_on:%-d %B %Y} to reply. You can share this beyond your organisation after "
            "that day."
        )


def check_can_ask(plan: EvaluationPlan) -> None:
    """Of a locked plan with a result, about a council that is not the author's own."""
    if not needs_reply(plan):
        raise UnableToReply("Only an evaluation of another council needs a reply.")
    if not plan.evaluations.filter(state=EvaluationState.DONE).exists():
        raise UnableToReply("Wait for the result. A council can only reply to a finding.")


def check_can_record_contact(right: RightOfReply, user: Reader, how: str) -> None:
    """For a council with nobody on the site: a moderator says when and how it was told."""
    if not has_permission(user, Permission.REPORTS_ANSWER):
        raise UnableToReply("Only a moderator can record that a council was contacted.")
    if right.told_at is not None:
        raise UnableToReply("The council was already told, so its time to reply has started.")
    if not how.strip():
        raise UnableToReply("Enter how the council was told, for example “E-mail to the director’s office”.")


def can_speak_for(place: int, user: Reader) -> bool:
    """Whether somebody belongs to the council and may share what it owns."""
    if not user.is_authenticated:
        return False
    allowing = get_belonging(user).get_organisations_allowing(Permission.RECORD_SHARE)
    return Organisation.objects.filter(pk__in=allowing, place=place).exists()


def check_can_reply(right: RightOfReply, user: Reader, text: str, *, day: date) -> None:
    if not can_speak_for(right.place_id, user):
        raise UnableToReply(f"Only people of {right.place.name} who can share its records can reply for it.")
    if not text.strip():
        raise UnableToReply("Enter your reply.")
    if right.reply and right.is_over(day=day):
        raise UnableToReply(
            f"The time to reply ended on {right.ends_on:%-d %B %Y}. Your reply stays as it is. To correct a mistake, "
            "use “Report a mistake”."
        )
