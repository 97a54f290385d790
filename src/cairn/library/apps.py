from django.apps import AppConfig
from django.core import checks


class LibraryConfig(AppConfig):
    name = "cairn.library"

    def ready(self) -> None:
        from cairn.common.panels import register_panel
        from cairn.library import forms, receivers, searchable, tasks  # noqa: F401 (connects the receivers)
        from cairn.library.desk import ask_for_update, find_coaching, show_needs
        from cairn.library.forms.rows import ROWS, list_pages
        from cairn.library.kinds import register_kinds
        from cairn.library.notices import register_notices
        from cairn.library.panels import show_judgements, show_welcome
        from cairn.library.queries.known import find_relatives
        from cairn.notices.schedules import MONDAY, Schedule, register_schedule
        from cairn.records.desk import register_due, register_question
        from cairn.records.enums import RecordKind
        from cairn.records.queries import register_relatives
        from cairn.records.sections import register_lists, register_sections

        register_kinds()
        register_relatives(find_relatives)
        searchable.register_all()
        checks.register(check_starter)
        for kind, sections in (
            (RecordKind.PROGRAMME, forms.get_programme_sections),
            (RecordKind.ROUND, forms.get_round_sections),
            (RecordKind.PRACTICE_MODEL, forms.get_model_sections),
            (RecordKind.PROJECT, forms.get_project_sections),
            (RecordKind.METHOD, forms.get_method_sections),
            (RecordKind.EVALUATION_REPORT, forms.get_report_sections),
            (RecordKind.CLAIM, forms.get_claim_sections),
        ):
            register_sections(kind, sections)
        for kind in ROWS:
            register_lists(kind, list_pages)
        register_panel("council", "reported-judgements", show_judgements)
        register_panel("desk", "welcome", show_welcome)
        register_panel("desk", "help-wanted", show_needs)
        register_notices()
        register_due(find_coaching)
        register_question(ask_for_update)
        label = "Look whether addresses of sources still work (CAIRN_CHECK_LINKS)"
        register_schedule(Schedule("library.links", label, tasks.look_at_links, hour=4, weekday=MONDAY))


def check_starter(app_configs, **kwargs) -> list[checks.CheckMessage]:
    # They need the settings, which are not yet there when this is read.
    from cairn.library.definitions import programmes, starter, vocabularies

    problems = [*starter.find_problems(), *programmes.find_problems(), *vocabularies.find_problems()]
    return [checks.Error(str(problem), id="library.E001") for problem in problems]
