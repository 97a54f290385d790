"""A council that uses a model: never "adoption" alone on a page, where that word means children who are adopted."""

from typing import ClassVar

from django.db import models

from cairn.library.models import Grade, PracticeModel, StarterRecord
from cairn.places.models import Place
from cairn.records.enums import RecordKind


class Adoption(StarterRecord):
    """One model in one council area: from when, what was changed, and who says so."""

    KIND = RecordKind.ADOPTION
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "Who uses what",
        "summary": "In a few sentences",
        "changes": "What was changed",
        "who_says": "Who says so",
    }

    practice_model = models.ForeignKey(PracticeModel, models.CASCADE, related_name="adoptions")
    place = models.ForeignKey(Place, models.PROTECT, related_name="adoptions")
    since = models.CharField(max_length=7, blank=True)  # 2016 or 2016-04; empty where no source gave a date
    changes = models.TextField(max_length=3000, blank=True)
    who_says = models.CharField(max_length=300, blank=True)
    grade = models.CharField(max_length=1, choices=Grade)
