"""What lessons put on a desk."""

from django.urls import reverse

from cairn.accounts.models import User
from cairn.lessons.models import AnonymousDraft
from cairn.lessons.policies import can_clear
from cairn.lessons.queries import get_own_anonymous_drafts, get_to_clear
from cairn.records.desk import DueItem

MOST = 10


def find_to_clear(user: User) -> list[DueItem]:
    if not can_clear(user):
        return []
    return [
        DueItem(
            title="A lesson without names",
            action="Waiting for an editor. Check what is highlighted",
            url=reverse("lessons:clear", args=[draft.pk]),
            since=draft.written_at,
        )
        for draft in get_to_clear(user)[:MOST]
    ]


def find_anonymous_drafts(user: User) -> list[DueItem]:
    """One's own that are not sent yet, or that an editor has a question about."""
    own = get_own_anonymous_drafts(user).exclude(state=AnonymousDraft.State.WAITING)
    return [
        DueItem(
            title=draft.title,
            action="An editor has a question" if draft.question else "Not sent yet. Only you can see it",
            url=reverse("lessons:anonymous-check", args=[draft.pk]),
            since=draft.written_at,
        )
        for draft in own[:MOST]
    ]
