"""What follows in the library from news about records and people."""

from typing import Any

from django.dispatch import receiver

from cairn.accounts.signals import account_exported
from cairn.library.models import Claim, EvaluationReport, Method, PracticeModel, Project, ShortListed
from cairn.library.rows import get_row_kinds
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.services import tell_written
from cairn.records.signals import record_withdrawn, record_written


@receiver(record_withdrawn)
def clear_what_hangs_on_it(sender: Any, record: Record, **kwargs: Any) -> None:
    """The words of a withdrawn record go with it: its rows, what it was sorted by, and short lists that kept it."""
    for kind in get_row_kinds(record.kind):
        if kind.model:
            kind.model.objects.filter(**{kind.model.OWNER: record.pk}).delete()
    ShortListed.objects.filter(record_id=record.pk).delete()
    record.ratings.all().delete()
    match record:
        case Project():
            Project.objects.filter(pk=record.pk).update(needs=[], types=[], drivers=[])
            Project.places.through.objects.filter(project=record.pk).delete()
        case PracticeModel():
            PracticeModel.objects.filter(pk=record.pk).update(needs=[], types=[])
        case Method():
            record.uses.all().delete()
        case EvaluationReport():
            record.about.clear()
        case Claim():
            Claim.objects.filter(pk=record.pk).update(value=None, unit="")


@receiver(record_written)
def name_programme_again(sender: Any, record: Record, **kwargs: Any) -> None:
    """Projects are found by the name of their programme, as long as everybody may see it."""
    if record.kind == RecordKind.PROGRAMME:
        for project in Project.objects.filter(in_programme=record.pk, withdrawn_at=None):
            tell_written(project)


@receiver(account_exported)
def tell_what_is_kept(sender: Any, user: Any, **kwargs: Any) -> dict[str, list[Any]]:
    return {"short_list": list(ShortListed.objects.filter(user=user).values("record__slug", "added_at"))}
