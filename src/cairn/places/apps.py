from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks


class PlacesConfig(AppConfig):
    name = "cairn.places"

    def ready(self) -> None:
        from cairn.common.operations.retention import register_retention
        from cairn.common.operations.set_up import register_set_up_check
        from cairn.common.page_cache import register_remembered
        from cairn.common.panels import register_panel
        from cairn.places import receivers  # noqa: F401 (connects them)
        from cairn.places.panels import PANELS
        from cairn.places.queries import SESSION_KEY
        from cairn.places.services import delete_old_circle_invitations, delete_old_invitations
        from cairn.places.set_up import CHECKS

        register_remembered(SESSION_KEY)
        for panel in PANELS:
            register_panel(panel)
        register_retention(
            "invitations",
            "E-mail addresses of invitations that were accepted or have expired",
            30,
            delete_old_invitations,
        )
        register_retention(
            "circle_invitations",
            "E-mail addresses of invitations to a circle that have expired",
            30,
            delete_old_circle_invitations,
        )
        checks.register(check_definitions)
        register_set_up_check(*CHECKS)


def check_definitions(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    from cairn.places.definitions import find_problems  # needs the settings, not yet there when Django reads this file

    return [checks.Error(str(problem), id="places.E001") for problem in find_problems()]
