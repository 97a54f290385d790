"""What is settled before a project, or the use of a model, starts. On pages: before you start."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.utils.crypto import get_random_string
from modelcluster.fields import ParentalKey

from cairn.common.dates import show_date
from cairn.common.privacy import names_record, words_of_record
from cairn.conditions.enums import CapacityUnit, ChangesSystem, Every, Likelihood, SharesData
from cairn.records.enums import RecordKind
from cairn.records.models import Record
from cairn.records.models.record import SLUG_LETTERS

LONG = 3000


def new_key() -> str:
    """By which one row names another: rows of a draft have no number yet."""
    return get_random_string(8, SLUG_LETTERS)


def say_amount(amount: Decimal, unit: str) -> str:
    """ "12.5 hours a week", "2 people", "£4,000"."""
    number = f"{amount:,.2f}".rstrip("0").rstrip(".")
    match unit:
        case CapacityUnit.MONEY:
            return f"£{number}"
        case CapacityUnit.HOURS:
            return f"{number} hour{'' if amount == 1 else 's'} a week"
        case _:
            return "1 person" if amount == 1 else f"{number} people"


class Groundwork(Record):
    """The answers, written as any record is: in sections and lists, as a draft, with a history."""

    KIND = RecordKind.GROUNDWORK
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "Name",
        "summary": "In a few sentences",
        "objective": "Objective",
        "target_group": "Target group",
        "size_words": "What is counted",
        "excluded": "Who is left out, and why",
        "needed": "Need",
        "ambition": "What should be different at the end",
        "system_measure": "How you will know that the system works in the new way",
        "set_up_steps": "What has to be done before the start",
        "capacity_answer": "What you will do where there is too little",
        "works_alone": "Why no partner takes part",
    }
    PRIVACY = (names_record("about"),)

    # The project or the use of a model that it prepares; empty where that is gone.
    about = models.ForeignKey(Record, models.SET_NULL, null=True, blank=True, related_name="groundworks")
    objective = models.TextField(max_length=LONG, blank=True)
    target_group = models.CharField(max_length=300, blank=True)
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    group_size = models.PositiveIntegerField(null=True, blank=True)
    size_words = models.CharField(max_length=100, blank=True)  # of what the size is a number: "families a year"
    excluded = models.CharField(max_length=500, blank=True)
    needed = models.TextField(max_length=LONG, blank=True)
    ambition = models.TextField(max_length=LONG, blank=True)
    changes_system = models.CharField(max_length=3, choices=ChangesSystem, blank=True)
    system_measure = models.CharField(max_length=300, blank=True)
    set_up_from = models.CharField(max_length=10, blank=True)  # as all dates of the library: 2015, 2015-01, 2015-01-31
    planned_start = models.CharField(max_length=10, blank=True)
    planned_end = models.CharField(max_length=10, blank=True)
    set_up_steps = models.TextField(max_length=LONG, blank=True)
    capacity_answer = models.TextField(max_length=LONG, blank=True)
    works_alone = models.CharField(max_length=300, blank=True)


class GroundworkRow(models.Model):
    """A line of one of the lists, in its place. `key` stays through drafts and changes."""

    OWNER: ClassVar[str] = "groundwork"
    PRIVACY = (words_of_record("groundwork"),)

    position = models.PositiveSmallIntegerField(default=0)
    key = models.CharField(max_length=8, default=new_key, editable=False)

    class Meta:
        abstract = True


class IntendedOutcome(GroundworkRow):
    """What should change for children, families or staff, and how anybody would know."""

    groundwork = ParentalKey(Groundwork, on_delete=models.CASCADE, related_name="outcomes")
    title = models.CharField(max_length=200)
    measure = models.CharField(max_length=60, blank=True)  # key of definitions/indicators
    measured_by = models.CharField(max_length=200, blank=True)
    baseline = models.CharField(max_length=200, blank=True)
    baseline_on = models.CharField(max_length=10, blank=True)
    target = models.CharField(max_length=200, blank=True)
    target_on = models.CharField(max_length=10, blank=True)
    result = models.CharField(max_length=200, blank=True)
    result_on = models.CharField(max_length=10, blank=True)

    def __str__(self) -> str:
        return self.title

    @property
    def is_measured(self) -> bool:
        return bool(self.measure or self.measured_by)

    @property
    def in_two_lines(self) -> tuple[str, str]:
        return self.title, _join(
            self.measured_by and f"Measured by: {self.measured_by}",
            self.baseline and f"Now: {self.baseline}",
            self.target and f"Target: {self.target}",
            self.result and f"At the end: {self.result}",
        )


class Activity(GroundworkRow):
    """One thing that is done: with what, how it should work, and to which outcomes it should lead."""

    groundwork = ParentalKey(Groundwork, on_delete=models.CASCADE, related_name="activities")
    what = models.CharField(max_length=200)
    inputs = models.CharField(max_length=200, blank=True)
    mechanism = models.CharField(max_length=300, blank=True)
    outcomes = models.JSONField(default=list, blank=True)  # keys of outcomes

    def __str__(self) -> str:
        return self.what

    @property
    def in_two_lines(self) -> tuple[str, str]:
        return self.what, _join(
            self.inputs and f"With: {self.inputs}",
            self.mechanism and f"How it should work: {self.mechanism}",
            f"Outcomes: {len(self.outcomes)}" if self.outcomes else "No outcome yet",
        )


class Assumption(GroundworkRow):
    """Something that must be so for the rest to work, and who notices when it is not."""

    groundwork = ParentalKey(Groundwork, on_delete=models.CASCADE, related_name="assumptions")
    what = models.CharField(max_length=300)
    watched_by = models.CharField(max_length=200, blank=True)
    sign = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.what

    @property
    def in_two_lines(self) -> tuple[str, str]:
        watched = f"Watched by: {self.watched_by}" if self.watched_by else "No one watches this yet"
        return self.what, _join(watched, self.sign and f"Sign that it does not hold: {self.sign}")


class SystemStep(GroundworkRow):
    """One step that a child or family goes through, and who takes it."""

    agency = models.CharField(max_length=120)
    what = models.CharField(max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.what

    @property
    def in_two_lines(self) -> tuple[str, str]:
        return self.what, self.agency


class StepBefore(SystemStep):
    groundwork = ParentalKey(Groundwork, on_delete=models.CASCADE, related_name="before")


class StepAfter(SystemStep):
    groundwork = ParentalKey(Groundwork, on_delete=models.CASCADE, related_name="after")


class Capacity(GroundworkRow):
    """How much of something is promised, how much there is, and what else takes of it."""

    groundwork = ParentalKey(Groundwork, on_delete=models.CASCADE, related_name="capacity")
    what = models.CharField(max_length=200)
    unit = models.CharField(max_length=6, choices=CapacityUnit)
    promised = models.DecimalField(max_digits=12, decimal_places=2)
    available = models.DecimalField(max_digits=12, decimal_places=2)
    competing = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    competing_words = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.what

    @property
    def left(self) -> Decimal:
        """What other work leaves of it."""
        return self.available - self.competing

    @property
    def short(self) -> Decimal:
        """By how much more is promised than there is; zero where it is enough."""
        return max(self.promised - self.left, Decimal(0))

    @property
    def in_two_lines(self) -> tuple[str, str]:
        said = f"Promised: {say_amount(self.promised, self.unit)}; available: {say_amount(self.available, self.unit)}"
        taken = f"; taken by other work: {say_amount(self.competing, self.unit)}" if self.competing else ""
        return self.what, said + taken


class Partner(GroundworkRow):
    """An organisation that takes part, what it agreed to do, and on what basis data is shared with it."""

    groundwork = ParentalKey(Groundwork, on_delete=models.CASCADE, related_name="partners")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=300, blank=True)
    agreed_on = models.CharField(max_length=10, blank=True)
    shares_data = models.CharField(max_length=3, choices=SharesData)
    data_basis = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def in_two_lines(self) -> tuple[str, str]:
        agreed = f" (agreed {show_date(self.agreed_on)})" if self.agreed_on else ""
        role = f"{self.role}{agreed}" if self.role else "No agreed role"
        basis = self.data_basis or "Basis for sharing data not stated" if self.shares_data == SharesData.YES else ""
        return self.name, _join(role, basis)


class Talk(GroundworkRow):
    """Who talks to whom, about what and how often. When they did is recorded as it happens, in no draft."""

    groundwork = ParentalKey(Groundwork, on_delete=models.CASCADE, related_name="talks")
    who = models.CharField(max_length=200)
    about = models.CharField(max_length=200, blank=True)
    every = models.PositiveSmallIntegerField(choices=Every)

    def __str__(self) -> str:
        return self.who

    @property
    def in_two_lines(self) -> tuple[str, str]:
        return self.who, _join(str(Every(self.every).label), self.about)


class SettledRisk(GroundworkRow):
    """What could go wrong with the project, and when it is paused or stopped. Never about one child."""

    groundwork = ParentalKey(Groundwork, on_delete=models.CASCADE, related_name="risks")
    what = models.CharField(max_length=300)
    likelihood = models.CharField(max_length=6, choices=Likelihood)
    stop_rule = models.CharField(max_length=300)
    owner = models.CharField(max_length=200)  # a post or a team
    review_on = models.DateField()

    def __str__(self) -> str:
        return self.what

    @property
    def in_two_lines(self) -> tuple[str, str]:
        return self.what, _join(
            str(Likelihood(self.likelihood).label),
            f"Pause or stop: {self.stop_rule}",
            f"Owner: {self.owner}",
            f"Review: {self.review_on:%-d %B %Y}",
        )


def _join(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
