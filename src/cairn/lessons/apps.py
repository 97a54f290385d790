from django.apps import AppConfig


class LessonsConfig(AppConfig):
    name = "cairn.lessons"

    def ready(self) -> None:
        from cairn.common.operations.ledger import register_replay
        from cairn.common.operations.retention import register_retention
        from cairn.lessons import receivers, services  # noqa: F401 (receivers connect themselves)
        from cairn.lessons.desk import find_lesson_step
        from cairn.lessons.kinds import KINDS
        from cairn.lessons.queries import find_lessons
        from cairn.lessons.services.anonymous import TAKEN_BACK
        from cairn.library.queries.known import register_knowledge
        from cairn.records.registry import register_app

        register_app(kinds=KINDS, first_steps=(find_lesson_step,))
        register_knowledge("lessons", find_lessons)
        register_replay(TAKEN_BACK, services.replay_taking_back)
        register_retention(
            "unsent_lessons", "Anonymous lessons that were never sent", 90, services.delete_unsent_drafts
        )
        register_retention(
            "unanswered_requests",
            "Unanswered requests for agreement",
            90,
            services.delete_unanswered_requests,
        )
