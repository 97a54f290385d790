from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "cairn.decisions"

    def ready(self) -> None:
        from cairn.decisions.kinds import KINDS
        from cairn.decisions.panels import PANELS
        from cairn.records.registry import register_app

        register_app(kinds=KINDS, panels=PANELS)
