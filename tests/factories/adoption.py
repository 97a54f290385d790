"""Councils that use a model."""

from datetime import UTC, datetime
from typing import Any

from cairn.adoption.models import Adoption, AdoptionMove, StartConfirmation
from cairn.adoption.queries import find_start
from cairn.library.models import PracticeModel
from cairn.places.models import Place
from cairn.records.enums import Sharing
from tests.factories.places import CouncilFactory
from tests.factories.records import make_draft, make_organisation

AT = datetime(2026, 1, 1, tzinfo=UTC)


def publish_model(title: str = "A Model", **fields: Any) -> PracticeModel:
    model: PracticeModel = make_draft(PracticeModel, title=title, **fields)
    PracticeModel.objects.filter(pk=model.pk).update(live=True, sharing=Sharing.PUBLIC)
    model.refresh_from_db()
    return model


def publish_use(
    model: PracticeModel, *moves: tuple[str, str], place: Place | None = None, confirmed: str = "", **fields: Any
) -> Adoption:
    """A use that everybody may see, with its moves (status, day); `confirmed` by "council" confirms the start."""
    place = place or CouncilFactory()
    use: Adoption = make_draft(
        Adoption,
        title=f"{place.name}: {model.title}",
        **{"practice_model": model, "place": place, "grade": "C", "who_says": "The council"} | fields,
    )
    for position, (status, moved_on) in enumerate(moves):
        AdoptionMove.objects.create(adoption=use, position=position, status=status, moved_on=moved_on)
    if confirmed:
        confirm(use, by=confirmed)
    Adoption.objects.filter(pk=use.pk).update(live=True, sharing=Sharing.PUBLIC)
    use.refresh_from_db()
    return use


def confirm(use: Adoption, *, by: str = "council") -> StartConfirmation:
    start = find_start(use.moves.all())
    assert start
    return StartConfirmation.objects.create(
        adoption=use, start=start.text, by=by, organisation=make_organisation(f"Confirms {use.pk}"), confirmed_at=AT
    )
