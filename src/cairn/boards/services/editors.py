"""Who may write boards: a group of Wagtail's that follows the roles of this site."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission

from cairn.accounts.models import SiteRole, User
from cairn.accounts.permissions import Permission as SitePermission
from cairn.accounts.roles import get_roles_with
from cairn.boards.models import BoardIndexPage

EDITORS = "Editors of boards"
# No "publish": what readers see is decided by the person named on the board, and by nobody else.
ALLOWED = ("add_page", "change_page")


def let_editors_write(shelf: BoardIndexPage) -> None:
    """The group with what it may do under the shelf, and everybody in it who has the role; safe to run again."""
    group, _ = Group.objects.get_or_create(name=EDITORS)
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=ALLOWED):
        GroupPagePermission.objects.get_or_create(group=group, page=shelf, permission=permission)
    group.user_set.set(User.objects.filter(pk__in=_get_editors().values("user")))


def _get_editors() -> Any:
    return SiteRole.objects.filter(role__in=get_roles_with(SitePermission.PAGES_EDIT))


def follow_roles(user: User) -> None:
    """Whoever becomes an editor of the site may write boards, and whoever is none any more may not."""
    group = Group.objects.filter(name=EDITORS).first()
    if group is None:
        return
    if _get_editors().filter(user=user).exists():
        group.user_set.add(user)
    else:
        group.user_set.remove(user)
