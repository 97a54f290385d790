"""What reflections put on a desk: that something changed, and people should be asked again."""

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from cairn.accounts.models import User
from cairn.conditions.models import ConditionProfile
from cairn.conditions.queries import get_open_looks
from cairn.records.desk import DueItem

MOST = 10


def find_looks(user: User) -> list[DueItem]:
    """In one question to the database: where each leads is the newest reflection about it that the reader may see."""
    newest = ConditionProfile.objects.visible_to(user).filter(about=OuterRef("record")).order_by("-updated_at")
    looks = get_open_looks(user).annotate(profile=Subquery(newest.values("slug")[:1]))[:MOST]
    return [
        DueItem(
            title=look.record.title,
            action=f"{look.reason} Ask people again what helps and what gets in the way",
            url=reverse("conditions:reflection", args=[look.profile])
            if look.profile
            else f"{reverse('conditions:new-reflection')}?about={look.record.slug}",
            since=look.called_at,
        )
        for look in looks
    ]
