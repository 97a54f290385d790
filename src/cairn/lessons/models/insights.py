"""What several lessons and results say together."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from cairn.common.privacy import BLANK, DELETE, Exported, OfPerson, OfRecord, Repoint
from cairn.lessons.enums import Confidence, Tells, WhyNot
from cairn.library.models import StarterRecord
from cairn.places.models import Organisation
from cairn.records.enums import RecordKind


class Insight(StarterRecord):
    """One or two sentences. What supports and what contradicts it are links from those records to it."""

    KIND = RecordKind.INSIGHT
    TEXTS: ClassVar[dict[str, str]] = {
        "title": "The insight in a line",
        "summary": "The insight",
        "confidence_reason": "Why we are this sure",
    }

    topic = models.CharField(max_length=40, blank=True)  # a term of the vocabulary `boards`
    viewpoints = models.JSONField(default=list, blank=True)  # names of Viewpoint
    tells = models.CharField(max_length=14, choices=Tells, blank=True)
    confidence = models.CharField(max_length=12, choices=Confidence, blank=True)
    confidence_reason = models.TextField(max_length=1000, blank=True)
    since = models.CharField(max_length=10, blank=True)  # 2016, 2016-04


class NotActed(models.Model):
    """Why somebody does not act on an insight. Read by people with a log-in only; never counted per place."""

    PRIVACY = (
        # It was said for others to read, and stays as all that is shared does, without a name.
        OfPerson("by", erase=BLANK, exported=(Exported("reasons_not_to_act", ("insight__slug", "why", "words")),)),
        OfRecord("insight", withdraw=DELETE, merge=Repoint(per=("by", "why"))),
    )

    insight = models.ForeignKey(Insight, models.CASCADE, related_name="not_acted")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=12, choices=WhyNot)
    words = models.CharField(max_length=300, blank=True)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["insight", "by", "why"], name="not_acted_once")]

    def __str__(self) -> str:
        return f"{self.insight_id}: {self.why}"
