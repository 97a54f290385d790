from django.apps import AppConfig
from django.core import checks


class VoiceConfig(AppConfig):
    name = "cairn.voice"

    def ready(self) -> None:
        from cairn.records.desk import register_question
        from cairn.records.enums import RecordKind
        from cairn.records.sections import register_sections
        from cairn.voice import receivers  # noqa: F401 (connects them)
        from cairn.voice.forms import get_challenge_sections, get_need_sections
        from cairn.voice.kinds import register_kinds
        from cairn.voice.questions import ask_about_challenge
        from cairn.voice.searchable import register_all

        register_kinds()
        register_all()
        register_sections(RecordKind.CHALLENGE, get_challenge_sections)
        register_sections(RecordKind.NEED, get_need_sections)
        register_question(ask_about_challenge)
        checks.register(check_safety_words)


def check_safety_words(app_configs, **kwargs) -> list[checks.CheckMessage]:
    from cairn.voice import safety  # needs the settings, not yet there when this is read

    return [checks.Error(str(problem), id="voice.E001") for problem in safety.find_problems()]
