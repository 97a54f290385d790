from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "cairn.evaluation"

    def ready(self) -> None:
        from cairn.common.panels import register_panel
        from cairn.evaluation import receivers  # noqa: F401 (connects them)
        from cairn.evaluation.kinds import register_kinds
        from cairn.evaluation.panels import show_findings
        from cairn.evaluation.searchable import register_all

        register_kinds()
        register_all()
        register_panel("figures", "findings", show_findings)
