"""A team's own figures: what it counts month by month about its project, or about its use of a model."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cairn.common.dates import add_months
from cairn.common.privacy import BLANK, DELETE, OfPerson, OfRecord, PartOf, Repoint
from cairn.records.models import Record


class OwnMeasure(models.Model):
    """What is counted, and how. For the people who write the record; for its readers once it is shared."""

    # What was shared with the readers of a duplicate was not meant for those of the record that is kept.
    PRIVACY = (
        OfRecord("record", withdraw=DELETE, merge=Repoint(blank=("shared_at",))),
        OfPerson("words_by", erase=BLANK),
    )

    class Asks(models.TextChoices):
        PRACTICE = "practice", "What we do (practice)"
        OUTCOME = "outcome", "What changes for children and families (outcome)"

    class Form(models.TextChoices):
        COUNT = "count", "A number"
        PERCENTAGE = "percentage", "A percentage"

    class Every(models.TextChoices):
        MONTH = "month", "Every month"
        QUARTER = "quarter", "Every quarter"

    class Better(models.TextChoices):
        UP = "up", "Higher is better"
        DOWN = "down", "Lower is better"
        NEITHER = "neither", "Neither is better in itself"

    record = models.ForeignKey(Record, models.CASCADE, related_name="own_measures")
    asks = models.CharField(max_length=8, choices=Asks)
    title = models.CharField(max_length=120)
    definition = models.CharField(max_length=500, blank=True)
    form = models.CharField(max_length=10, choices=Form)
    every = models.CharField(max_length=7, choices=Every)
    better = models.CharField(max_length=7, choices=Better)
    target = models.DecimalField(max_digits=9, decimal_places=1, null=True, blank=True)
    # The first day of the start, before which the limits are frozen. Another start moves them only when a person says.
    frozen_before = models.DateField(null=True, blank=True)
    has_reminders = models.BooleanField(default=False)
    # Who wrote its name and definition: a colleague reads them before others do.
    words_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    shared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-asks", "made_at", "pk"]  # practice before outcome

    def __str__(self) -> str:
        return f"{self.title} of {self.record_id}"

    @property
    def is_percentage(self) -> bool:
        return self.form == self.Form.PERCENTAGE

    @property
    def months(self) -> int:
        """How many months one of its periods has."""
        return 3 if self.every == self.Every.QUARTER else 1

    @property
    def period_word(self) -> str:
        return str(self.every)

    def get_period(self, day: date) -> date:
        """The first day of the period that a day is in. Quarters begin in January, April, July and October."""
        return date(day.year, day.month - (day.month - 1) % self.months, 1)

    def get_next(self, period: date) -> date:
        return add_months(period, self.months)

    def get_previous(self, period: date) -> date:
        return add_months(period, -self.months)

    def list_periods(self, first: date, last: date) -> list[date]:
        """Every period from one to another."""
        found = []
        while first <= last:
            found.append(first)
            first = self.get_next(first)
        return found

    def name_period(self, period: date) -> str:
        if self.months == 1:
            return f"{period:%B %Y}"
        return f"{period:%B} to {add_months(period, 2):%B %Y}"

    def name_in_short(self, period: date) -> str:
        """For the scale of a chart."""
        return f"{period:%b %Y}" if self.months == 1 else f"{period:%b}–{add_months(period, 2):%b %Y}"


class OwnFigure(models.Model):
    """The figure of one period; or why there is none, which is never the same as 0."""

    PRIVACY = (PartOf("measure"),)

    measure = models.ForeignKey(OwnMeasure, models.CASCADE, related_name="figures")
    period = models.DateField()  # its first day
    number = models.PositiveIntegerField(null=True, blank=True)
    out_of = models.PositiveIntegerField(null=True, blank=True)  # of a percentage
    why_none = models.CharField(max_length=200, blank=True)  # nothing was collected, and this is why
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["period"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "period"], name="own_figure_once"),
            models.CheckConstraint(
                name="own_figure_or_why_none",
                condition=Q(number__isnull=False, why_none="")
                | (Q(number__isnull=True, out_of__isnull=True) & ~Q(why_none="")),
            ),
            models.CheckConstraint(
                name="own_figure_is_a_part", condition=Q(out_of__isnull=True) | Q(number__lte=F("out_of"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.number if self.number is not None else 'nothing collected'}"


class OwnPhase(models.Model):
    """From this period on the limits begin anew, because somebody said so and why. Undone ones stay as a trace."""

    PRIVACY = (PartOf("measure"), OfPerson("by", erase=BLANK))

    class Ground(models.TextChoices):
        CHANGED = "changed", "The figures changed, and have stayed changed"
        COUNTED = "counted", "We count or record this in a different way"

    measure = models.ForeignKey(OwnMeasure, models.CASCADE, related_name="phases")
    period = models.DateField()
    ground = models.CharField(max_length=7, choices=Ground)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["period", "made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "period"], condition=Q(undone_at__isnull=True), name="own_phase_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.period}: {self.ground}"
