"""The office in which editors work, in Cairn's name: its look, the menu that they need, and what they can do there.

And lists from which an editor chooses records and sources for a board.
"""

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.chooser import ChooserViewSet

from cairn.boards.views.choosing import quotes_to_choose, records_to_choose, sources_to_choose

# Wagtail has more, about itself or about what this site does not use.
MENU = {"back-to-the-site", "explorer", "reports", "help"}
REPORTS = {"workflows": "Waiting for approval", "site-history": "What editors did"}
HELP = {"what-you-can-do-here", "keyboard-shortcuts-trigger"}


class Guide(Component):
    """What editors can do in the office, for the first page of it."""

    name = "guide"
    template_name = "boards/office_guide.html"
    order = 100
    media = Media()

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {"pages": reverse("wagtailadmin_explore_root")}


@hooks.register("register_admin_viewset")
def register_choosers() -> list[ChooserViewSet]:
    return [quotes_to_choose, records_to_choose, sources_to_choose]


@hooks.register("register_admin_menu_item")
def lead_back() -> MenuItem:
    return MenuItem("Back to the site", reverse("records:desk"), icon_name="home", order=10)


@hooks.register("register_help_menu_item")
def lead_to_guide() -> MenuItem:
    return MenuItem("What you can do here", reverse("wagtailadmin_home") + "#guide", icon_name="help", order=10)


@hooks.register("construct_main_menu")
def leave_what_is_used(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name in MENU]


@hooks.register("construct_reports_menu")
def leave_used_reports(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name in REPORTS]
    for item in items:
        item.label = REPORTS[item.name]


@hooks.register("construct_help_menu")
def leave_own_help(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name in HELP]


@hooks.register("construct_homepage_summary_items")
def leave_numbers_out(request: HttpRequest, items: list[Component]) -> None:
    items.clear()


@hooks.register("construct_homepage_panels")
def add_guide(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(Guide())


@hooks.register("insert_global_admin_css")
def add_look() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("cairn/office.css"))
