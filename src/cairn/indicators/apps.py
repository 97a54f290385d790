from django.apps import AppConfig
from django.core import checks


class IndicatorsConfig(AppConfig):
    name = "cairn.indicators"

    def ready(self) -> None:
        checks.register(check_definitions)


def check_definitions(app_configs, **kwargs) -> list[checks.CheckMessage]:
    from cairn.indicators.definitions import find_problems  # needs the settings, not yet there when Django reads this

    return [checks.Error(str(problem), id="indicators.E001") for problem in find_problems()]
