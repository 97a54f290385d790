from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    name = "cairn.adoption"

    def ready(self) -> None:
        from cairn.adoption import receivers, searchable  # noqa: F401 (connects the receivers)
        from cairn.adoption.forms import get_sections
        from cairn.adoption.kinds import register_kinds
        from cairn.adoption.panels import register_panels
        from cairn.records.enums import RecordKind
        from cairn.records.sections import register_sections

        register_kinds()
        searchable.register()
        register_panels()
        register_sections(RecordKind.ADOPTION, get_sections)
