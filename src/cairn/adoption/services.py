"""Bringing in who is known to use a model of the starter library."""

from datetime import datetime

from django.db import transaction

from cairn.adoption.models import Adoption
from cairn.library.models import PracticeModel
from cairn.library.programmes import get_known_programmes
from cairn.library.services import LoadReport, load_entry
from cairn.places.models import Place


@transaction.atomic
def load_known_users(*, at: datetime) -> LoadReport:
    """One record for each council and model that a source names; safe to run again, and what was edited here stays."""
    report = LoadReport()
    models = {model.starter_key: model for model in PracticeModel.objects.exclude(starter_key=None)}
    places = Place.objects.councils().real().in_bulk(field_name="code")
    for known in get_known_programmes():
        model, place = models.get(known.model), places.get(known.code)
        if model is None or place is None:
            continue
        entry = {
            "key": f"{known.model}-in-{place.slug}",
            "title": f"{place.name}: {model.title}",
            "summary": "" if known.programme == model.title else f"{known.programme}.",
            "practice_model": model,
            "place": place,
            "since": known.since,
            "who_says": known.source,
            "grade": known.grade,
        }
        load_entry(Adoption, entry, report, at)
    return report
