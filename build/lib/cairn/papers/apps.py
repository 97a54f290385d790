from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "cairn.papers"

    def ready(self) -> None:
        from cairn.papers import receivers  # noqa: F401 (connects them)
        from cairn.papers.forms import get_sections
        from cairn.papers.kinds import register_kinds
        from cairn.records.enums import RecordKind
        from cairn.records.sections import register_sections

        register_kinds()
        register_sections(RecordKind.PAPER, get_sections)
