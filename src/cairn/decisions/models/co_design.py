"""How something was designed with young people, stage by stage; and why a project went on without their needs."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from cairn.common.privacy import BLANK, DELETE, REPOINT, OfPerson, OfRecord
from cairn.library.models import Moved
from cairn.records.models import Record


class CoDesignStage(models.Model):
    """One stage of a project or a use of a model: who took part in it, how far, and what changed. Never a name."""

    PRIVACY = (OfPerson("by", erase=BLANK), OfRecord("record", withdraw=DELETE, merge=REPOINT))

    record = models.ForeignKey(Record, models.CASCADE, related_name="co_design")
    stage = models.CharField(max_length=13, choices=Moved)
    held_on = models.CharField(max_length=10)
    what = models.CharField(max_length=300)
    young_people = models.PositiveIntegerField(default=0)
    groups = models.JSONField(default=list, blank=True)  # names of voice.enums.Group
    others = models.CharField(max_length=200, blank=True)  # adults, by what they are
    took = models.JSONField(default=list, blank=True)  # values of Took
    changed = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["held_on", "pk"]

    def __str__(self) -> str:
        return self.what


class DesignReason(models.Model):
    """Why a project left the design stage without a linked need. Whoever may read the project may read it."""

    PRIVACY = (OfPerson("by", erase=BLANK), OfRecord("project", withdraw=DELETE, merge=REPOINT))

    project = models.ForeignKey(Record, models.CASCADE, related_name="design_reasons")
    words = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"reason of {self.project_id}"
