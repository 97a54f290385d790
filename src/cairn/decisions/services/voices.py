"""Which answers stand behind a decision."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.decisions.models import Decision, DecisionVoice
from cairn.decisions.services.you_said import tell_workers
from cairn.records.policies import check_can_edit
from cairn.voice.queries import get_words_to_link


@transaction.atomic
def link_answers(*, decision: Decision, numbers: Collection[int], is_quoted: bool, by: User, at: datetime) -> int:
    """Put answers behind a decision; how many they were. One that is there already is quoted or not, as chosen now."""
    check_can_edit(decision, by)
    found = list(get_words_to_link(by, day=localdate(at)).filter(pk__in=numbers))
    for one in found:
        DecisionVoice.objects.update_or_create(decision=decision, contribution=one, defaults={"is_quoted": is_quoted})
    if found:
        audit.record("decision.linked", target="record", key=decision.slug, by=by, at=at, number=len(found))
        tell_workers(decision=decision, at=at)
    return len(found)


@transaction.atomic
def unlink_answers(*, decision: Decision, numbers: Collection[int], by: User, at: datetime) -> int:
    check_can_edit(decision, by)
    number, _ = DecisionVoice.objects.filter(decision=decision, contribution__in=numbers).delete()
    if number:
        audit.record("decision.unlinked", target="record", key=decision.slug, by=by, at=at, number=number)
    return number
