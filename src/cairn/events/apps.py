from django.apps import AppConfig
from django.core import checks


class EventsConfig(AppConfig):
    name = "cairn.events"

    def ready(self) -> None:
        from cairn.events import receivers  # noqa: F401 (connects them)
        from cairn.events.kinds import KINDS
        from cairn.records.registry import register_app

        register_app(kinds=KINDS)
        checks.register(check_known_events)


def check_known_events(app_configs, **kwargs) -> list[checks.CheckMessage]:
    from cairn.events import definitions  # needs the settings, not yet there when this is read

    return [checks.Error(str(problem), id="events.E001") for problem in definitions.find_problems()]
