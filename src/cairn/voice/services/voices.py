"""Which answers stand behind a need: a person reads them, groups them and gives each group its name."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from cairn.accounts.models import User
from cairn.audit import services as audit
from cairn.voice import policies
from cairn.voice.models import Need, NeedVoice
from cairn.voice.queries import get_answers_to_link


@transaction.atomic
def link_answers(*, need: Need, numbers: Collection[int], theme: str, is_quoted: bool, by: User, at: datetime) -> int:
    """Put answers under a theme of a need; how many they were. One that is there already moves to the theme."""
    policies.check_can_link_answers(by, need)
    found = list(get_answers_to_link(by, day=localdate(at)).filter(pk__in=numbers))
    for one in found:
        NeedVoice.objects.update_or_create(
            need=need, contribution=one, defaults={"theme": theme, "is_quoted": is_quoted}
        )
    audit.record("listening.linked", target="record", key=need.slug, by=by, at=at, number=len(found))
    return len(found)


@transaction.atomic
def unlink_answers(*, need: Need, numbers: Collection[int], by: User, at: datetime) -> int:
    policies.check_can_link_answers(by, need)
    number, _ = NeedVoice.objects.filter(need=need, contribution__in=numbers).delete()
    audit.record("listening.unlinked", target="record", key=need.slug, by=by, at=at, number=number)
    return number
