from typing import Any

from django.apps import AppConfig
from django.core import checks


class ConditionsConfig(AppConfig):
    name = "cairn.conditions"

    def ready(self) -> None:
        from cairn.conditions import receivers, tasks  # noqa: F401 (connects the receivers)
        from cairn.conditions.kinds import KINDS
        from cairn.notices.schedules import Schedule, register_schedule
        from cairn.records.registry import register_app

        register_app(kinds=KINDS)
        label = "Remind teams of regular communication"
        register_schedule(Schedule("groundwork.chase", label, tasks.chase_talks, hour=6))
        checks.register(check_definitions)


def check_definitions(**kwargs: Any) -> list[checks.CheckMessage]:
    from cairn.conditions.definitions.groundwork import find_problems  # needs the settings

    return [checks.Error(str(problem), id="conditions.E001") for problem in find_problems()]
