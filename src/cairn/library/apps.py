from django.apps import AppConfig
from django.core import checks


class LibraryConfig(AppConfig):
    name = "cairn.library"

    def ready(self) -> None:
        from cairn.library import receivers, searchable  # noqa: F401 (connects the receivers)
        from cairn.library.forms import (
            get_claim_sections,
            get_model_sections,
            get_programme_sections,
            get_project_sections,
        )
        from cairn.library.kinds import register_kinds
        from cairn.records.enums import RecordKind
        from cairn.records.sections import register_sections

        register_kinds()
        searchable.register_all()
        checks.register(check_starter)
        register_sections(RecordKind.PROGRAMME, get_programme_sections)
        register_sections(RecordKind.PRACTICE_MODEL, get_model_sections)
        register_sections(RecordKind.PROJECT, get_project_sections)
        register_sections(RecordKind.CLAIM, get_claim_sections)


def check_starter(app_configs, **kwargs) -> list[checks.CheckMessage]:
    from cairn.library import programmes, starter  # need the settings, not yet there when Django reads this file

    problems = [*starter.find_problems(), *programmes.find_problems()]
    return [checks.Error(str(problem), id="library.E001") for problem in problems]
