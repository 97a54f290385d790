from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks


class IndicatorsConfig(AppConfig):
    name = "cairn.indicators"

    def ready(self) -> None:
        from cairn.actions.additions import Addition, register_addition
        from cairn.common.operations.retention import register_retention
        from cairn.common.operations.set_up import register_set_up_check
        from cairn.indicators import receivers, tasks  # noqa: F401 (connects the receivers)
        from cairn.indicators.desk import find_figures_step, find_followed, find_moved
        from cairn.indicators.notices import NOTICES
        from cairn.indicators.panels import PANELS, describe_expected, find_measure_step
        from cairn.indicators.queries import get_councils_like
        from cairn.indicators.services import delete_unfinished_imports
        from cairn.indicators.set_up import CHECKS
        from cairn.notices.schedules import MONDAY, Schedule, register_schedule
        from cairn.records.desk import register_councils_like
        from cairn.records.registry import register_app

        register_app(
            panels=PANELS,
            notices=NOTICES,
            followed=(find_followed,),
            first_steps=(find_figures_step,),
            digest=(find_moved,),
        )
        register_addition(Addition(find_measure_step, describe_expected))
        register_councils_like(get_councils_like)
        label = "Check for new releases of figures (if CAIRN_FETCH_BY_ITSELF is set)"
        register_schedule(Schedule("data.look", label, tasks.look_for_releases, hour=5, weekday=MONDAY))
        register_retention("imports", "Figures from an import that was interrupted", 1, delete_unfinished_imports)
        checks.register(check_definitions)
        register_set_up_check(*CHECKS)


def check_definitions(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    from cairn.indicators.definitions import find_problems  # needs the settings, not yet there when Django reads this

    return [checks.Error(str(problem), id="indicators.E001") for problem in find_problems()]
