"""A fictional model, the fictional councils that use it, and what their figures show together: all of it invented."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cairn.accounts.models import User
from cairn.adoption.models import Adoption, AdoptionMove, StartConfirmation
from cairn.adoption.queries import find_start
from cairn.evaluation.analysis import nation
from cairn.evaluation.queries.pooled import get_latest_plan
from cairn.evaluation.services.pooled import fix_list
from cairn.library.models import Grade, PracticeModel
from cairn.library.services.demonstration import (
    COLLEAGUE,
    LEAD,
    get_demonstration_people,
    show_to_everybody,
    start_for_demonstration,
)
from cairn.places.models import Place
from cairn.records.models import Record

EVENING_VISITS = "fictional-evening-visits"
TEXTS = {
    "title": "Evening visits",
    "summary": "A worker who knows the family visits in the evening, in the month after a referral is closed.",
    "aims": "Fewer families who have to be referred again.",
    "helps": "Workers who choose the late shift, and a duty desk they can call.",
    "hinders": "Long distances between villages.",
    "not_known": "Whether a call does as much as a visit.",
}
STATUS = AdoptionMove.Status


@transaction.atomic
def load_demonstration_model(*, at: datetime) -> None:
    """Made once; what somebody changed in the demonstration stays. Its figures are calculated by the worker."""
    people = get_demonstration_people()
    lead, colleague = people[LEAD], people[COLLEAGUE]
    model = PracticeModel.objects.filter(slug=EVENING_VISITS).first()
    if model is None:
        model = start_for_demonstration(PracticeModel, EVENING_VISITS, TEXTS, by=lead, at=at)
        Record.objects.filter(pk=model.pk).update(is_fictional=True)
        show_to_everybody(model, by=lead, colleague=colleague, at=at)
        places = Place.objects.fictional().in_bulk([one.place for one in nation.MODEL_USERS], field_name="code")
        for one in nation.MODEL_USERS:
            _use(model, places[one.place], one, by=lead, colleague=colleague, at=at)
        model.refresh_from_db()
    if not model.is_withdrawn and get_latest_plan(model) is None:
        fix_list(model=model, at=at)


def _use(model: PracticeModel, place: Place, one: nation.ModelUser, *, by: User, colleague: User, at: datetime) -> None:
    answers: dict[str, Any] = {
        "title": f"{place.name}: {model.title}",
        "practice_model": model,
        "place": place,
        "grade": Grade.COUNCIL,
        "who_says": f"{place.name} Council",
        "by_council": one.confirmed_by == StartConfirmation.By.COUNCIL,
    }
    moves = [(STATUS.STARTING, one.started), *([(STATUS.STOPPED, one.stopped)] if one.stopped else [])]
    answers["moves"] = [
        AdoptionMove(position=position, status=status, moved_on=moved_on)
        for position, (status, moved_on) in enumerate(moves)
    ]
    use = start_for_demonstration(Adoption, f"{EVENING_VISITS}-in-{place.slug}", answers, by=by, at=at)
    start = find_start(use.moves.all())
    if one.confirmed_by and start:
        StartConfirmation.objects.create(adoption=use, start=start.text, by=one.confirmed_by, confirmed_at=at)
    show_to_everybody(use, by=by, colleague=colleague, at=at)
