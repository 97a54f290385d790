"""When and where a learning event takes place, and how people get a place."""

import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q

from cairn.common.privacy import BLANK, Exported, OfPerson, words_of_record
from cairn.events.enums import ArrangementState, Attendance
from cairn.events.models.events import LearningEvent


class EventArrangements(models.Model):
    """Not part of the draft: moving an event, or giving it more places, is an act that people hear of at once.

    Its row is the lock under which places are counted. An event of the past has none: it is as exact as its source.
    """

    PRIVACY = (
        words_of_record("event"),
        OfPerson(
            "contact_email",
            erase=BLANK,
            holds="email",
            exported=(Exported("events_to_ask_about", ("event__slug", "contact_email")),),
        ),
    )

    event = models.OneToOneField(LearningEvent, models.CASCADE, related_name="arrangements")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)  # calendars know the event by it
    state = models.CharField(max_length=9, choices=ArrangementState, default=ArrangementState.PLANNED)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=40, default="Europe/London")
    attendance = models.CharField(max_length=6, choices=Attendance, default=Attendance.ROOM)
    address = models.TextField(max_length=500, blank=True)
    access_words = models.TextField(max_length=1000, blank=True)  # what the venue offers
    places = models.PositiveSmallIntegerField(default=0)  # in the room
    young_places = models.PositiveSmallIntegerField(default=0)  # of these, reserved for young people and families
    online_places = models.PositiveSmallIntegerField(default=0)
    books_from = models.DateTimeField(null=True, blank=True)  # none: as soon as it is open
    books_until = models.DateTimeField(null=True, blank=True)  # none: until it starts
    joining = models.TextField(max_length=1000, blank=True)  # only for those who have a place
    contact_email = models.EmailField(blank=True)
    cancelled_because = models.CharField(max_length=300, blank=True)
    sequence = models.PositiveIntegerField(default=0)  # raised with each change that calendars must hear of
    needs_erased_on = models.DateField()  # promised to those who told us their needs

    class Meta:
        constraints = [
            models.CheckConstraint(name="event_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(
                name="event_reserves_no_more_than_it_has", condition=Q(young_places__lte=F("places"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def local_start(self) -> datetime:
        return self.starts_at.astimezone(self.zone)

    @property
    def local_end(self) -> datetime:
        return self.ends_at.astimezone(self.zone)

    @property
    def day(self) -> date:
        """On the calendar of the place where it is held."""
        return self.local_start.date()

    @property
    def has_room(self) -> bool:
        return self.attendance != Attendance.ONLINE

    @property
    def is_online(self) -> bool:
        return self.attendance != Attendance.ROOM
