from django.apps import AppConfig
from django.core import checks


class EvaluationConfig(AppConfig):
    name = "cairn.evaluation"

    def ready(self) -> None:
        from cairn.evaluation import receivers  # noqa: F401 (connects them)
        from cairn.evaluation.kinds import register_kinds

        register_kinds()
        checks.register(check_definitions)


def check_definitions(app_configs, **kwargs) -> list[checks.CheckMessage]:
    from cairn.evaluation.programmes import find_problems  # needs the settings, not yet there when Django reads this

    return [checks.Error(str(problem), id="evaluation.E001") for problem in find_problems()]
