"""A council that uses a model: never "adoption" alone on a page, where that word means children who are adopted."""

from typing import ClassVar

from django.db import models

from cairn.common.privacy import Kept, names_record, words_of_record
from cairn.library.models import Grade, PracticeModel, Source, StarterRecord
from cairn.places.models import Place
from cairn.records.enums import RecordKind


class Adoption(StarterRecord):
    """One model in one council area: what was changed, and who says so. From when on is told by its moves."""

    KIND = RecordKind.ADOPTION
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "Who uses what",
        "summary": "In a few sentences",
        "changes": "What was changed",
        "who_says": "Who says so",
        "who_to_ask": "Who to ask",
    }
    PRIVACY = (
        names_record("practice_model"),
        Kept("Which model stood where; what was told of it goes", ("practice_model", "place", "grade")),
    )

    practice_model = models.ForeignKey(PracticeModel, models.CASCADE, related_name="adoptions")
    place = models.ForeignKey(Place, models.PROTECT, related_name="adoptions")
    changes = models.TextField(max_length=3000, blank=True)
    who_says = models.CharField(max_length=300, blank=True)
    who_to_ask = models.TextField(max_length=1000, blank=True)
    grade = models.CharField(max_length=1, choices=Grade)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="+")  # empty: in words only
    by_council = models.BooleanField(default=False)  # the council itself says that it uses the model

    @property
    def is_confirmed(self) -> bool:
        """By the council itself or by somebody who neither spreads the model nor sells news of it."""
        return self.by_council or self.grade in (Grade.EVALUATION, Grade.GOVERNMENT)


class AdoptionMove(models.Model):
    """How it stands with a model somewhere, from a day on."""

    PRIVACY = (words_of_record("adoption"),)

    class Status(models.TextChoices):
        CONSIDERING = "considering", "Thinking about it"
        PREPARING = "preparing", "Preparing"
        STARTED = "started", "Using it"
        PAUSED = "paused", "Paused"
        RESUMED = "resumed", "Started again"
        ENDED = "ended", "Ended"

    adoption = models.ForeignKey(Adoption, models.CASCADE, related_name="moves")
    position = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=12, choices=Status)
    moved_on = models.CharField(max_length=10, blank=True)  # 2016, 2016-04; empty where no source gave a date
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["adoption", "position"], name="adoption_move_position_once")]

    def __str__(self) -> str:
        return f"{self.moved_on or 'no date'}: {self.status}"
