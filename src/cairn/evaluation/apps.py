from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "cairn.evaluation"

    def ready(self) -> None:
        from cairn.adoption.queries import register_outcome
        from cairn.evaluation import receivers  # noqa: F401 (connects them)
        from cairn.evaluation.kinds import KINDS
        from cairn.evaluation.panels import PANELS
        from cairn.evaluation.presenters.uses import find_outcome
        from cairn.records.registry import register_app

        register_app(kinds=KINDS, panels=PANELS)
        register_outcome(find_outcome)
