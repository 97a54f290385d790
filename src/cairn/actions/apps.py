from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "cairn.actions"

    def ready(self) -> None:
        from cairn.actions.kinds import KINDS
        from cairn.records.registry import register_app

        register_app(kinds=KINDS)
