"""The pages under which boards stand, who may write them, and the step before they are published."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Locale, Page, Site, Workflow, WorkflowPage, WorkflowTask

from cairn.accounts.models import SiteRole, User
from cairn.accounts.permissions import Permission as SitePermission
from cairn.accounts.roles import get_roles_with
from cairn.boards.models import BoardIndexPage, NamedDeciderTask

EDITORS = "Editors of boards"
WORKFLOW = "whoever decides"  # Wagtail's office writes it behind "Submit to" and "Resubmit to"
# No "publish": what readers see is decided by the person named on the board, and by nobody else.
ALLOWED = ("add_page", "change_page")


@transaction.atomic
def ensure_tree() -> BoardIndexPage:
    """The shelf of boards with its editors and its workflow; safe to run again."""
    shelf = BoardIndexPage.objects.first() or _make_shelf()
    group, _ = Group.objects.get_or_create(name=EDITORS)
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=ALLOWED):
        GroupPagePermission.objects.get_or_create(group=group, page=shelf, permission=permission)
    _ensure_workflow(shelf)
    group.user_set.set(User.objects.filter(pk__in=_editors().values("user")))
    return shelf


def _make_shelf() -> BoardIndexPage:
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    shelf = root.add_child(instance=BoardIndexPage(title="Innovation Insights boards", slug="boards", live=True))
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname="localhost", is_default_site=True)
    welcome = site.root_page if site.root_page_id else None
    site.root_page, site.site_name = shelf, settings.SITE_NAME
    site.save()
    # The page that Wagtail brings along for a start; nobody wrote in it.
    if welcome is not None and type(welcome.specific) is Page and not welcome.get_children().exists():
        welcome.delete()
    return shelf


def _ensure_workflow(shelf: BoardIndexPage) -> None:
    task = NamedDeciderTask.objects.first() or NamedDeciderTask()
    workflow = Workflow.objects.filter(workflow_tasks__task=task.pk).first() or Workflow()
    for one in (task, workflow):
        one.name = WORKFLOW
        one.save()
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=shelf, defaults={"workflow": workflow})


def _editors() -> Any:
    return SiteRole.objects.filter(role__in=get_roles_with(SitePermission.PAGES_EDIT))


def follow_roles(user: User) -> None:
    """Whoever becomes an editor of the site may write boards, and whoever is none any more may not."""
    group = Group.objects.filter(name=EDITORS).first()
    if group is None:
        return
    if _editors().filter(user=user).exists():
        group.user_set.add(user)
    else:
        group.user_set.remove(user)
