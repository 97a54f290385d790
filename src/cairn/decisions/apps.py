from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "cairn.decisions"

    def ready(self) -> None:
        from cairn.decisions import receivers  # noqa: F401 (connects the receivers)
        from cairn.decisions.kinds import KINDS
        from cairn.decisions.policies import check_has_needs
        from cairn.decisions.queries import find_uses
        from cairn.library.policies import register_stage_rule
        from cairn.records.registry import register_app
        from cairn.voice.queries import register_uses

        register_app(kinds=KINDS)
        register_stage_rule(check_has_needs)
        register_uses(find_uses)
