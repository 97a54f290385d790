"""Bringing in the challenges of the starter library, with what answers them."""

from datetime import datetime

from django.db import transaction

from cairn.library.definitions.starter import get_starter
from cairn.library.models import PracticeModel, Project
from cairn.library.services import LoadReport, load_entry
from cairn.records.models import Record
from cairn.records.services.ties import tie_for_good
from cairn.voice.models import Challenge


@transaction.atomic
def load_challenges(*, at: datetime) -> LoadReport:
    """Safe to run again; what was edited here stays, and so do links that people made."""
    report = LoadReport()
    answers: dict[str, Record] = {}
    for model in (PracticeModel, Project):
        answers |= {
            one.starter_key: one
            for one in model.objects.exclude(starter_key=None).filter(withdrawn_at=None, merged_into=None)
        }
    for row in get_starter().challenges:
        challenge = load_entry(Challenge, row, report=report, at=at)
        if challenge.is_withdrawn:
            continue
        for answer in row["answered_by"]:
            if found := answers.get(answer["about"]):
                tie_for_good(source=found, target=challenge, at=at, reason=answer.get("reason", ""))
    return report
