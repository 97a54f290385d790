"""What somebody will do because of something that was learnt."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from cairn.common.privacy import BLANK, OfPerson
from cairn.records.enums import RecordKind
from cairn.records.models import Record


class Action(Record):
    """Who does what, with which first step, by when. It has an owner or it is no action."""

    KIND = RecordKind.ACTION
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "What will be done",
        "summary": "Why",
        "first_step": "The first step",
        "outcome": "What came of it",
    }
    PRIVACY = (OfPerson("owner", erase=BLANK),)

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="actions")
    first_step = models.CharField(max_length=300, blank=True)
    due_date = models.DateField(null=True, blank=True)
    done_date = models.DateField(null=True, blank=True)
    outcome = models.TextField(max_length=3000, blank=True)
