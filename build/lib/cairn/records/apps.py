from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "cairn.records"

    def ready(self) -> None:
        from cairn.common.operations.ledger import register_replay
        from cairn.common.operations.retention import register_retention
        from cairn.common.panels import register_panel
        from cairn.records import due, receivers  # noqa: F401 (connects them)
        from cairn.records.desk import register_due
        from cairn.records.notices import register_notices
        from cairn.records.panels import show_role
        from cairn.records.queries import forget_tables, forget_typed
        from cairn.records.services.sharing import WITHDRAWN, replay_withdrawal

        register_replay(WITHDRAWN, replay_withdrawal)
        register_notices()
        register_panel("desk", "role", show_role)
        register_retention("typed", "What somebody typed into a form and never sent", 60, forget_typed)
        register_retention("tables", "Tables of records that wait for a yes", 14, forget_tables)
        for find in (due.find_reports, due.find_reviews, due.find_drafts):
            register_due(find)
