"""What was said in the sessions: the room of each, and the notes that were taken from it."""

from django.conf import settings
from django.db import models

from cairn.common.privacy import BLANK, OfPerson, PartOf, names_record, words_of_record
from cairn.events.enums import NoteKind
from cairn.events.models.events import LearningEvent
from cairn.records.models import Record
from cairn.rooms.models import Room


class EventRoom(models.Model):
    """The room that was opened for a session."""

    PRIVACY = (words_of_record("event"), PartOf("room"))

    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="rooms")
    session = models.UUIDField()  # the key of one of the same event
    room = models.OneToOneField(Room, models.CASCADE, related_name="event_room")

    def __str__(self) -> str:
        return str(self.session)


class SessionNote(models.Model):
    """Something that was said in a session and released. An insight, a lesson or a question is a record of its own."""

    PRIVACY = (words_of_record("event"), names_record("record"), OfPerson("made_by", erase=BLANK))

    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="notes")
    session = models.UUIDField()
    kind = models.CharField(max_length=8, choices=NoteKind)
    topic = models.CharField(max_length=40, blank=True)  # of the session, on that day
    words = models.TextField(max_length=500, blank=True)  # of a note from a table; those of the others are the record's
    times = models.PositiveSmallIntegerField(default=1)  # how many said it
    sha256 = models.CharField(max_length=64)  # of what was said, so that it is taken once
    record = models.ForeignKey(Record, models.SET_NULL, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "session", "kind", "sha256"], name="session_note_taken_once")
        ]
        indexes = [models.Index(fields=["topic", "kind"], name="session_notes_of_a_topic")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.session}"
