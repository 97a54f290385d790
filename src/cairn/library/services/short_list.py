"""What somebody keeps."""

from datetime import datetime

from django.db import transaction

from cairn.accounts.models import User
from cairn.library import policies
from cairn.library.models import ShortListed
from cairn.library.queries import get_short_list
from cairn.records.models import Record


@transaction.atomic
def add_to_short_list(*, record: Record, by: User, at: datetime) -> None:
    User.objects.select_for_update().get(pk=by.pk)  # two at once would both find the last place free
    policies.check_can_short_list(record, kept=get_short_list(by))
    ShortListed.objects.get_or_create(user=by, record_id=record.pk, defaults={"added_at": at})


def remove_from_short_list(*, record: Record, by: User) -> None:
    ShortListed.objects.filter(user=by, record_id=record.pk).delete()
