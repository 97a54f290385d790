from datetime import timedelta

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "cairn.decisions"

    def ready(self) -> None:
        from cairn.decisions import receivers, tasks  # noqa: F401 (connects the receivers)
        from cairn.decisions.kinds import KINDS
        from cairn.decisions.policies import check_has_needs
        from cairn.decisions.queries import find_uses
        from cairn.decisions.services.together import TOGETHER
        from cairn.library.policies import register_stage_rule
        from cairn.notices.schedules import Schedule, register_schedule
        from cairn.records.registry import register_app
        from cairn.rooms.purposes import register_purpose
        from cairn.voice.queries import register_uses

        register_app(kinds=KINDS)
        register_purpose(TOGETHER)
        register_stage_rule(check_has_needs)
        register_uses(find_uses)
        register_schedule(
            Schedule("decisions.count", "Count votes that have ended", tasks.count_votes, every=timedelta(minutes=5))
        )
        label = "Overwrite votes and words that were deleted"
        register_schedule(Schedule("decisions.overwrite", label, tasks.overwrite_votes, every=timedelta(days=1)))
