"""Learning events: what was said by whom, and what people took away, with what speaks for it and against it."""

import uuid
from typing import ClassVar

from django.db import models
from modelcluster.fields import ParentalKey

from cairn.common.privacy import names_record, words_of_record
from cairn.library.models import StarterRecord
from cairn.places.models import Organisation
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
    # As all dates of the library: 2017, 2017-03 or 2017-03-16. Where there are arrangements they write it.
    held_on = models.CharField(max_length=10, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    hosts = models.CharField(max_length=300, blank=True)
    audience = models.CharField(max_length=300, blank=True)
    outputs = models.TextField(max_length=3000, blank=True)
    not_known = models.TextField(max_length=3000, blank=True)


class EventSession(models.Model):
    """One part of the day. Its `key` stays through drafts: bookings, rooms and notes name a session by it."""

    OWNER: ClassVar[str] = "event"
    PRIVACY = (words_of_record("event"), names_record("about"))

    class Kind(models.TextChoices):
        PLENARY = "plenary", "For everyone"
        BREAKOUT = "breakout", "Break-out"
        CLOSING = "closing", "Closing session"

    event = ParentalKey(LearningEvent, on_delete=models.CASCADE, related_name="sessions")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PLENARY)
    title = models.CharField(max_length=200)
    starts = models.TimeField(null=True, blank=True)  # on the clock of the event's time zone
    ends = models.TimeField(null=True, blank=True)
    room_name = models.CharField(max_length=100, blank=True)
    places = models.PositiveSmallIntegerField(null=True, blank=True)  # of a break-out; none: as the event has
    off_record = models.BooleanField(default=False)  # nothing that is said is captured
    topic = models.CharField(max_length=40, blank=True)  # term of the vocabulary "boards"
    about = models.ForeignKey(Record, models.SET_NULL, null=True, blank=True, related_name="+")  # model or project
    notes = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.title

    @property
    def is_breakout(self) -> bool:
        return self.kind == self.Kind.BREAKOUT

    @property
    def times(self) -> str:
        """ "10:30 to 11:15", "10:30", or nothing."""
        return " to ".join(f"{one:%H:%M}" for one in (self.starts, self.ends) if one)

    @property
    def in_two_lines(self) -> tuple[str, str]:
        kind = "" if self.kind == self.Kind.PLENARY else str(self.Kind(self.kind).label)
        off = "Off the record" if self.off_record else ""
        return self.title, "; ".join(part for part in (self.times, kind, self.room_name, off) if part)


class EventSpeaker(models.Model):
    """Somebody, or a body, that speaks in a session. Only people who agree to be named."""

    OWNER: ClassVar[str] = "event"
    PRIVACY = (words_of_record("event"), names_record("about"))

    event = ParentalKey(LearningEvent, on_delete=models.CASCADE, related_name="speakers")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    session = models.UUIDField()  # the key of one of the same event
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200, blank=True)  # empty where the source names the organisation alone
    role = models.CharField(max_length=200, blank=True)
    organisation_name = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    about = models.ForeignKey(Record, models.SET_NULL, null=True, blank=True, related_name="+")  # project or model

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.role, self.organisation_name) if part)


class EventTakeaway(models.Model):
    """Something that people took away; its position is its number for good, its `key` names it."""

    OWNER: ClassVar[str] = "event"
    PRIVACY = (words_of_record("event"),)

    event = ParentalKey(LearningEvent, on_delete=models.CASCADE, related_name="takeaways")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
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
    takeaway = models.UUIDField()  # the key of one of the same event
    record = models.ForeignKey(Record, models.SET_NULL, null=True, related_name="+")
    says = models.CharField(max_length=12, choices=Says)
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.says
