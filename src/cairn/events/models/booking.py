"""Who comes to a learning event, who waits, and what they need on the day."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from cairn.common.privacy import DELETE, Exported, OfPerson, PartOf, Run, words_of_record
from cairn.events.enums import ACTIVE, GROUPS, SEATED, Attends, Audience, BookingState, ChoiceState
from cairn.events.models.events import LearningEvent
from cairn.places.models import Organisation

IS_GROUP = Q(audience__in=GROUPS)
# Once the rows have gone, what they took goes to those who wait.
FILL = Run("cairn.events.services.booking.fill_after_erasure")
OWN = Run("cairn.events.queries.booking.export_bookings")


class BookingQuerySet(models.QuerySet["Booking"]):
    def confirmed(self) -> "BookingQuerySet":
        """Those who attend. Nobody who waits, and nobody who has not yet accepted an offer."""
        return self.filter(state=BookingState.CONFIRMED)

    def seated(self) -> "BookingQuerySet":
        """Those for whom places are taken or held."""
        return self.filter(state__in=SEATED)

    def active(self) -> "BookingQuerySet":
        return self.filter(state__in=ACTIVE)

    def waiting(self) -> "BookingQuerySet":
        """In their order."""
        return self.filter(state=BookingState.WAITING).in_order()

    def in_order(self) -> "BookingQuerySet":
        return self.order_by("queued_at", "pk")


class Booking(models.Model):
    """One person's place, or the places that a worker booked for young people or a family.

    Of a worker's booking only numbers and the worker's own contact are kept: no column could hold a child's name.
    """

    PRIVACY = (
        words_of_record("event"),
        # Booked without the account, to its address: exported with what was booked by it.
        OfPerson("email", erase=DELETE, holds="email", exported=(Exported("event bookings", run=OWN),)),
        OfPerson("user", erase=(DELETE, FILL)),
    )

    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="bookings")
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)  # the secret of the private link
    name = models.CharField(max_length=150)  # of the worker, where it is a group
    email = models.EmailField()  # in small letters
    organisation_name = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    audience = models.CharField(max_length=8, choices=Audience)
    attends = models.CharField(max_length=6, choices=Attends)
    places = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=9, choices=BookingState, default=BookingState.WAITING)
    queued_at = models.DateTimeField()
    offered_until = models.DateTimeField(null=True, blank=True)
    wants_to_meet = models.BooleanField(default=False)
    may_show_name = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = BookingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email"], condition=Q(state__in=ACTIVE) & ~IS_GROUP, name="booking_once_a_person"
            ),
            models.UniqueConstraint(
                fields=["event", "email", "audience"],
                condition=Q(state__in=ACTIVE) & IS_GROUP,
                name="booking_once_a_group",
            ),
            models.CheckConstraint(name="booking_has_places", condition=Q(places__gte=1)),
            models.CheckConstraint(name="booking_of_a_person_is_for_one", condition=IS_GROUP | Q(places=1)),
            models.CheckConstraint(
                name="booking_offered_has_a_deadline",
                condition=Q(state=BookingState.OFFERED, offered_until__isnull=False)
                | ~Q(state=BookingState.OFFERED) & Q(offered_until=None),
            ),
            models.CheckConstraint(
                name="booking_of_a_group_shows_no_name",
                condition=~IS_GROUP | Q(wants_to_meet=False, may_show_name=False),
            ),
        ]
        indexes = [models.Index(fields=["event", "state", "queued_at"], name="bookings_of_an_event")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.state}"

    def get_absolute_url(self) -> str:
        """The private link: whoever has it can change and cancel the booking."""
        return reverse("events:booking", args=[self.key])

    @property
    def is_group(self) -> bool:
        return self.audience in GROUPS

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def attending(self) -> bool:
        return self.state == BookingState.CONFIRMED

    def is_offer_open(self, *, at: datetime) -> bool:
        return self.state == BookingState.OFFERED and self.offered_until is not None and self.offered_until > at


class SessionChoice(models.Model):
    """A break-out that a booking chose, by the key of the session. Those who wait for it are served in order."""

    PRIVACY = (PartOf("booking"),)

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="choices")
    session = models.UUIDField()
    state = models.CharField(max_length=9, choices=ChoiceState, default=ChoiceState.WAITING)
    queued_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking", "session"], name="session_chosen_once")]
        indexes = [models.Index(fields=["session", "state"], name="choices_of_a_session")]

    def __str__(self) -> str:
        return f"{self.session} {self.state}"


class BookingNeeds(models.Model):
    """What somebody needs on the day: for the hosts alone, and erased soon after. Of a group: how many need what."""

    PRIVACY = (PartOf("booking"),)

    booking = models.OneToOneField(Booking, models.CASCADE, related_name="needs")
    words = models.CharField(max_length=500, blank=True)  # never of a group
    counts = models.JSONField(default=dict, blank=True)  # names of Need with numbers

    def __str__(self) -> str:
        return ", ".join(sorted(self.counts))
