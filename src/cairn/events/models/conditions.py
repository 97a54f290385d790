"""What the people of an event said helps innovation, and what gets in its way."""

import uuid
from typing import ClassVar

from django.db import models
from modelcluster.fields import ParentalKey

from cairn.boards.enums import Side
from cairn.common.privacy import words_of_record
from cairn.events.models.events import LearningEvent


class EventCondition(models.Model):
    """One barrier or one enabler, said in a session of the day."""

    OWNER: ClassVar[str] = "event"
    PRIVACY = (words_of_record("event"),)

    event = ParentalKey(LearningEvent, on_delete=models.CASCADE, related_name="conditions")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    position = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=8, choices=Side)
    title = models.CharField(max_length=200)
    session = models.UUIDField(null=True, blank=True)  # the key of one of the same event

    def __str__(self) -> str:
        return self.title
