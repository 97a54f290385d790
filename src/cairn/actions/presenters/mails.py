"""What mails carry: answers in one click, and an invitation."""

from datetime import datetime

from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from cairn.accounts.models import User
from cairn.actions.enums import Act
from cairn.actions.models import Action, ActionInvitation
from cairn.actions.queries import is_owner
from cairn.notices.kinds import NoticeText
from cairn.notices.presenters.mails import compose_for_outsider

SALT = "cairn.actions.answer"
ANSWERS = {
    Act.DONE.value: "It is done",
    Act.DATE_MOVED.value: "I need more time",
    Act.STUCK.value: "I am stuck",
    Act.DROPPED.value: "It will not be done",
}
ANSWER_LASTS = 60 * 24 * 60 * 60  # seconds in which a link of a mail can be used


def make_answer_links(action: Action, user: User) -> tuple[tuple[str, str], ...]:
    """Answers that the owner gives from a mail; each leads to a page that asks to confirm."""
    return tuple(
        (label, reverse("actions:answer", args=[signing.dumps([user.key, action.slug, act], salt=SALT)]))
        for act, label in ANSWERS.items()
    )


def read_answer_link(token: str) -> tuple[User, Action, str] | None:
    """Whose link it is, about what; None unless that person owns the action now."""
    try:
        key, slug, act = signing.loads(token, salt=SALT, max_age=ANSWER_LASTS)
    except (signing.BadSignature, ValueError):
        return None
    user = User.objects.filter(key=key, is_active=True).first()
    action = Action.objects.filter(slug=slug).first()
    if user is None or action is None or not is_owner(action, user):
        return None
    return user, action, act


def compose_invitation(invitation: ActionInvitation, *, at: datetime) -> EmailMultiAlternatives | None:
    """Names who asks and nothing of the action: the address may be mistyped."""
    if not invitation.is_open(at=at) or invitation.action.is_withdrawn:
        return None
    who = invitation.invited_by.name if invitation.invited_by else "Someone"
    sentence = (
        "Open the link within two weeks to read it and to answer. You see this one action and nothing else. "
        "If you do not know what this is, do nothing."
    )
    path = reverse("actions:invitation", args=[invitation.key])
    return compose_for_outsider(NoticeText(f"{who} asks you to take on an action", sentence, path), to=invitation.email)
