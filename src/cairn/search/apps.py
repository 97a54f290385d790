from django.apps import AppConfig
from django.core import checks


class SearchConfig(AppConfig):
    name = "cairn.search"

    def ready(self) -> None:
        from cairn.search import receivers  # noqa: F401 (connects them)

        checks.register(check_synonyms)


def check_synonyms(app_configs, **kwargs) -> list[checks.CheckMessage]:
    from cairn.search.synonyms import find_problems  # needs the settings, not yet there when Django reads this file

    return [checks.Error(str(problem), id="search.E001") for problem in find_problems()]
