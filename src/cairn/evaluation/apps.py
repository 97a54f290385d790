from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "cairn.evaluation"

    def ready(self) -> None:
        from cairn.evaluation import receivers  # noqa: F401
