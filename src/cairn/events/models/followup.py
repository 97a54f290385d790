"""What follows an event: the actions that people wrote there, reminders of them, and how people found the day."""

from django.db import models
from django.utils.crypto import get_random_string

from cairn.actions.models import Action
from cairn.common.privacy import DELETE, Blank, Exported, Keep, OfPerson, OfRecord, PartOf, words_of_record
from cairn.events.enums import Met
from cairn.events.models.booking import Booking
from cairn.events.models.events import LearningEvent
from cairn.rooms.models import RandomKey, make_random_key


def make_key() -> str:
    return get_random_string(40)


class EventAction(models.Model):
    """An action that somebody wrote in the last session, and the private link by which they look after it."""

    PRIVACY = (
        words_of_record("event"),
        OfRecord("action", withdraw=DELETE, merge=Keep("The link leads to the words of whoever wrote them")),
        # Nobody is reminded any more; the action stays with the hosts.
        OfPerson(
            "email",
            erase=Blank(("email",)),
            holds="email",
            exported=(Exported("actions_written_at_events", ("event__slug", "action__slug", "written_at")),),
        ),
    )

    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="written_actions")
    action = models.OneToOneField(Action, models.CASCADE, related_name="written_at_event")
    key = models.CharField(max_length=40, unique=True, default=make_key, editable=False)  # of the private link
    sent_key = models.UUIDField(unique=True)  # of the form, so that it is taken once however often it is sent
    email = models.EmailField(blank=True)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"action of {self.event_id}"


class EventReminder(models.Model):
    """That an owner was reminded so many days after the event."""

    PRIVACY = (PartOf("event_action"),)

    event_action = models.ForeignKey(EventAction, models.CASCADE, related_name="reminders")
    days = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event_action", "days"], name="event_reminder_once")]

    def __str__(self) -> str:
        return f"{self.days} days"


class FeedbackRequest(models.Model):
    """That a booking was asked how the day was, and whether it has answered. What it answered is not kept here."""

    PRIVACY = (PartOf("booking"),)

    booking = models.OneToOneField(Booking, models.CASCADE, related_name="feedback_request")
    asked_at = models.DateTimeField()
    has_answered = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"feedback of {self.booking_id}"


class EventFeedback(models.Model):
    """How somebody found the day. Nothing says who, or when."""

    PRIVACY = (words_of_record("event"),)

    id = RandomKey(primary_key=True, default=make_random_key, editable=False)
    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="feedback")
    useful = models.PositiveSmallIntegerField(null=True, blank=True)  # 1 to 5
    will_use = models.TextField(max_length=500, blank=True)
    better = models.TextField(max_length=500, blank=True)
    met = models.CharField(max_length=7, choices=Met, blank=True)

    def __str__(self) -> str:
        return str(self.useful or "")
