from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "cairn.search"

    def ready(self) -> None:
        from cairn.notices.schedules import Schedule, register_schedule
        from cairn.records.registry import register_app
        from cairn.search import receivers, tasks
        from cairn.search.notices import NOTICES
        from cairn.search.panels import PANELS

        register_app(panels=PANELS, notices=NOTICES)
        checks.register(check_synonyms)
        post_migrate.connect(receivers.keep_up, sender=self)
        # Before the daily mails, so that they carry it.
        register_schedule(Schedule("search.found", "Tell people about new search results", tasks.notify_of_new, hour=6))


def check_synonyms(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    from cairn.search.language.synonyms import (
        find_problems,  # needs the settings, not yet there when Django reads this file
    )

    return [checks.Error(str(problem), id="search.E001") for problem in find_problems()]
