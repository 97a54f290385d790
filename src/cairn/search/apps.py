from django.apps import AppConfig
from django.core import checks
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "cairn.search"

    def ready(self) -> None:
        from cairn.notices.schedules import Schedule, register_schedule
        from cairn.search import receivers, tasks
        from cairn.search.notices import register_notices
        from cairn.search.panels import register_panels

        checks.register(check_synonyms)
        post_migrate.connect(receivers.keep_up, sender=self)
        register_notices()
        register_panels()
        # Before the daily mails, so that they carry it.
        register_schedule(Schedule("search.found", "Look for what is new in saved searches", tasks.tell_of_new, hour=6))


def check_synonyms(app_configs, **kwargs) -> list[checks.CheckMessage]:
    from cairn.search.language.synonyms import (
        find_problems,  # needs the settings, not yet there when Django reads this file
    )

    return [checks.Error(str(problem), id="search.E001") for problem in find_problems()]
