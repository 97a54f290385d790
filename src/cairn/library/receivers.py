"""What follows in the library from news about records and people."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from cairn.accounts.signals import account_erased, account_exported
from cairn.library.forms.rows import get_row_kinds
from cairn.library.models import (
    Award,
    Claim,
    EvaluationReport,
    HelpOffer,
    Method,
    MethodUse,
    PracticeModel,
    Programme,
    Project,
    ProjectCoach,
    ProjectUpdate,
    Round,
    ShortListed,
)
from cairn.library.signals import coach_asked, help_offered, update_made
from cairn.library.tables import forget_in_tables
from cairn.notices.services import notify
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.queries import get_writers
from cairn.records.services import (
    change_revisions,
    move_once,
    name_kept_record,
    name_kept_records,
    tell_written,
)
from cairn.records.signals import record_merged, record_withdrawn, record_written


@receiver(record_withdrawn)
def clear_what_hangs_on_it(sender: Any, record: Record, titles: list[str], **kwargs: Any) -> None:
    """The words of a withdrawn record go with it: its rows, what it was sorted by, and short lists that kept it."""
    for kind in get_row_kinds(record.kind):
        if kind.model:
            kind.model.objects.filter(**{kind.model.OWNER: record.pk}).delete()
    ShortListed.objects.filter(record_id=record.pk).delete()
    MethodUse.objects.filter(about=record.pk).delete()
    ProjectUpdate.objects.filter(project=record.pk).delete()
    ProjectCoach.objects.filter(project=record.pk).delete()
    forget_in_tables(record, titles)
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
    # What it needs was shown to those who saw `other`; more may see `kept`.
    ProjectUpdate.objects.filter(project=other.pk).update(project=kept.pk, shows_need=False)
    if not ProjectCoach.objects.filter(project=kept.pk).exists():
        ProjectCoach.objects.filter(project=other.pk).update(project=kept.pk)
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
    updates = ProjectUpdate.objects.filter(by=user).values("project__slug", "moved", "stuck", "needs", "made_at")
    return {
        "short_list": list(ShortListed.objects.filter(user=user).values("record__slug", "added_at")),
        "updates": list(updates),
        "help_offered": list(HelpOffer.objects.filter(by=user).values("words", "made_at")),
    }


@receiver(account_erased)
def forget(sender: Any, user: Any, **kwargs: Any) -> None:
    """What somebody told of a project stays with its team, without their name."""
    ProjectUpdate.objects.filter(by=user).update(by=None)
    ProjectCoach.objects.filter(user=user).delete()
    HelpOffer.objects.filter(by=user).delete()


@receiver(update_made)
def tell_coach(sender: Any, update: ProjectUpdate, at: datetime, **kwargs: Any) -> None:
    coaches = ProjectCoach.objects.filter(project=update.project_id, agreed_at__isnull=False).exclude(user=update.by)
    people = [coach.user for coach in coaches.select_related("user")]
    notify(users=people, kind="project.update", about=str(update.pk), at=at)


@receiver(coach_asked)
def tell_who_is_asked(sender: Any, coach: ProjectCoach, at: datetime, **kwargs: Any) -> None:
    notify(users=[coach.user], kind="project.coach", about=str(coach.pk), at=at, key=f"{at:%Y%m%d%H%M%S}")


@receiver(help_offered)
def tell_team(sender: Any, offer: HelpOffer, at: datetime, **kwargs: Any) -> None:
    people = get_writers(offer.update.project)
    notify(users=people, kind="project.offer", about=str(offer.pk), at=at)
