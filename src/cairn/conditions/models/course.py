"""What was settled when, and what happened afterwards: facts as they are recorded, never a draft."""

from django.conf import settings
from django.db import models

from cairn.common.privacy import BLANK, DELETE, Keep, OfPerson, OfRecord
from cairn.conditions.enums import Again, ChangeKind, Ending
from cairn.conditions.models.groundwork import Groundwork

NOT_MOVED = "It says what happened to this one, which its writers keep as a draft"
OF_GROUNDWORK = OfRecord("groundwork", withdraw=DELETE, merge=Keep(NOT_MOVED))
BY = OfPerson("by", erase=BLANK)


class Settling(models.Model):
    """Everything was settled on a day: by whom, and what was said then, with its checksum."""

    PRIVACY = (OF_GROUNDWORK, BY)

    groundwork = models.ForeignKey(Groundwork, models.CASCADE, related_name="settlings")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    document = models.TextField()
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.groundwork_id} settled at {self.at}"


class Course(models.Model):
    """When it really started and ended. Nobody is kept from recording a start with things still open."""

    PRIVACY = (OF_GROUNDWORK,)

    groundwork = models.OneToOneField(Groundwork, models.CASCADE, related_name="course")
    started_on = models.CharField(max_length=10)
    planned_start = models.CharField(max_length=10, blank=True)  # the first that was planned, not a later one
    set_up_from = models.CharField(max_length=10, blank=True)
    open_at_start = models.JSONField(default=list)  # parts that were not settled that day
    ended_on = models.CharField(max_length=10, blank=True)
    ending = models.CharField(max_length=12, choices=Ending, blank=True)
    result = models.TextField(max_length=2000, blank=True)

    def __str__(self) -> str:
        return f"{self.groundwork_id} started {self.started_on}"


class PlanChange(models.Model):
    """A date, a number or a leader was changed: what it was, what it is, and why. The old is never lost."""

    PRIVACY = (OF_GROUNDWORK, BY)

    groundwork = models.ForeignKey(Groundwork, models.CASCADE, related_name="plan_changes")
    kind = models.CharField(max_length=6, choices=ChangeKind)
    what = models.CharField(max_length=250)
    before = models.CharField(max_length=250, blank=True)  # the answer itself, where `was` is what a reader sees
    was = models.CharField(max_length=250, blank=True)
    now = models.CharField(max_length=250)
    reason = models.CharField(max_length=500)
    on = models.DateField()
    looked_again_on = models.DateField(null=True, blank=True)  # of a new leader: when they went through it
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.what}: {self.was} to {self.now}"


class Repeated(models.Model):
    """Something that is done again and again was done on a day: people talked, or a risk was reviewed."""

    PRIVACY = (OF_GROUNDWORK, BY)

    groundwork = models.ForeignKey(Groundwork, models.CASCADE, related_name="repeated")
    what = models.CharField(max_length=4, choices=Again)
    key = models.CharField(max_length=8)  # of the talk or the risk
    on = models.DateField()
    next_on = models.DateField(null=True, blank=True)  # of a risk: when it is reviewed again
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["groundwork", "what", "key", "on"], name="repeated_once_a_day")]

    def __str__(self) -> str:
        return f"{self.what} {self.key} on {self.on}"
