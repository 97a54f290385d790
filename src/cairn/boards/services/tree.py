"""The pages under which boards stand, and the step before they are published."""

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site, Workflow, WorkflowPage, WorkflowTask

from cairn.boards.models import BoardIndexPage, NamedDeciderTask
from cairn.boards.services.editors import let_editors_write

WORKFLOW = "the approver"  # Wagtail's office writes it behind "Submit to" and "Resubmit to"


@transaction.atomic
def ensure_tree() -> BoardIndexPage:
    """The shelf of boards with its editors and its workflow; safe to run again."""
    shelf = BoardIndexPage.objects.first() or _make_shelf()
    let_editors_write(shelf)
    _ensure_workflow(shelf)
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
