from django.apps import AppConfig
from django.core import checks


class PlacesConfig(AppConfig):
    name = "cairn.places"

    def ready(self) -> None:
        from cairn.common.panels import register_panel
        from cairn.places import receivers  # noqa: F401 (connects them)
        from cairn.places.panels import PANELS

        for panel in PANELS:
            register_panel(panel)
        checks.register(check_definitions)


def check_definitions(app_configs, **kwargs) -> list[checks.CheckMessage]:
    from cairn.places.definitions import find_problems  # needs the settings, not yet there when Django reads this file

    return [checks.Error(str(problem), id="places.E001") for problem in find_problems()]
