"""What boards bring into Wagtail's office: the lists from which an editor chooses records and sources."""

from wagtail import hooks

from cairn.boards.views.choosing import records_to_choose, sources_to_choose


@hooks.register("register_admin_viewset")
def register_choosers() -> list:
    return [records_to_choose, sources_to_choose]
