"""What follows from news about records: the index says the same, in the same transaction."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver

from cairn.accounts.signals import account_erased, account_exported
from cairn.records.models import Record
from cairn.records.signals import record_written
from cairn.search import services
from cairn.search.models import SavedSearch, SearchDocument


@receiver(record_written)
def index(sender: Any, record: Record, **kwargs: Any) -> None:
    services.index_record(record)


# Django's own signal, against the habit of the house: records are deleted in many ways, some by cascade, and whoever
# deletes one must not have to think of what the index still holds.
@receiver(pre_delete, sender=SearchDocument)
def forget(sender: Any, instance: SearchDocument, **kwargs: Any) -> None:
    services.forget_document(instance)


@receiver(account_erased)
def forget_searches(sender: Any, user: Any, **kwargs: Any) -> None:
    services.forget_person(user=user)


@receiver(account_exported)
def tell_what_is_kept(sender: Any, user: Any, **kwargs: Any) -> dict[str, list[Any]]:
    return {"saved_searches": list(SavedSearch.objects.filter(user=user).values("name", "address", "since"))}
