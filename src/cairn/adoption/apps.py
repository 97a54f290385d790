from django.apps import AppConfig


class AdoptionConfig(AppConfig):
    name = "cairn.adoption"

    def ready(self) -> None:
        from cairn.adoption import receivers, searchable, tasks  # noqa: F401 (connects the receivers)
        from cairn.adoption.desk import find_reviews
        from cairn.adoption.forms import get_sections
        from cairn.adoption.kinds import register_kinds
        from cairn.adoption.notices import register_notices
        from cairn.adoption.panels import register_panels
        from cairn.adoption.queries import find_linked_models, find_uses
        from cairn.library.queries.known import register_knowledge, register_links
        from cairn.notices.schedules import Schedule, register_schedule
        from cairn.records.desk import register_due
        from cairn.records.enums import RecordKind
        from cairn.records.sections import register_sections

        register_kinds()
        register_links(find_linked_models)
        register_knowledge("uses", find_uses)
        searchable.register()
        register_panels()
        register_notices()
        register_due(find_reviews)
        label = "Tell teams that a look at whether something lasts is overdue"
        register_schedule(Schedule("embedding.chase", label, tasks.chase_reviews, hour=6))
        register_sections(RecordKind.ADOPTION, get_sections)
