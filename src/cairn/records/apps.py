from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "cairn.records"

    def ready(self) -> None:
        from cairn.common.operations.ledger import register_replay
        from cairn.records import due, receivers  # noqa: F401 (connects them)
        from cairn.records.desk import register_due
        from cairn.records.notices import register_notices
        from cairn.records.services.sharing import WITHDRAWN, replay_withdrawal

        register_replay(WITHDRAWN, replay_withdrawal)
        register_notices()
        for find in (due.find_reports, due.find_reviews, due.find_drafts):
            register_due(find)
