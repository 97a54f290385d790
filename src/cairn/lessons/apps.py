from django.apps import AppConfig


class LessonsConfig(AppConfig):
    name = "cairn.lessons"

    def ready(self) -> None:
        from cairn.lessons import forms, receivers  # noqa: F401 (connects them)
        from cairn.lessons.kinds import register_kinds
        from cairn.lessons.searchable import register_all
        from cairn.records.enums import RecordKind
        from cairn.records.sections import register_sections

        register_kinds()
        register_all()
        register_sections(RecordKind.LESSON, forms.get_lesson_sections)
        register_sections(RecordKind.INSIGHT, forms.get_insight_sections)
