"""What boards bring into Wagtail's office: lists from which an editor chooses records and sources, and a way out."""

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.chooser import ChooserViewSet

from cairn.boards.views.choosing import quotes_to_choose, records_to_choose, sources_to_choose


@hooks.register("register_admin_viewset")
def register_choosers() -> list[ChooserViewSet]:
    return [quotes_to_choose, records_to_choose, sources_to_choose]


@hooks.register("register_admin_menu_item")
def lead_back() -> MenuItem:
    return MenuItem("Back to the site", reverse("records:desk"), icon_name="home", order=10)
