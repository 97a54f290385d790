"""That somebody has checked a translation, and in which languages a session is offered."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.voice import policies
from cairn.voice.models import ListeningSession, TranslationCheck
from cairn.voice.queries import get_checks
from cairn.voice.translations import Language


@transaction.atomic
def record_check(
    *, language: Language, read: str, checked_by: str, checked_on: date, by: User, at: datetime
) -> TranslationCheck:
    """`read` is the sum of the text that was on the page: another may be there by now."""
    policies.check_can_record_check(by, language, read=read)
    check = TranslationCheck.objects.create(
        language=language.code,
        sum=language.sum,
        checked_by=checked_by,
        checked_on=checked_on,
        recorded_by=by,
        recorded_at=at,
    )
    audit.record("translation.checked", target="translation", key=language.code, by=by, at=at)
    return check


@transaction.atomic
def end_check(*, language: Language, by: User, at: datetime) -> None:
    """Somebody found a mistake: from now on the pages are shown in English."""
    policies.check_can_check_translations(by)
    TranslationCheck.objects.filter(language=language.code, ended_at=None).update(ended_at=at)
    audit.record("translation.stopped", target="translation", key=language.code, by=by, at=at)


@transaction.atomic
def set_languages(*, session: ListeningSession, questions: Mapping[str, str], by: User, at: datetime) -> None:
    """The question in each language that is offered. Those that nobody has checked now keep what was written before."""
    policies.check_can_run(by, session)
    checked = get_checks()
    policies.check_are_checked(questions, checked)
    earlier = {code: words for code, words in session.questions.items() if code not in checked}
    session.questions = earlier | {code: words for code, words in questions.items() if words}
    session.save(update_fields=["questions"])
    audit.record("listening.languages", target="listening", key=session.key, by=by, at=at)
