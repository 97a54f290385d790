"""The first look at whether something lasts, in a fictional project of the demonstration."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from cairn.adoption.models import EmbedAnswer, Embedding, EmbedReview
from cairn.adoption.services.embedding import save_review, start_embedding
from cairn.library.services.demonstration import LEAD, NIGHT_LINE, get_demonstration_people
from cairn.records.models import Record

State = EmbedAnswer.State
LOOK: dict[str, dict[str, Any]] = {
    "owner": {
        "state": State.PARTLY,
        "note": "It depends on two people.",
        "next_step": "Add the post to the staffing plan.",
    },
    "leaders": {"state": State.IN_PLACE},
    "money": {"state": State.NOT_YET, "note": "Paid by a grant.", "next_step": "Ask for it in the next budget."},
    "time": {"state": State.PARTLY, "note": "No one for the weekend yet."},
    "newcomers": {"state": State.NOT_YET},
    "everyday": {"state": State.PARTLY, "next_step": "Record calls in the case system, not in a separate list."},
    "voice": {"state": State.IN_PLACE, "note": "Families chose the hours."},
    "rules": {"state": State.NOT_HERE},
}


@transaction.atomic
def load_demonstration_checks(*, at: datetime) -> None:
    """Looked at once; what somebody answered in the demonstration stays."""
    project = Record.objects.get(slug=NIGHT_LINE)
    if project.is_withdrawn or Embedding.objects.filter(record=project).exists():
        return
    lead = get_demonstration_people()[LEAD]
    embedding = start_embedding(record=project, started_on=localdate(at), by=lead, at=at)
    save_review(embedding=embedding, when=EmbedReview.When.START, answers=LOOK, by=lead, at=at)
