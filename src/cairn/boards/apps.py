from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks


class BoardsConfig(AppConfig):
    name = "cairn.boards"

    def ready(self) -> None:
        from datetime import timedelta

        from wagtail.models import WorkflowState
        from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted

        from cairn.boards import receivers, tasks  # noqa: F401 (connects the receivers)
        from cairn.boards.desk import find_boards, find_followed
        from cairn.boards.forms.editing import make_edit_handler
        from cairn.boards.models import BoardPage
        from cairn.boards.notices import NOTICES
        from cairn.boards.panels import PANELS
        from cairn.boards.searchable import BOARDS
        from cairn.boards.views.reading import show_draft
        from cairn.notices.schedules import Schedule, register_schedule
        from cairn.records.registry import register_app
        from cairn.search.searchable import register_page_kind

        # Both stand above models, so the model cannot name them itself.
        BoardPage.show_draft = staticmethod(show_draft)
        BoardPage.edit_handler = make_edit_handler()
        register_app(panels=PANELS, notices=NOTICES, due=(find_boards,), followed=(find_followed,))
        register_page_kind(BOARDS)
        label = "Publish scheduled boards"
        register_schedule(Schedule("boards.publish", label, tasks.publish_scheduled, every=timedelta(minutes=5)))
        checks.register(check_boards)
        # Wagtail's own mails hold titles and words of the decision; our notices say that there is news.
        for signal, name in (
            (workflow_submitted, "submitted"),
            (workflow_approved, "approved"),
            (workflow_rejected, "rejected"),
        ):
            signal.disconnect(sender=WorkflowState, dispatch_uid=f"workflow_state_{name}_email_notification")


def check_boards(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    from cairn.boards import definitions  # needs the settings, not yet there when this is read

    return [checks.Error(str(problem), id="boards.E001") for problem in definitions.find_problems()]
