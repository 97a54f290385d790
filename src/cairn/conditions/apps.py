from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.core import checks


class ConditionsConfig(AppConfig):
    name = "cairn.conditions"

    def ready(self) -> None:
        from cairn.conditions import receivers, tasks  # noqa: F401 (connects the receivers)
        from cairn.conditions.kinds import KINDS
        from cairn.conditions.services.rounds import PURPOSE
        from cairn.notices.schedules import Schedule, register_schedule
        from cairn.records.registry import register_app
        from cairn.rooms.purposes import Purpose, register_purpose

        register_app(kinds=KINDS)
        about = "People say what helps and what gets in the way."
        page = "conditions:answer-in-room"
        register_purpose(
            Purpose(PURPOSE, "Reflection", about, keep_days=30, page=page, is_offered=False, has_questions=False)
        )
        label = "Close rounds of reflections whose last day is over"
        register_schedule(Schedule("conditions.close", label, tasks.close_rounds, every=timedelta(hours=1)))
        label = "Remind teams of regular communication"
        register_schedule(Schedule("groundwork.chase", label, tasks.chase_talks, hour=6))
        checks.register(check_definitions)


def check_definitions(**kwargs: Any) -> list[checks.CheckMessage]:
    from cairn.conditions.definitions import groundwork, statements  # need the settings

    problems = [*groundwork.find_problems(), *statements.find_problems()]
    return [checks.Error(str(problem), id="conditions.E001") for problem in problems]
