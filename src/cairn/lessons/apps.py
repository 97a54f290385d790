from django.apps import AppConfig


class LessonsConfig(AppConfig):
    name = "cairn.lessons"

    def ready(self) -> None:
        from cairn.common.operations.ledger import register_replay
        from cairn.common.operations.retention import register_retention
        from cairn.common.panels import register_panel
        from cairn.lessons import forms, panels, receivers, services  # noqa: F401 (receivers connect themselves)
        from cairn.lessons.desk import find_nameless, find_to_clear
        from cairn.lessons.kinds import register_kinds
        from cairn.lessons.notices import register_notices
        from cairn.lessons.queries import find_lessons
        from cairn.lessons.searchable import register_all
        from cairn.lessons.services.nameless import TAKEN_BACK
        from cairn.library.queries.known import register_knowledge
        from cairn.records.desk import register_due
        from cairn.records.enums import RecordKind
        from cairn.records.sections import register_sections

        register_kinds()
        register_all()
        register_knowledge("lessons", find_lessons)
        register_notices()
        register_sections(RecordKind.LESSON, forms.get_lesson_sections)
        register_sections(RecordKind.INSIGHT, forms.get_insight_sections)
        register_sections(RecordKind.QUESTION, forms.get_question_sections)
        for kind in panels.LEARNT_FROM:
            register_panel(kind, "lessons", panels.show_lessons)
        register_panel(RecordKind.CHALLENGE, "same-lesson", panels.show_gathered)
        register_due(find_to_clear)
        register_due(find_nameless)
        register_replay(TAKEN_BACK, services.replay_taking_back)
        register_retention("unsent_lessons", "Lessons without names that were never sent", 90, services.forget_unsent)
        register_retention(
            "unanswered_requests", "Requests to agree that nobody answered", 90, services.forget_requests
        )
