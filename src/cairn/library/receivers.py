"""What follows in the library from news about records and people."""

from typing import Any

from django.dispatch import receiver

from cairn.accounts.signals import account_exported
from cairn.library.models import (
    Award,
    Claim,
    EvaluationReport,
    Method,
    MethodUse,
    PracticeModel,
    Programme,
    Project,
    Round,
    ShortListed,
)
from cairn.library.rows import get_row_kinds
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.services import (
    change_revisions,
    move_once,
    name_kept_record,
    name_kept_records,
    tell_written,
)
from cairn.records.signals import record_merged, record_withdrawn, record_written


@receiver(record_withdrawn)
def clear_what_hangs_on_it(sender: Any, record: Record, **kwargs: Any) -> None:
    """The words of a withdrawn record go with it: its rows, what it was sorted by, and short lists that kept it."""
    for kind in get_row_kinds(record.kind):
        if kind.model:
            kind.model.objects.filter(**{kind.model.OWNER: record.pk}).delete()
    ShortListed.objects.filter(record_id=record.pk).delete()
    MethodUse.objects.filter(about=record.pk).delete()
    match record:
        case Programme():
            record.milestones.all().delete()
            Programme.places.through.objects.filter(programme=record.pk).delete()
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


@receiver(record_merged)
def name_the_one_that_stayed(sender: Any, kept: Record, other: Record, **kwargs: Any) -> None:
    """What says something about a record that was merged says it about the one that stayed."""
    both = {"kept": kept, "other": other}
    name_kept_record(Claim, "about", **both)
    name_kept_records(EvaluationReport, "about", **both)
    MethodUse.objects.filter(about=other).update(about=kept)
    move_once(ShortListed, "record", per="user", **both)
    match kept.kind:
        case RecordKind.PROGRAMME:
            name_kept_record(Round, "in_programme", **both)
            name_kept_record(Project, "in_programme", **both)
            _name_in_awards("from_programme", **both)
        case RecordKind.ROUND:
            name_kept_record(Project, "in_round", **both)
            _name_in_awards("from_round", **both)
        case RecordKind.PRACTICE_MODEL:
            name_kept_records(Project, "models_used", **both)
        case RecordKind.EVALUATION_REPORT:
            name_kept_record(Claim, "report", **both)
        case RecordKind.METHOD:
            MethodUse.objects.filter(method=other.pk).update(method=kept.pk)


def _name_in_awards(field: str, *, kept: Record, other: Record) -> None:
    """Awards are part of the words of a project, so they stand in its revisions too."""
    Award.objects.filter(**{field: other.pk}).update(**{field: kept.pk})

    def change(content: dict[str, Any]) -> bool:
        named = [award for award in content.get("awards", []) if award.get(field) == other.pk]
        for award in named:
            award[field] = kept.pk
        return bool(named)

    change_revisions(Project, change)


@receiver(record_written)
def name_programme_again(sender: Any, record: Record, **kwargs: Any) -> None:
    """Projects and rounds are found by the name of their programme, as long as everybody may see it."""
    if record.kind == RecordKind.PROGRAMME:
        for kind in (Project, Round):
            for entry in kind.objects.filter(in_programme=record.pk, withdrawn_at=None):
                tell_written(entry)


@receiver(account_exported)
def tell_what_is_kept(sender: Any, user: Any, **kwargs: Any) -> dict[str, list[Any]]:
    return {"short_list": list(ShortListed.objects.filter(user=user).values("record__slug", "added_at"))}
