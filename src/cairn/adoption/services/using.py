"""Bringing in who is known to use a model of the starter library, and saying how it stands with one."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.adoption.models import Adoption, AdoptionMove, StartConfirmation
from cairn.adoption.queries import find_start
from cairn.audit import services as audit
from cairn.library.definitions.programmes import KnownProgramme, get_known_programmes
from cairn.library.models import Grade, PracticeModel, Source
from cairn.library.services import LoadReport, load_entry
from cairn.places.models import Place, Team
from cairn.records.enums import Sharing
from cairn.records.models import Record
from cairn.records.policies import UnableToChangeRecord, check_can_edit
from cairn.records.services import start_record

Status = AdoptionMove.Status


@transaction.atomic
def load_known_users(*, at: datetime) -> LoadReport:
    """One record for each council and model that a source names; safe to run again, and what was edited here stays."""
    report = LoadReport()
    models = {
        model.starter_key: model.merged_into.get_specific() if model.merged_into else model
        for model in PracticeModel.objects.exclude(starter_key=None).select_related("merged_into")
    }
    places = Place.objects.councils().real().in_bulk(field_name="code")
    sources = Source.objects.in_bulk(field_name="key")
    for known in get_known_programmes():
        model, place = models.get(known.model), places.get(known.code)
        if model is None or place is None:
            continue
        key = f"{known.model}-in-{place.slug}"
        entry = {
            "key": key,
            "title": f"{place.name}: {model.title}",
            "summary": "" if known.programme == model.title else f"{known.programme}.",
            "practice_model": model,
            "place": place,
            "changes": known.changes,
            "who_says": known.source,
            "grade": known.grade,
            "source": sources[known.source_key],
            "by_council": known.by_council,
        }
        adoption = load_entry(Adoption, entry, report=report, at=at)
        if key not in report.kept:
            _set_moves(adoption, known)
            _confirm_start(adoption, known, at=at)
    return report


def _set_moves(adoption: Adoption, known: KnownProgramme) -> None:
    """From when to when, as the source says; without a date it is only known that it is, or was, used."""
    adoption.moves.all().delete()
    moves = [(Status.STARTING, known.since, known.note)]
    if known.ended:
        moves.append((Status.STOPPED, known.ended, ""))
    for position, (status, moved_on, note) in enumerate(moves):
        AdoptionMove.objects.create(adoption=adoption, position=position, status=status, moved_on=moved_on, note=note)


def _confirm_start(adoption: Adoption, known: KnownProgramme, *, at: datetime) -> None:
    """A date that the council itself or an evaluation gave is confirmed by it; others wait for somebody to say so."""
    adoption.start_confirmations.all().delete()
    start = find_start(adoption.moves.all())
    if start is None or start.first is None:
        return
    if known.by_council:
        by = StartConfirmation.By.COUNCIL
    elif known.grade == Grade.EVALUATION:
        by = StartConfirmation.By.EVALUATION
    else:
        return
    StartConfirmation.objects.create(
        adoption=adoption, start=start.text, by=by, source=adoption.source, confirmed_at=at
    )


@transaction.atomic
def start_use(
    *,
    model: PracticeModel,
    place: Place,
    status: str,
    moved_on: str,
    who_says: str,
    grade: str,
    team: Team | None,
    by: User,
    at: datetime,
) -> Adoption:
    """A draft that says how a model is used somewhere, and since when."""
    answers = {
        # The title may be shown to people who may not see the model.
        "title": f"{place.name}: {model.title if model.live and model.sharing == Sharing.PUBLIC else 'a model'}"[:150],
        "practice_model": model,
        "place": place,
        "who_says": who_says,
        "grade": grade,
        "by_council": bool(team and team.organisation.place_id == place.pk),
    }
    adoption: Adoption = start_record(Adoption, by=by, at=at, team=team, answers=answers)
    AdoptionMove.objects.create(adoption=adoption, status=status, moved_on=moved_on)
    return adoption


@transaction.atomic
def add_move(*, adoption: Adoption, answers: dict[str, Any], by: User, at: datetime) -> AdoptionMove:
    """Whoever sees the record sees it at once, so where everybody does it has no words that nobody looked at."""
    adoption = Adoption.objects.select_for_update(of=("self",)).get(pk=adoption.pk)
    check_can_edit(adoption, by)
    if answers.get("note") and adoption.live and adoption.sharing == Sharing.PUBLIC:
        raise UnableToChangeRecord(
            "Anyone can read this record, so a colleague reviews its text first. Leave this blank, "
            "and write what happened under “What was changed”."
        )
    last = adoption.moves.order_by("-position").values_list("position", flat=True).first()
    move = AdoptionMove.objects.create(adoption=adoption, position=0 if last is None else last + 1, **answers)
    Record.objects.filter(pk=adoption.pk).update(updated_at=at)
    # From now on it differs from the starter library, which keeps its hands off it.
    Adoption.objects.filter(pk=adoption.pk).update(starter_sha256="")
    audit.record("row.added", target="record", key=adoption.slug, by=by, at=at, fields=["moves"])
    return move
