from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "cairn.actions"

    def ready(self) -> None:
        from cairn.actions.desk import find_due_actions
        from cairn.actions.forms import get_sections
        from cairn.actions.kinds import register_kinds
        from cairn.actions.panels import WITHOUT, show_actions
        from cairn.common.panels import register_panel
        from cairn.records.desk import register_due
        from cairn.records.enums import RecordKind
        from cairn.records.sections import register_sections

        register_kinds()
        register_sections(RecordKind.ACTION, get_sections)
        register_due(find_due_actions)
        for kind in RecordKind:
            if kind not in WITHOUT:
                register_panel(kind, "actions", show_actions)
