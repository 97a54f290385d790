"""A council that uses a model: never "adoption" alone on a page, where that word means children who are adopted."""

from typing import ClassVar

from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField

from cairn.common.dates import show_date
from cairn.common.privacy import Kept, names_record, words_of_record
from cairn.library.models import Grade, PracticeModel, Source, StarterRecord
from cairn.places.models import Place
from cairn.records.enums import RecordKind


class Adoption(StarterRecord):
    """One model in one council area: why here, what was kept and changed, what it took, and who says so.

    How it stands, and since when, is told by its moves; who confirms the start by its confirmations.
    """

    KIND = RecordKind.ADOPTION
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "Who uses what",
        "summary": "In a few sentences",
        "version": "Version of the model",
        "supported_by": "Who supports it",
        "licence": "Licence",
        "fee": "Fee",
        "why_need": "Why here: the need",
        "why_evidence": "Why here: the evidence",
        "why_ready": "Why here: how ready",
        "changes": "What was changed",
        "cost": "What it costs",
        "who_says": "Who says so",
        "who_to_ask": "Who to ask",
    }
    LATER_TEXTS: ClassVar[frozenset[str]] = frozenset(
        {"version", "supported_by", "licence", "fee", "why_need", "why_evidence", "why_ready", "cost"}
    )
    PRIVACY = (
        names_record("practice_model"),
        names_record("combined_with"),
        Kept("Which model stood where; what was told of it goes", ("practice_model", "place", "grade")),
    )

    class NameUse(models.TextChoices):
        NOT_ASKED = "not_asked", "Not asked for"
        ASKED = "asked", "Asked for"
        ALLOWED = "allowed", "Given"
        REFUSED = "refused", "Not given"
        NOT_NEEDED = "not_needed", "Not needed"

    practice_model = models.ForeignKey(PracticeModel, models.CASCADE, related_name="adoptions")
    place = models.ForeignKey(Place, models.PROTECT, related_name="adoptions")
    # The council with whose figures its own are counted, as where one trust serves two; it is no row of its own then.
    counted_with = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.CharField(max_length=100, blank=True)
    supported_by = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=300, blank=True)
    fee = models.CharField(max_length=200, blank=True)
    name_use = models.CharField(max_length=10, choices=NameUse, blank=True)  # empty: not known
    why_need = models.TextField(max_length=2000, blank=True)
    why_evidence = models.TextField(max_length=2000, blank=True)
    why_ready = models.TextField(max_length=2000, blank=True)
    combined_with = ParentalManyToManyField(PracticeModel, blank=True, related_name="+")
    changes = models.TextField(max_length=3000, blank=True)
    cost = models.TextField(max_length=1000, blank=True)
    people_trained = models.PositiveIntegerField(null=True, blank=True)
    children_reached = models.PositiveIntegerField(null=True, blank=True)
    families_reached = models.PositiveIntegerField(null=True, blank=True)
    reached_until = models.CharField(max_length=10, blank=True)  # the day of these three numbers
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
    """How it stands with a model somewhere, from a day on. The day may be a year, a month or a range of them."""

    OWNER: ClassVar[str] = "adoption"
    PRIVACY = (words_of_record("adoption"),)

    class Status(models.TextChoices):
        EXPLORING = "exploring", "Exploring"
        STARTING = "starting", "Starting"
        CHANGING = "changing", "Changing it"
        SUSTAINING = "sustaining", "Sustaining"
        PAUSED = "paused", "Paused"
        STOPPED = "stopped", "Stopped"

    adoption = ParentalKey(Adoption, on_delete=models.CASCADE, related_name="moves")
    position = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=12, choices=Status)
    moved_on = models.CharField(max_length=10, blank=True)  # 2016, 2016-04; empty where no source gave a date
    moved_until = models.CharField(max_length=10, blank=True)  # the end of a range; empty: moved_on is all there is
    note = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"{self.moved_on or 'no date'}: {self.status}"

    @property
    def in_two_lines(self) -> tuple[str, str]:
        """For the page on which the list is edited: what it is, and what else is known."""
        until = f" to {show_date(self.moved_until)}" if self.moved_until else ""
        when = f", {show_date(self.moved_on)}{until}" if self.moved_on else ""
        return f"{self.Status(self.status).label}{when}", "; ".join(filter(None, (self.reason, self.note)))


IN_USE = frozenset({AdoptionMove.Status.STARTING, AdoptionMove.Status.CHANGING, AdoptionMove.Status.SUSTAINING})
OVER = frozenset({AdoptionMove.Status.PAUSED, AdoptionMove.Status.STOPPED})
