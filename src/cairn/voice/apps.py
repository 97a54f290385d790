from datetime import timedelta

from django.apps import AppConfig
from django.core import checks


class VoiceConfig(AppConfig):
    name = "cairn.voice"

    def ready(self) -> None:
        from cairn.common.operations.ledger import register_replay
        from cairn.common.operations.retention import register_retention
        from cairn.common.panels import register_panel
        from cairn.notices.schedules import Schedule, register_schedule
        from cairn.records.desk import register_due, register_question
        from cairn.records.enums import RecordKind
        from cairn.records.forms.worries import register_worry_check
        from cairn.records.sections import register_sections
        from cairn.voice import receivers, services, tasks  # noqa: F401 (connects the receivers)
        from cairn.voice.definitions import sounds_like_a_safety_worry
        from cairn.voice.desk import find_posts_to_agree, find_worries, show_posts
        from cairn.voice.forms import get_challenge_sections, get_need_sections
        from cairn.voice.kinds import register_kinds
        from cairn.voice.notices import register_notices
        from cairn.voice.questions import ask_about_challenge
        from cairn.voice.searchable import register_all
        from cairn.voice.services.worries import CLEARED

        register_kinds()
        register_all()
        register_sections(RecordKind.CHALLENGE, get_challenge_sections)
        register_sections(RecordKind.NEED, get_need_sections)
        register_question(ask_about_challenge)
        checks.register(check_safety_words)
        register_worry_check(sounds_like_a_safety_worry)
        register_notices()
        register_due(find_worries)
        register_due(find_posts_to_agree)
        register_panel("organisation", "safety", show_posts)
        register_retention(
            "worries", "The words of a worry about safety, after it is closed", 30, services.clear_old_worries
        )
        register_replay(CLEARED, services.replay_clearing)
        label = "Say again that a worry about safety waits for its first reader"
        register_schedule(Schedule("safety.chase", label, tasks.chase_worries, every=timedelta(minutes=15)))


def check_safety_words(app_configs, **kwargs) -> list[checks.CheckMessage]:
    from cairn.voice import definitions  # needs the settings, not yet there when this is read

    return [checks.Error(str(problem), id="voice.E001") for problem in definitions.find_problems()]
