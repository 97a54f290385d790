"""A learning event on paper, made by the worker."""

from django.db import models
from django.utils.crypto import get_random_string

from cairn.common.privacy import Elsewhere, Run, words_of_record
from cairn.events.models.events import LearningEvent


def make_path(*_: object) -> str:
    """Says nothing of the event."""
    return f"events/{get_random_string(2).lower()}/{get_random_string(32)}"


class EventFile(models.Model):
    """A paper of an event. Those with names on them are for its hosts, and are kept for a day."""

    PRIVACY = (
        words_of_record("event"),
        Elsewhere(
            "Names of those who come, on badges and door sheets",
            erase=Run("cairn.events.services.files.delete_files_naming"),
        ),
    )

    RENDERED_FROM = ("event",)

    class Form(models.TextChoices):
        PROGRAMME = "programme", "Programme, A4"
        FOLDED = "folded", "Programme to fold, A6"
        BADGES = "badges", "Badges"
        DOOR = "door-sheet", "Door sheet"

    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="printed")
    form = models.CharField(max_length=10, choices=Form)
    fingerprint = models.CharField(max_length=64)  # of what it says: words that changed make another file
    file = models.FileField(upload_to=make_path, max_length=200, blank=True)
    requested_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "form"], name="event_file_once")]

    def __str__(self) -> str:
        return f"{self.form} of {self.event_id}"
