"""Which stories of change influenced a decision: by their keys, so that a withdrawn one leaves a gap and no word."""

from django.db import models

from cairn.common.privacy import DELETE, OfRecord, PartOf, Repoint
from cairn.decisions.models.decisions import Decision
from cairn.voice.models import Story


class DecisionStory(models.Model):
    """That a story was used in a decision. What it says is asked for at each request."""

    PRIVACY = (PartOf("story"), OfRecord("decision", withdraw=DELETE, merge=Repoint(per=("story",))))

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="stories")
    story = models.ForeignKey(Story, models.CASCADE, related_name="decision_stories")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "story"], name="decision_story_once")]

    def __str__(self) -> str:
        return f"{self.story_id} in {self.decision_id}"
