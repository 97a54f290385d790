from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks


class LibraryConfig(AppConfig):
    name = "cairn.library"

    def ready(self) -> None:
        from cairn.actions.queries import register_answers
        from cairn.common.operations.set_up import register_set_up_check
        from cairn.library import receivers, tasks  # noqa: F401 (connects the receivers)
        from cairn.library.desk import find_short_list_step
        from cairn.library.kinds import KINDS
        from cairn.library.panels import PANELS
        from cairn.library.presenters.judgements import list_points
        from cairn.library.queries.guidance import find_answers
        from cairn.library.queries.known import find_relatives
        from cairn.library.set_up import CHECKS
        from cairn.notices.schedules import MONDAY, Schedule, register_schedule
        from cairn.places.queries.journey import register_points
        from cairn.records.queries import register_relatives
        from cairn.records.registry import register_app

        register_app(kinds=KINDS, panels=PANELS, first_steps=(find_short_list_step,))
        register_relatives(find_relatives)
        register_answers(find_answers)
        register_points(list_points)
        checks.register(check_starter)
        register_set_up_check(*CHECKS)
        label = "Check source links (if CAIRN_CHECK_LINKS is set)"
        register_schedule(Schedule("library.links", label, tasks.look_at_links, hour=4, weekday=MONDAY))


def check_starter(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    # They need the settings, which are not yet there when this is read.
    from cairn.library.definitions import programmes, starter, vocabularies

    problems = [*starter.find_problems(), *programmes.find_problems(), *vocabularies.find_problems()]
    return [checks.Error(str(problem), id="library.E001") for problem in problems]
