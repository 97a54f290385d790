"""What somebody keeps."""

from datetime import datetime

from cairn.accounts.models import User
from cairn.library import policies
from cairn.library.models import ShortListed
from cairn.library.queries import get_short_list
from cairn.records.models import Record


def add_to_short_list(*, record: Record, by: User, at: datetime) -> None:
    policies.check_can_short_list(record, kept=get_short_list(by))
    ShortListed.objects.get_or_create(user=by, record_id=record.pk, defaults={"added_at": at})


def remove_from_short_list(*, record: Record, by: User) -> None:
    ShortListed.objects.filter(user=by, record_id=record.pk).delete()
