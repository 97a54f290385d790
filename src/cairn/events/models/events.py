"""Learning events: what was said by whom, and what people took away, with what speaks for it and against it."""

from typing import ClassVar

from django.db import models
from modelcluster.fields import ParentalKey

from cairn.common.privacy import names_record, words_of_record
from cairn.library.models import StarterRecord
from cairn.records.enums import RecordKind
from cairn.records.models import Record


class LearningEvent(StarterRecord):
    """A day on which people told each other what they tried."""

    KIND = RecordKind.LEARNING_EVENT
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "Name",
        "summary": "In a few sentences",
        "theme": "Theme",
        "venue": "Where",
        "hosts": "Hosts",
        "audience": "Who came",
        "outputs": "What happened next",
        "not_known": "What is not known",
    }

    theme = models.CharField(max_length=200, blank=True)
    held_on = models.CharField(max_length=10, blank=True)  # as all dates of the library: 2017, 2017-03 or 2017-03-16
    venue = models.CharField(max_length=200, blank=True)
    hosts = models.CharField(max_length=300, blank=True)
    audience = models.CharField(max_length=300, blank=True)
    outputs = models.TextField(max_length=3000, blank=True)
    not_known = models.TextField(max_length=3000, blank=True)


class EventSession(models.Model):
    """One part of the day."""

    OWNER: ClassVar[str] = "event"
    PRIVACY = (words_of_record("event"), names_record("about"))

    event = ParentalKey(LearningEvent, on_delete=models.CASCADE, related_name="sessions")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    speakers = models.TextField(max_length=1000, blank=True)  # one a line: name, role, organisation
    topic = models.CharField(max_length=40, blank=True)  # term of the vocabulary "boards"
    about = models.ForeignKey(Record, models.SET_NULL, null=True, blank=True, related_name="+")  # model or project
    notes = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.title


class EventTakeaway(models.Model):
    """Something that people took away; its position is its number for good."""

    OWNER: ClassVar[str] = "event"
    PRIVACY = (words_of_record("event"),)

    event = ParentalKey(LearningEvent, on_delete=models.CASCADE, related_name="takeaways")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    words = models.CharField(max_length=1000, blank=True)

    def __str__(self) -> str:
        return self.title


class EventEvidence(models.Model):
    """A record that supports a takeaway, or that speaks against it."""

    OWNER: ClassVar[str] = "event"
    PRIVACY = (words_of_record("event"), names_record("record"))

    class Says(models.TextChoices):
        SUPPORTS = "supports", "It supports the takeaway"
        CONTRADICTS = "contradicts", "It contradicts the takeaway"

    event = ParentalKey(LearningEvent, on_delete=models.CASCADE, related_name="evidence")
    position = models.PositiveSmallIntegerField()
    takeaway = models.PositiveSmallIntegerField()  # the position of one of the same event
    record = models.ForeignKey(Record, models.SET_NULL, null=True, related_name="+")
    says = models.CharField(max_length=12, choices=Says)
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.says
