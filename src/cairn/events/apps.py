from django.apps import AppConfig
from django.core import checks


class EventsConfig(AppConfig):
    name = "cairn.events"

    def ready(self) -> None:
        from cairn.events import receivers, searchable  # noqa: F401 (connects the receivers)
        from cairn.events.forms import ROWS, get_sections
        from cairn.events.kinds import register_kinds
        from cairn.library.forms.rows import list_pages, register_rows
        from cairn.records.enums import RecordKind
        from cairn.records.sections import register_lists, register_sections

        register_kinds()
        searchable.register()
        register_sections(RecordKind.LEARNING_EVENT, get_sections)
        register_rows(RecordKind.LEARNING_EVENT, ROWS)
        register_lists(RecordKind.LEARNING_EVENT, list_pages)
        checks.register(check_known_events)


def check_known_events(app_configs, **kwargs) -> list[checks.CheckMessage]:
    from cairn.events import definitions  # needs the settings, not yet there when this is read

    return [checks.Error(str(problem), id="events.E001") for problem in definitions.find_problems()]
