"""A way to scale: how something went from one place to more, who paid for it, and how that ended or goes on."""

from typing import ClassVar

from django.db import models
from modelcluster.fields import ParentalKey

from cairn.common.dates import show_date
from cairn.common.privacy import names_record, words_of_record
from cairn.library.models import PracticeModel, Project, SourcedRow, StarterRecord
from cairn.records.enums import RecordKind

LONG = 3000
PLANNED_ONLY = " (planned only)"


class ScalingStrategy(StarterRecord):
    """How one model, or one project, was taken to more places. What paid for it and how it went hang on it, dated."""

    KIND = RecordKind.SCALING_STRATEGY
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "Name",
        "summary": "In a few sentences",
        "vehicle": "Who leads the spread, and how",
        "where": "Where",
        "demand": "Where demand comes from",
        "capacity": "Capacity to support others",
        "outcome": "Outcome",
        "failed": "What did not work",
        "not_known": "What is not known",
        "who_to_ask": "Who to ask",
    }
    PRIVACY = (names_record("practice_model"), names_record("of_project"))

    class Geography(models.TextChoices):
        ONE_PLACE = "one_place", "One place"
        CLUSTER = "cluster", "A cluster of places"
        REGION = "region", "A region"
        NATIONAL_UNIT = "national_unit", "A national unit"
        FRANCHISE = "franchise", "A franchise"
        NOT_SAID = "not_said", "Not stated"

    practice_model = models.ForeignKey(
        PracticeModel, models.SET_NULL, null=True, blank=True, related_name="scaling_strategies"
    )
    of_project = models.ForeignKey(Project, models.SET_NULL, null=True, blank=True, related_name="scaling_strategies")
    geography = models.CharField(max_length=14, choices=Geography, default=Geography.NOT_SAID)
    vehicle = models.TextField(max_length=LONG, blank=True)
    where = models.TextField(max_length=LONG, blank=True)
    demand = models.TextField(max_length=LONG, blank=True)
    capacity = models.TextField(max_length=LONG, blank=True)
    outcome = models.TextField(max_length=LONG, blank=True)
    failed = models.TextField(max_length=LONG, blank=True)
    not_known = models.TextField(max_length=LONG, blank=True)
    who_to_ask = models.TextField(max_length=1000, blank=True)


class ScalingFunding(SourcedRow):
    """What paid for it, from when to when; one after another, or several at once."""

    OWNER: ClassVar[str] = "strategy"
    PRIVACY = (words_of_record("strategy"),)

    class FinancialModel(models.TextChoices):
        GRANT = "grant", "Grant"
        COMMISSIONED = "commissioned", "Commissioned"
        LICENCE = "licence", "Licence or membership"
        SOCIAL_INVESTMENT = "social_investment", "Social investment"
        PHILANTHROPY = "philanthropy", "Philanthropy"

    strategy = ParentalKey(ScalingStrategy, on_delete=models.CASCADE, related_name="funding")
    financial_model = models.CharField(max_length=20, choices=FinancialModel)
    words = models.CharField(max_length=300)
    since = models.CharField(max_length=10, blank=True)
    until = models.CharField(max_length=10, blank=True)
    was_planned_only = models.BooleanField(default=False)  # it was meant to pay, and did not

    def __str__(self) -> str:
        kind = f"{self.get_financial_model_display()}{PLANNED_ONLY if self.was_planned_only else ''}"
        return f"{kind}: {self.words}"


class ScalingMove(SourcedRow):
    """One step in the life of a way to scale: pauses, exits, closures and successors are steps like any other."""

    OWNER: ClassVar[str] = "strategy"
    PRIVACY = (words_of_record("strategy"),)

    class Step(models.TextChoices):
        STARTED = "started", "Started"
        GREW = "grew", "Reached more places"
        SHRANK = "shrank", "Closed in some places"
        PAUSED = "paused", "Paused"
        RESUMED = "resumed", "Started again"
        NOTICE = "notice", "Notice given"
        EXIT = "exit", "A partner left"
        CLOSED = "closed", "Closed"
        SUCCESSOR = "successor", "A successor took over"

    strategy = ParentalKey(ScalingStrategy, on_delete=models.CASCADE, related_name="moves")
    step = models.CharField(max_length=10, choices=Step)
    moved_on = models.CharField(max_length=10, blank=True)  # empty: no source gave a date
    note = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        step = ", ".join(filter(None, (self.get_step_display(), show_date(self.moved_on))))
        return f"{step}: {self.note}" if self.note else step


class ScalingSource(SourcedRow):
    """Who says what one of the texts says."""

    OWNER: ClassVar[str] = "strategy"
    PRIVACY = (words_of_record("strategy"),)

    strategy = ParentalKey(ScalingStrategy, on_delete=models.CASCADE, related_name="sources")
    text = models.CharField(max_length=20)  # a name of TEXTS, or "geography"

    def __str__(self) -> str:
        return f"{self.text}: {self.source_id}"
