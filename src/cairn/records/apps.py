from datetime import timedelta

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "cairn.records"

    def ready(self) -> None:
        from cairn.common.operations.ledger import register_replay
        from cairn.common.operations.retention import register_retention
        from cairn.notices.schedules import MONDAY, Schedule, register_schedule
        from cairn.records import receivers, tasks  # noqa: F401 (connects the receivers)
        from cairn.records.due import DUE, FIRST_STEPS, FOLLOWED, WORK
        from cairn.records.notices import NOTICES
        from cairn.records.panels import PANELS
        from cairn.records.queries import delete_old_saved_forms, delete_waiting_tables
        from cairn.records.registry import register_app
        from cairn.records.services.withdrawing import WITHDRAWN, replay_withdrawal

        register_app(panels=PANELS, notices=NOTICES, due=DUE, work=WORK, followed=FOLLOWED, first_steps=FIRST_STEPS)
        register_replay(WITHDRAWN, replay_withdrawal)
        label = "Check uploaded files again where a check broke off"
        register_schedule(Schedule("records.check", label, tasks.check_lost_attachments, every=timedelta(hours=1)))
        # An hour before the weekly e-mails, of which it becomes a part.
        label = "Prepare what the Monday e-mails say of each person’s desk"
        register_schedule(Schedule("desk.week", label, tasks.tell_of_the_week, hour=6, weekday=MONDAY))
        register_retention("typed", "Text typed into a form and never sent", 60, delete_old_saved_forms)
        register_retention("tables", "Imports waiting for confirmation", 14, delete_waiting_tables)
