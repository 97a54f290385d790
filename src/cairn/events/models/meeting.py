"""What somebody who comes would like to talk about, and a private calendar of the events that they go to."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.crypto import get_random_string

from cairn.common.addresses import make_absolute
from cairn.common.privacy import DELETE, Exported, OfPerson, PartOf
from cairn.events.models.booking import Booking


def make_topics() -> list[str]:
    return []


class MeetingProfile(models.Model):
    """Shown to the others who have a place, as long as the booking says that they want to meet people."""

    PRIVACY = (PartOf("booking"),)

    booking = models.OneToOneField(Booking, models.CASCADE, related_name="meeting")
    asks = models.CharField(max_length=200, blank=True)
    asks_about = models.JSONField(default=make_topics, blank=True)  # terms of the vocabulary "boards"
    offers = models.CharField(max_length=200, blank=True)
    offers_about = models.JSONField(default=make_topics, blank=True)

    def __str__(self) -> str:
        return f"meeting of {self.booking_id}"


def new_key() -> str:
    return get_random_string(32)


class EventCalendar(models.Model):
    """A private address under which a calendar program finds the events at which somebody has a place."""

    PRIVACY = (OfPerson("user", erase=DELETE, exported=(Exported("event_calendars", ("made_at",)),)),)

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="event_calendar")
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"events of {self.user_id}"

    @property
    def address(self) -> str:
        return make_absolute(reverse("events:calendar", args=[self.key]))
