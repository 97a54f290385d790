from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.core import checks


class EventsConfig(AppConfig):
    name = "cairn.events"

    def ready(self) -> None:
        from cairn.common.operations.retention import register_retention
        from cairn.events import receivers, tasks  # noqa: F401 (connects the receivers)
        from cairn.events.kinds import KINDS
        from cairn.events.services.files import delete_old_files_with_names
        from cairn.notices.schedules import Schedule, register_schedule
        from cairn.records.registry import register_app

        register_app(kinds=KINDS)
        label = "Remind people who booked a learning event"
        register_schedule(Schedule("events.remind", label, tasks.remind_bookers, every=timedelta(minutes=30)))
        kept = "Badges and door sheets of learning events"
        register_retention("event_papers", kept, 1, delete_old_files_with_names)
        checks.register(check_known_events)


def check_known_events(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    from cairn.events import definitions  # needs the settings, not yet there when this is read

    return [checks.Error(str(problem), id="events.E001") for problem in definitions.find_problems()]
