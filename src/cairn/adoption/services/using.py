"""Bringing in who is known to use a model of the starter library, and saying how it stands with one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.adoption.models import Adaptation, Adoption, AdoptionMove, StartConfirmation
from cairn.adoption.queries import find_start
from cairn.library.definitions.programmes import KnownProgramme, get_known_programmes
from cairn.library.models import Grade, Keep, PracticeModel, Source
from cairn.library.services import LoadReport, load_entry
from cairn.places.models import Place, Team
from cairn.records.enums import Sharing
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
            _set_changes(adoption, known, sources, at=at)
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


def _set_changes(adoption: Adoption, known: KnownProgramme, sources: Mapping[str, Source], *, at: datetime) -> None:
    """The changes that a source tells of, each with the part of the model that it is about."""
    adoption.adaptations.all().delete()
    parts = {part.what: part for part in adoption.practice_model.components.all()}
    for made in known.made:
        part = parts.get(made.part)
        Adaptation.objects.create(
            adoption=adoption,
            component=part,
            part=part.what if part else "",
            must_keep=part is not None and part.keep == Keep.MUST_KEEP,
            what=made.what,
            made_on=made.on,
            nature=made.nature,
            reason=made.reason,
            why=made.why,
            decided_by=list(made.decided_by),
            planned=made.planned,
            fits=made.fits,
            originator_view=made.originator_view,
            source=sources[made.source],
            noted_at=at,
        )


def _confirm_start(adoption: Adoption, known: KnownProgramme, *, at: datetime) -> None:
    """A date that the council itself or an evaluation gave is confirmed by it; others wait for somebody to say so."""
    adoption.start_confirmations.filter(person=None, organisation=None).delete()  # people's own stay
    start = find_start(adoption.moves.all())
    if start is None or start.first is None:
        return
    if known.by_council:
        by = StartConfirmation.By.COUNCIL
    elif known.grade == Grade.EVALUATION:
        by = StartConfirmation.By.EVALUATION
    else:
        return
    given = {"source": adoption.source, "confirmed_at": at}
    StartConfirmation.objects.get_or_create(adoption=adoption, start=start.text, by=by, defaults=given)


@transaction.atomic
def start_use(
    *, model: PracticeModel, place: Place, team: Team | None, by: User, at: datetime, answers: Mapping[str, Any]
) -> Adoption:
    """A draft that says how a model is used somewhere, and since when."""
    given = {name: answers[name] for name in ("who_says", "grade")}
    move = {name: answers.get(name, "") for name in ("status", "moved_on", "moved_until")}
    given |= {
        # The title may be shown to people who may not see the model.
        "title": f"{place.name}: {model.title if model.live and model.sharing == Sharing.PUBLIC else 'a model'}"[:150],
        "practice_model": model,
        "place": place,
        "by_council": bool(team and team.organisation.place_id == place.pk),
        "moves": [AdoptionMove(**move)],
    }
    return start_record(Adoption, by=by, at=at, team=team, answers=given)
