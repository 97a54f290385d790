from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.core import checks


class VoiceConfig(AppConfig):
    name = "cairn.voice"

    def ready(self) -> None:
        from cairn.common.operations.ledger import register_replay
        from cairn.common.operations.retention import register_retention
        from cairn.common.operations.set_up import register_set_up_check
        from cairn.notices.schedules import Schedule, register_schedule
        from cairn.records.forms.safeguarding import register_safeguarding_check
        from cairn.records.registry import register_app
        from cairn.records.tables import register_withdrawn_check
        from cairn.search.searchable import register_page_kind
        from cairn.voice import receivers, services, tasks  # noqa: F401 (connects the receivers)
        from cairn.voice.definitions import sounds_like_a_safeguarding_concern
        from cairn.voice.desk import DUE
        from cairn.voice.kinds import KINDS
        from cairn.voice.notices import NOTICES
        from cairn.voice.panels import PANELS
        from cairn.voice.queries import has_withdrawn_words
        from cairn.voice.searchable import STORIES
        from cairn.voice.services.safeguarding import CLEARED
        from cairn.voice.services.stories import CLEARED as STORY_CLEARED
        from cairn.voice.services.taking_back import CLEARED as WORDS_CLEARED
        from cairn.voice.set_up import CHECKS

        # Safeguarding concerns are no records, so what is said of them belongs to no kind.
        register_app(kinds=KINDS, panels=PANELS, notices=NOTICES, due=DUE)
        checks.register(check_definitions)
        register_withdrawn_check(has_withdrawn_words)
        register_safeguarding_check(sounds_like_a_safeguarding_concern)
        register_retention(
            "worries", "The text of a safeguarding concern, after it is closed", 30, services.clear_old_concerns
        )
        register_replay(CLEARED, services.replay_clearing)
        register_replay(WORDS_CLEARED, services.replay_clearing_of_words)
        register_replay(STORY_CLEARED, services.replay_ending_of_story)
        register_page_kind(STORIES)
        label = "Send reminders about unread concerns"
        register_schedule(Schedule("safety.chase", label, tasks.chase_concerns, every=timedelta(minutes=15)))
        label = "Delete answers whose consent has ended"
        register_schedule(Schedule("voice.expire", label, tasks.expire_consents, every=timedelta(days=1)))
        label = "Delete stories whose consent has ended"
        register_schedule(Schedule("voice.end_stories", label, tasks.end_stories, every=timedelta(hours=1)))
        register_set_up_check(*CHECKS)


def check_definitions(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[checks.CheckMessage]:
    from cairn.voice import definitions, translations  # need the settings, not yet there when this is read

    problems = [*definitions.find_problems(), *translations.find_problems()]
    return [checks.Error(str(problem), id="voice.E001") for problem in problems]
