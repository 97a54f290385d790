"""What people are told of actions. Owner, day and state are read when a mail is sent, never when it was queued."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.actions.additions import describe_results
from cairn.actions.models import Action, ActionInvitation
from cairn.actions.policies import can_find_owner
from cairn.actions.presenters import is_late, make_answer_links, needs_answer
from cairn.actions.queries import (
    BEFORE,
    LATE_AGAIN,
    count_shown,
    get_coordinators,
    get_reminded,
    get_reviewable,
    is_owner,
)
from cairn.notices.enums import Frequency, NoticeGroup
from cairn.notices.kinds import NoticeKind, NoticeText
from cairn.places.models import Organisation
from cairn.places.queries.belonging import get_belonging
from cairn.records.models import Record
from cairn.records.policies import can_edit

AT_ONCE = Frequency.IMMEDIATE


def _find(user: User, slug: str) -> Action | None:
    """An open action of which this person is reminded; None once they have left, or somebody else has it."""
    action = Action.objects.visible_to(user).select_related("owner", "author").filter(slug=slug).first()
    if action is None or not action.is_open or get_reminded(action) != user:
        return None
    return action if action.owner_id is None or is_owner(action, user) else None


def _say(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else ""


def render_given(user: User, about: str) -> NoticeText | None:
    action = _find(user, about)
    if action is None or action.owner_id != user.pk or not needs_answer(action):
        return None
    sentence = f"You are asked to do this by {_say(action.due_date)}. Say whether you will."
    return NoticeText(f"New action for you: {action.title}", sentence, action.get_absolute_url())


def render_due(user: User, about: str) -> NoticeText | None:
    action, today = _find(user, about), localdate()
    if action is None or action.waits_for_later or not action.due_date:
        return None
    if not today <= action.due_date <= today + BEFORE:
        return None
    heading = f"Action due on {_say(action.due_date)}: {action.title}"
    return NoticeText(heading, f"First step: {action.first_step}", action.get_absolute_url())


def render_overdue(user: User, about: str) -> NoticeText | None:
    action = _find(user, about)
    if action is None or not is_late(action, day=localdate()):
        return None
    sentence = f"It was due on {_say(action.due_date)}. How is it going?"
    links = make_answer_links(action, user) if action.owner_id == user.pk else ()
    return NoticeText(f"Action overdue: {action.title}", sentence, action.get_absolute_url(), links)


def render_still_overdue(user: User, about: str) -> NoticeText | None:
    action, today = _find(user, about), localdate()
    if action is None or not is_late(action, day=today) or today - LATE_AGAIN < action.due_date:  # type: ignore[operator]  # what is late has a day
        return None
    sentence = f"It was due on {_say(action.due_date)}. Change the date, or say what is stopping it."
    return NoticeText(f"Action still overdue: {action.title}", sentence, action.get_absolute_url())


def render_review(user: User, about: str) -> NoticeText | None:
    shown = Action.objects.visible_to(user).filter(get_reviewable(day=localdate()), slug=about)
    action = shown.select_related("owner", "author").first()
    if action is None or get_reminded(action) != user or not (action.owner_id is None or is_owner(action, user)):
        return None
    question = "Why has it not been done yet?" if action.is_open else "Has it lasted?"
    sentence = " ".join((question, *describe_results([action]).get(action.pk, ())))
    path = reverse("actions:act", args=[action.slug, "review"])
    return NoticeText(f"Time to review: {action.title}", sentence, path)


def render_stuck(user: User, about: str) -> NoticeText | None:
    """For the team with its title; for a coordinator who may not read it with the name of the team."""
    action = Action.objects.select_related("team", "organisation", "owner").filter(slug=about, state="stuck").first()
    if action is None or action.is_withdrawn:
        return None
    if Record.objects.visible_to(user).filter(pk=action.pk).exists():
        return NoticeText(
            f"Stuck: {action.title}", "Can you help? Read what it is stuck on.", action.get_absolute_url()
        )
    if action.team is None or not get_coordinators(action.organisation_id).filter(pk=user.pk).exists():
        return None
    sentence = "Only the team can read the action. Ask them what would help."
    return NoticeText(f"The team {action.team.name} is stuck with an action", sentence, action.team.get_absolute_url())


def render_answered(user: User, about: str) -> NoticeText | None:
    action = Action.objects.visible_to(user).select_related("owner").filter(slug=about).first()
    if action is None or not action.response or not can_edit(action, user):
        return None
    said = {"accepted": "said yes", "in_part": "said yes, in part", "not_now": "said not now"}[action.response]
    who = action.owner.name if action.owner else "The owner"
    return NoticeText(f"Answer to: {action.title}", f"{who} {said}.", action.get_absolute_url())


def render_without_owner(user: User, about: str) -> NoticeText | None:
    action = Action.objects.select_related("team").filter(slug=about).first()
    if action is None or not can_find_owner(action, user):
        return None
    is_read = Record.objects.visible_to(user).filter(pk=action.pk).exists()
    what = action.title if is_read else f"an action of the team {action.team.name if action.team else ''}".strip()
    sentence = "Its owner has left. Choose a new owner."
    return NoticeText(f"Action without an owner: {what}", sentence, reverse("actions:owner", args=[about]))


def render_refused(user: User, about: str) -> NoticeText | None:
    invitation = ActionInvitation.objects.select_related("action").filter(pk=about, invited_by=user).first()
    if invitation is None or not can_edit(invitation.action, user):
        return None
    sentence = f"The address {invitation.email} cannot receive e-mail. Check it, or choose another owner."
    path = reverse("actions:owner", args=[invitation.action.slug])
    return NoticeText(f"Invitation not delivered: {invitation.action.title}", sentence, path)


def render_summary(user: User, about: str) -> NoticeText | None:
    """The month of an organisation in a sentence, as far as its reader may see; None where there is nothing to say."""
    organisation = Organisation.objects.filter(slug=about, pk__in=get_belonging(user).organisations).first()
    if organisation is None:
        return None
    day = localdate()
    board = Action.objects.visible_to(user).filter(organisation=organisation)
    numbers = count_shown(board, day=day)
    since = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
    done = board.filter(done_date__gte=since, done_date__lt=day.replace(day=1)).count()
    if not (numbers["overdue"] or numbers["stuck"] or done):
        return None
    sentence = (
        f"{numbers['open']} open, {numbers['overdue']} overdue, {numbers['stuck']} stuck; {done} done in {since:%B}."
    )
    path = reverse("actions:organisation", args=[about])
    return NoticeText(f"Actions of {organisation.name}: the month", sentence, path)


NOTICES = (
    NoticeKind(
        "action.summary",
        "Monthly summary of your organisation’s actions",
        "For coordinators and readers, on the first of each month, if there is anything to say.",
        render_summary,
        group=NoticeGroup.DUTIES,
    ),
    NoticeKind(
        "action.given",
        "New action for you",
        "When someone asks you to take on an action.",
        render_given,
        AT_ONCE,
        group=NoticeGroup.ACTIONS,
    ),
    NoticeKind(
        "action.due",
        "An action is due soon",
        "A week before they are due.",
        render_due,
        group=NoticeGroup.ACTIONS,
    ),
    NoticeKind(
        "action.overdue",
        "An action is overdue",
        "The day after they were due.",
        render_overdue,
        AT_ONCE,
        group=NoticeGroup.ACTIONS,
    ),
    NoticeKind(
        "action.still_overdue",
        "An action is still overdue",
        "Two weeks after the date.",
        render_still_overdue,
        group=NoticeGroup.ACTIONS,
    ),
    NoticeKind(
        "action.review",
        "An action is due for review",
        "Six months on, or when you chose.",
        render_review,
        group=NoticeGroup.ACTIONS,
    ),
    NoticeKind(
        "action.stuck",
        "An action is stuck",
        "In your teams, or that you coordinate.",
        render_stuck,
        AT_ONCE,
        group=NoticeGroup.ACTIONS,
    ),
    NoticeKind(
        "action.answered",
        "Answers to your actions",
        "Whether someone takes on an action you asked for.",
        render_answered,
        group=NoticeGroup.ACTIONS,
    ),
    NoticeKind(
        "action.without_owner",
        "An action has no owner",
        "For coordinators: its owner has left.",
        render_without_owner,
        AT_ONCE,
        group=NoticeGroup.DUTIES,
    ),
    NoticeKind(
        "action.refused",
        "An invitation was not delivered",
        "To someone you asked to own an action.",
        render_refused,
        AT_ONCE,
        group=NoticeGroup.ACTIONS,
    ),
)
