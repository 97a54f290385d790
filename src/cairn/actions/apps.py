from datetime import timedelta

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "cairn.actions"

    def ready(self) -> None:
        from cairn.actions import receivers, services, tasks  # noqa: F401 (connects the receivers)
        from cairn.actions.kinds import KINDS
        from cairn.common.operations.retention import register_retention
        from cairn.notices.schedules import Schedule, register_schedule
        from cairn.records.registry import register_app

        register_app(kinds=KINDS)
        register_retention(
            "action_invitations",
            "E-mail addresses of people who did not answer when they were asked to own an action",
            30,
            services.clear_old_invitations,
        )
        label = "Send reminders about actions"
        register_schedule(Schedule("actions.chase", label, tasks.chase_actions, every=timedelta(hours=1)))
